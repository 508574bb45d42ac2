package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the spans of one point, from a roll-up as far as it goes and from the readings behind it.
 *
 * @param connection not in auto-commit, so that rows come in portions
 * @param point whose
 * @param fetch rows per portion
 */
record Spans(Connection connection, KnownPoint point, int fetch) {
  private static final String OF_TIER =
      """
      select first_time, last_time, last_value, last_is_good, good_s, value_s,
        min, max, first_good, last_good, gain
      from %s where point_id = ? and bucket >= ? and bucket < ? order by bucket\
      """;
  private static final String OF_READINGS =
      """
      select time, value, quality_id = 1 from reading
      where point_id = ? and time > ? and time < ? order by time, quality_id desc, value\
      """;

  /**
   * Gives, in order, all spans that begin from {@code from} to {@code to}.
   *
   * @param from a start of a span of the tier
   */
  void read(Resolution.Tier tier, Instant from, Instant to, Consumer<Span> taker)
      throws SQLException {
    Instant justBefore = from.minus(1, ChronoUnit.MICROS);
    if (tier == Resolution.Tier.RAW) {
      readings(justBefore, to, taker);
      return;
    }
    Instant behind = justBefore;
    try (PreparedStatement statement =
        connection.prepareStatement(OF_TIER.formatted(tier.table()))) {
      bind(statement, from, to);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Span span = span(rows);
          behind = Instant.EPOCH.plus(span.lastUs(), ChronoUnit.MICROS);
          taker.accept(span);
        }
      }
    }
    readings(behind, to, taker);
  }

  /** Gives the span before a time, if its last reading can count until there. */
  void carried(Instant from, Consumer<Span> taker) throws SQLException {
    Instant earliest = from.minusNanos((long) (point.holdS() * 1e9));
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select time, value, quality_id = 1 from reading
            where point_id = ? and time >= ? and time < ?
            order by time desc, quality_id, value desc limit 1\
            """)) {
      bind(statement, earliest, from);
      try (ResultSet rows = statement.executeQuery()) {
        if (rows.next()) {
          taker.accept(reading(rows));
          return;
        }
      }
    }
    // Readings that old are gone, but their minutes may be there.
    try (PreparedStatement statement =
        connection.prepareStatement(
            OF_TIER.formatted(Resolution.Tier.MINUTE.table()) + " desc limit 1")) {
      bind(statement, earliest.minus(Resolution.Tier.MINUTE.size()), from);
      try (ResultSet rows = statement.executeQuery()) {
        if (rows.next()) {
          taker.accept(span(rows));
        }
      }
    }
  }

  /**
   * The last good value before a time, however long ago: where a counter stood when it was last
   * seen.
   */
  OptionalDouble lastGoodBefore(Instant from) throws SQLException {
    // The latest hours may not be rolled up yet.
    Instant hour = from.truncatedTo(ChronoUnit.HOURS).minus(2, ChronoUnit.HOURS);
    OptionalDouble within =
        lastGood(
            """
            select value from reading
            where point_id = ? and time >= ? and time < ? and quality_id = 1
            order by time desc, value desc limit 1\
            """,
            hour,
            from);
    return within.isPresent()
        ? within
        : lastGood(
            """
            select last_good from reading_1h
            where point_id = ? and bucket >= ? and bucket < ? and last_good is not null
            order by bucket desc limit 1\
            """,
            Instant.EPOCH,
            hour);
  }

  private OptionalDouble lastGood(String sql, Instant from, Instant to) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, from, to);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? OptionalDouble.of(rows.getDouble(1)) : OptionalDouble.empty();
      }
    }
  }

  private void readings(Instant behind, Instant to, Consumer<Span> taker) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OF_READINGS)) {
      bind(statement, behind, to);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          taker.accept(reading(rows));
        }
      }
    }
  }

  private void bind(PreparedStatement statement, Instant from, Instant to) throws SQLException {
    statement.setFetchSize(fetch);
    statement.setInt(1, point.id());
    statement.setObject(2, BatchWriter.utc(from));
    statement.setObject(3, BatchWriter.utc(to));
  }

  private static Span reading(ResultSet row) throws SQLException {
    return Span.of(micros(row, 1), row.getDouble(2), row.getBoolean(3));
  }

  private static Span span(ResultSet row) throws SQLException {
    double min = row.getDouble(7);
    Span.@Nullable Good good =
        row.wasNull()
            ? null
            : new Span.Good(min, row.getDouble(8), row.getDouble(9), row.getDouble(10));
    return new Span(
        micros(row, 1),
        micros(row, 2),
        row.getDouble(3),
        row.getBoolean(4),
        row.getDouble(5),
        row.getDouble(6),
        good,
        row.getDouble(11));
  }

  private static long micros(ResultSet row, int column) throws SQLException {
    return Sampler.micros(row.getObject(column, OffsetDateTime.class).toInstant());
  }
}
