package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.wattward.devices.point.Reading;

/**
 * The readings of batches, by one COPY, and the note of what is to be rolled up.
 *
 * @param in in the transaction under way
 * @param dimensions of that connection
 * @param keeping how this database keeps roll-ups
 * @param fresh what is older came late
 */
record ReadingRows(
    Connection in, Dimensions dimensions, DatabaseCapabilities.Keeping keeping, Instant fresh) {
  private static final int MOST_POINTS_NAMED = 1000;

  /** Numbers of all readings' points and qualities, in their order. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Numbers(int[] points, int[] qualities) {}

  void store(List<Batch> batches) throws SQLException {
    int count = batches.stream().mapToInt(Batch::readings).sum();
    if (count == 0) {
      return;
    }
    Map<Long, BitSet> touched = new TreeMap<>();
    Numbers numbers = look(batches, count, touched);
    try (CopyRows rows = new CopyRows(in)) {
      int at = 0;
      for (Batch batch : batches) {
        for (Entry entry : batch.entries()) {
          if (entry instanceof Entry.Readings(List<Reading> readings)) {
            for (Reading reading : readings) {
              rows.row(reading.time(), reading.value(), numbers.points[at], numbers.qualities[at]);
              at++;
            }
          }
        }
      }
      rows.finish();
    }
    if (keeping != DatabaseCapabilities.Keeping.AGGREGATES) {
      markDue(touched);
    }
  }

  /** Before the COPY, since no other question can be asked on the connection while it runs. */
  private Numbers look(List<Batch> batches, int count, Map<Long, BitSet> touched)
      throws SQLException {
    Numbers numbers = new Numbers(new int[count], new int[count]);
    int at = 0;
    long minute = Long.MIN_VALUE;
    BitSet ofMinute = new BitSet();
    for (Batch batch : batches) {
      for (Entry entry : batch.entries()) {
        if (entry instanceof Entry.Readings(List<Reading> readings)) {
          for (Reading reading : readings) {
            numbers.points[at] = dimensions.point(reading.point());
            numbers.qualities[at] = dimensions.quality(reading.quality());
            long itsMinute = Math.floorDiv(reading.time().getEpochSecond(), 60L);
            if (itsMinute != minute) {
              minute = itsMinute;
              ofMinute = touched.computeIfAbsent(minute, _ -> new BitSet());
            }
            ofMinute.set(numbers.points[at]);
            at++;
          }
        }
      }
    }
    return numbers;
  }

  /** Notes which minutes have new readings; late ones with their points, so little is redone. */
  private void markDue(Map<Long, BitSet> touched) throws SQLException {
    try (PreparedStatement statement =
        in.prepareStatement("insert into rollup_due (tier_min, bucket, points) values (1, ?, ?)")) {
      for (Map.Entry<Long, BitSet> minute : touched.entrySet()) {
        Instant bucket = Instant.ofEpochSecond(60 * minute.getKey());
        BitSet points = minute.getValue();
        statement.setObject(1, BatchWriter.utc(bucket));
        if (bucket.isBefore(fresh) && points.cardinality() <= MOST_POINTS_NAMED) {
          statement.setArray(
              2,
              in.createArrayOf(
                  "integer", Arrays.stream(points.stream().toArray()).boxed().toArray()));
        } else {
          statement.setNull(2, Types.ARRAY);
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
