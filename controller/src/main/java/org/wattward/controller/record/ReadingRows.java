package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
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

  void store(List<Batch> batches) throws SQLException {
    List<Reading> readings = readings(batches);
    if (readings.isEmpty()) {
      return;
    }
    Map<Long, BitSet> touched = new TreeMap<>();
    int[] qualities = new int[readings.size()];
    long[] byPoint = new long[readings.size()];
    // Before the COPY, since no other question can be asked on the connection while it runs.
    for (int i = 0; i < byPoint.length; i++) {
      qualities[i] = dimensions.quality(readings.get(i).quality());
      byPoint[i] = (long) dimensions.point(readings.get(i).point()) << Integer.SIZE | i;
    }
    note(touched, readings, byPoint);
    // By point, then as they came: the index by point takes neighbours in half the time.
    Arrays.sort(byPoint);
    try (CopyRows rows = new CopyRows(in)) {
      for (long one : byPoint) {
        int i = (int) one;
        rows.row(readings.get(i).time(), readings.get(i).value(), point(one), qualities[i]);
      }
      rows.finish();
    }
    if (keeping != DatabaseCapabilities.Keeping.AGGREGATES) {
      markDue(touched);
    }
  }

  private static int point(long pointAndPlace) {
    return (int) (pointAndPlace >>> Integer.SIZE);
  }

  private static List<Reading> readings(List<Batch> batches) {
    List<Reading> all = new ArrayList<>(batches.stream().mapToInt(Batch::readings).sum());
    for (Batch batch : batches) {
      for (Entry entry : batch.entries()) {
        if (entry instanceof Entry.Readings(List<Reading> readings)) {
          all.addAll(readings);
        }
      }
    }
    return all;
  }

  private static void note(Map<Long, BitSet> touched, List<Reading> readings, long[] points) {
    long minute = Long.MIN_VALUE;
    BitSet ofMinute = new BitSet();
    for (int i = 0; i < points.length; i++) {
      long itsMinute = Math.floorDiv(readings.get(i).time().getEpochSecond(), 60L);
      if (itsMinute != minute) {
        minute = itsMinute;
        ofMinute = touched.computeIfAbsent(minute, _ -> new BitSet());
      }
      ofMinute.set(point(points[i]));
    }
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
