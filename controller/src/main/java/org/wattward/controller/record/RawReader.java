package org.wattward.controller.record;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.wattward.devices.point.PointId;

/**
 * Reads readings as they were recorded, by binary COPY of one row of arrays for each point, since
 * rows of their own cost more than what is in them. Many points are read in two portions at a time.
 * Format: PostgreSQL manual, COPY, "Binary Format".
 *
 * @param source where to get connections
 */
record RawReader(DataSource source) {
  private static final int HEADING_BYTES = 19;

  /** An array: its length in bytes, dimensions, flags, type, count, first index, elements. */
  private static final int COUNT_AT = 16;

  private static final int FIRST_AT = 28;
  private static final int LONG_STEP = 12;
  private static final int INT_STEP = 8;

  private static final long EPOCH_2000_US = 946_684_800_000_000L;
  private static final int POINTS_OF_ONE_PORTION = 20;
  private static final int PORTIONS = 2;

  /**
   * Reads.
   *
   * @param points whose readings; one that was never recorded has none
   * @param from inclusive
   * @param to exclusive
   * @return one series for each point, in the order asked
   */
  List<RawSeries> read(List<PointId> points, Instant from, Instant to) throws SQLException {
    List<RawSeries> series = points.stream().map(RawSeries::new).toList();
    if (points.size() < POINTS_OF_ONE_PORTION) {
      readPortion(series, from, to);
      return series;
    }
    int share = Math.ceilDiv(points.size(), PORTIONS);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> portions =
          Stream.iterate(0, at -> at < points.size(), at -> at + share)
              .map(at -> series.subList(at, Math.min(points.size(), at + share)))
              .map(part -> threads.submit(() -> readPortion(part, from, to)))
              .toList();
      for (Future<Boolean> portion : portions) {
        portion.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("Interrupted while readings were read.", e);
    } catch (ExecutionException e) {
      throw new SQLException(Objects.requireNonNull(e.getCause()).getMessage(), e.getCause());
    }
    return series;
  }

  private boolean readPortion(List<RawSeries> series, Instant from, Instant to)
      throws SQLException {
    try (Connection connection = source.getConnection()) {
      Map<Integer, RawSeries> byId = byId(connection, series);
      if (byId.isEmpty()) {
        return false;
      }
      // COPY takes no parameters; these are numbers and times, so nothing can be smuggled in.
      String ids = byId.keySet().stream().map(String::valueOf).collect(Collectors.joining(","));
      CopyOut copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut(
                  """
                  copy (select point_id, array_agg(time), array_agg(value), array_agg(quality_id)
                    from (select point_id, time, value, quality_id from reading
                      where point_id = any('{%s}'::integer[])
                        and time >= timestamptz '%s' and time < timestamptz '%s'
                      order by point_id, time) ordered
                    group by point_id) to stdout (format binary)\
                  """
                      .formatted(ids, from, to));
      take(copy, byId);
      return true;
    }
  }

  private static void take(CopyOut copy, Map<Integer, RawSeries> byId) throws SQLException {
    boolean first = true;
    for (byte[] rows = copy.readFromCopy(); rows != null; rows = copy.readFromCopy()) {
      ByteBuffer buffer = ByteBuffer.wrap(rows);
      if (first) {
        buffer.position(HEADING_BYTES);
        first = false;
      }
      while (buffer.remaining() >= 2 && buffer.getShort() > 0) {
        buffer.getInt();
        take(buffer, Objects.requireNonNull(byId.get(buffer.getInt())));
      }
    }
  }

  /** Three arrays side by side: times, values, qualities; an element has its length before it. */
  private static void take(ByteBuffer buffer, RawSeries into) {
    int times = buffer.position();
    int values = times + Integer.BYTES + buffer.getInt(times);
    int qualities = values + Integer.BYTES + buffer.getInt(values);
    int count = buffer.getInt(times + COUNT_AT);
    for (int i = 0; i < count; i++) {
      into.add(
          buffer.getLong(times + FIRST_AT + i * LONG_STEP) + EPOCH_2000_US,
          buffer.getDouble(values + FIRST_AT + i * LONG_STEP),
          buffer.getInt(qualities + FIRST_AT + i * INT_STEP));
    }
    buffer.position(qualities + Integer.BYTES + buffer.getInt(qualities));
  }

  private static Map<Integer, RawSeries> byId(Connection connection, List<RawSeries> series)
      throws SQLException {
    Map<PointId, RawSeries> byPoint =
        series.stream().collect(Collectors.toMap(RawSeries::point, one -> one, (a, b) -> a));
    Map<Integer, RawSeries> byId = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select p.id, p.device, p.name from point p
            join unnest(?, ?) as asked (device, name)
              on p.device = asked.device and p.name = asked.name\
            """)) {
      statement.setArray(
          1,
          connection.createArrayOf(
              "text", series.stream().map(one -> one.point().device()).toArray()));
      statement.setArray(
          2,
          connection.createArrayOf(
              "text", series.stream().map(one -> one.point().name()).toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          PointId point = new PointId(rows.getString(2), rows.getString(3));
          byId.put(rows.getInt(1), Objects.requireNonNull(byPoint.get(point)));
        }
      }
    }
    return byId;
  }
}
