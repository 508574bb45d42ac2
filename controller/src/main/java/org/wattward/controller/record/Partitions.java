package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wattward.controller.record.Resolution.Tier;

/**
 * The range partitions of one table of plain PostgreSQL. Belongs to one thread.
 *
 * <p>A partition is made as a table and attached: attaching holds back neither readers nor writers
 * of the others, while creating it in place would.
 */
final class Partitions {
  /** How much of time one partition holds. */
  enum Span {
    DAY,
    MONTH,
    YEAR;

    LocalDate start(Instant time) {
      LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
      return switch (this) {
        case DAY -> day;
        case MONTH -> day.withDayOfMonth(1);
        case YEAR -> day.withDayOfYear(1);
      };
    }

    LocalDate next(LocalDate start) {
      return switch (this) {
        case DAY -> start.plusDays(1);
        case MONTH -> start.plusMonths(1);
        case YEAR -> start.plusYears(1);
      };
    }
  }

  private final String table;
  private final Span span;
  private final Set<LocalDate> known = new HashSet<>();

  Partitions(String table, Span span) {
    this.table = table;
    this.span = span;
  }

  /** Those of the readings and of each roll-up. */
  static Map<Tier, Partitions> ofTiers() {
    Map<Tier, Partitions> all = new EnumMap<>(Tier.class);
    all.put(Tier.RAW, new Partitions(Tier.RAW.table(), Span.DAY));
    all.put(Tier.MINUTE, new Partitions(Tier.MINUTE.table(), Span.MONTH));
    all.put(Tier.QUARTER, new Partitions(Tier.QUARTER.table(), Span.MONTH));
    all.put(Tier.HOUR, new Partitions(Tier.HOUR.table(), Span.YEAR));
    return all;
  }

  /** Makes the partition that a time falls into, unless it is there. */
  void ensure(Connection connection, Instant time) throws SQLException {
    LocalDate start = span.start(time);
    if (known.contains(start)) {
      return;
    }
    String name = name(start);
    try (Statement statement = connection.createStatement()) {
      // One maker at a time, whichever process it is in.
      statement.execute("select pg_advisory_lock(hashtext('wattward.partitions'))");
      try {
        if (!exists(statement, name)) {
          statement.execute(
              "create table if not exists %s (like %s including defaults including constraints)"
                  .formatted(name, table));
          statement.execute(
              "alter table %s attach partition %s for values from ('%s+00') to ('%s+00')"
                  .formatted(table, name, start.atStartOfDay(), span.next(start).atStartOfDay()));
        }
      } finally {
        statement.execute("select pg_advisory_unlock(hashtext('wattward.partitions'))");
      }
    }
    known.add(start);
  }

  /** Drops the partitions that hold nothing from {@code keepFrom} on. */
  void dropBefore(Connection connection, Instant keepFrom) throws SQLException {
    LocalDate first = span.start(keepFrom);
    List<String> old = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "select inhrelid::regclass::text from pg_inherits where inhparent = '%s'::regclass"
                  .formatted(table))) {
        while (rows.next()) {
          if (rows.getString(1).compareTo(name(first)) < 0) {
            old.add(rows.getString(1));
          }
        }
      }
      for (String name : old) {
        statement.execute("drop table " + name);
      }
    }
    known.removeIf(start -> start.isBefore(first));
  }

  private String name(LocalDate start) {
    return table + "_" + start.format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  private boolean exists(Statement statement, String name) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "select 1 from pg_inherits where inhparent = '%s'::regclass and inhrelid = to_regclass('%s')"
                .formatted(table, name))) {
      return rows.next();
    }
  }
}
