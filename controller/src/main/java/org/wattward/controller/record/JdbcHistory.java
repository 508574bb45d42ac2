package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.arbitration.Decision;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.Time;

/** Reads the record with SQL that is the same on every kind of database. */
final class JdbcHistory implements History {
  private static final int FETCH = 10_000;

  private final Time time;
  private final DataSource source;
  private final Retention retention;

  JdbcHistory(Time time, DataSource source, Retention retention) {
    this.time = time;
    this.source = source;
    this.retention = retention;
  }

  @Override
  public List<Sample> samples(PointId point, Instant from, Instant to, int target) {
    return samples(point, from, to, Resolution.of(from, to, target, retention, time.now()));
  }

  @Override
  public List<Sample> samples(PointId point, Instant from, Instant to, Duration width) {
    return samples(point, from, to, Resolution.given(from, to, width, retention, time.now()));
  }

  private List<Sample> samples(PointId point, Instant from, Instant to, Resolution resolution) {
    return ask(
        "samples of " + point,
        connection -> {
          Optional<KnownPoint> known = KnownPoint.find(connection, point);
          return known.isPresent()
              ? samples(connection, known.get(), resolution, from, to)
              : List.of();
        });
  }

  @Override
  public List<RawSeries> readings(List<PointId> points, Instant from, Instant to) {
    try {
      return new RawReader(source).read(points, from, to);
    } catch (SQLException e) {
      throw new RecordUnavailable(
          "The database did not answer the question for readings: " + e.getMessage(), e);
    }
  }

  private List<Sample> samples(
      Connection connection, KnownPoint point, Resolution resolution, Instant from, Instant to)
      throws SQLException {
    Instant start = resolution.floor(from);
    Instant now = time.now();
    Sampler sampler =
        new Sampler(start, to.isBefore(now) ? to : now, resolution.width(), point.holdS());
    Spans spans = new Spans(connection, point, FETCH);
    spans.carried(start, sampler::add);
    spans.read(resolution.tier(), start, to, sampler::add);
    return sampler.samples();
  }

  @Override
  public List<Balance> balances(PointId point, List<Instant> bounds) {
    if (bounds.size() < 2) {
      throw new IllegalArgumentException("A period has a start and an end.");
    }
    return ask(
        "balance of " + point,
        connection -> {
          Optional<KnownPoint> known = KnownPoint.find(connection, point);
          return known.isPresent()
              ? Balance.of(new Spans(connection, known.get(), FETCH), bounds, time.now())
              : Collections.nCopies(bounds.size() - 1, new Balance(0, 0, 0));
        });
  }

  @Override
  public List<Decision> decisions(Optional<PointId> point, Instant from, Instant to, int most) {
    String ofPoint =
        point.isPresent()
            ? "and point_id = (select id from point where device = ? and name = ?)"
            : "";
    return ask(
        "decisions",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select detail from decision where time >= ? and time < ? %s order by time desc limit ?"
                      .formatted(ofPoint))) {
            int next = 1;
            statement.setObject(next++, BatchWriter.utc(from));
            statement.setObject(next++, BatchWriter.utc(to));
            if (point.isPresent()) {
              statement.setString(next++, point.get().device());
              statement.setString(next++, point.get().name());
            }
            statement.setInt(next, most);
            return decisions(statement);
          }
        });
  }

  @Override
  public Optional<Decision> decision(UUID id) {
    return ask(
        "decision " + id,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement("select detail from decision where id = ?")) {
            statement.setObject(1, id);
            return decisions(statement).stream().findFirst();
          }
        });
  }

  private static List<Decision> decisions(PreparedStatement statement) throws SQLException {
    List<Decision> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(DecisionJson.read(rows.getString(1)));
      }
    }
    return found;
  }

  @Override
  public List<Alarm> alarms(Instant from, Instant to, int most) {
    return ask(
        "alarms",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  """
                  select key, subject, priority, cause, consequence, response, raised, cleared,
                    acknowledged_by
                  from alarm where raised >= ? and raised < ? order by raised desc limit ?\
                  """)) {
            statement.setObject(1, BatchWriter.utc(from));
            statement.setObject(2, BatchWriter.utc(to));
            statement.setInt(3, most);
            List<Alarm> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                found.add(alarm(rows));
              }
            }
            return found;
          }
        });
  }

  private static Alarm alarm(ResultSet row) throws SQLException {
    return new Alarm(
        row.getString(1),
        row.getString(2),
        Alarm.Priority.valueOf(row.getString(3)),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getObject(7, OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getObject(8, OffsetDateTime.class)).map(OffsetDateTime::toInstant),
        Optional.ofNullable(row.getString(9)));
  }

  @Override
  public long countReadings(Instant from, Instant to) {
    return ask(
        "number of readings",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select count(*) from reading where time >= ? and time < ?")) {
            statement.setObject(1, BatchWriter.utc(from));
            statement.setObject(2, BatchWriter.utc(to));
            try (ResultSet rows = statement.executeQuery()) {
              rows.next();
              return rows.getLong(1);
            }
          }
        });
  }

  /**
   * Whether every entry of the audit is as it was written.
   *
   * @return the first entry that was changed or that follows a missing one; empty when none was
   */
  Optional<Long> firstBrokenAudit() {
    return ask(
        "audit",
        connection -> {
          try (PreparedStatement statement =
                  connection.prepareStatement(
                      """
                      select least(
                        (select min(seq) from (
                          select seq, hash <> audit_hash(audit) as changed,
                            previous <> lag(hash, 1, ''::bytea) over (order by seq) as loose
                          from audit) checked
                        where changed or loose),
                        (select coalesce((select max(seq) from audit), 0) + 1 from audit_head
                        where seq > 0 and not exists (select from audit
                          where audit.seq = audit_head.seq and audit.hash = audit_head.hash)))\
                      """);
              ResultSet rows = statement.executeQuery()) {
            rows.next();
            return Optional.ofNullable(rows.getObject(1, Long.class));
          }
        });
  }

  /** A question to the database. */
  private interface Question<T> {
    T of(Connection connection) throws SQLException;
  }

  private <T> T ask(String what, Question<T> question) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      try {
        return question.of(connection);
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new RecordUnavailable(
          "The database did not answer the question for the %s: %s".formatted(what, e.getMessage()),
          e);
    } catch (WattwardException | IllegalArgumentException e) {
      throw e;
    }
  }
}
