package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a database can do, as it says itself.
 *
 * @param postgres its version, for example {@code 18.6}
 * @param timescale TimescaleDB's version; empty without it
 * @param community whether TimescaleDB's community edition is there: compression, jobs, continuous
 *     aggregates
 * @param keeping how readings are kept here
 */
public record DatabaseCapabilities(
    String postgres, Optional<String> timescale, boolean community, Keeping keeping) {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseCapabilities.class);

  /** How readings are kept. Once chosen it stays, since the tables are made for it. */
  public enum Keeping {
    /** Partitions by day, made and dropped by the controller. */
    PARTITIONS,
    /** A hypertable of TimescaleDB. */
    HYPERTABLE
  }

  /** Asks a database, and creates the extension in it when it is at hand. */
  static DatabaseCapabilities of(Connection connection) throws SQLException {
    Optional<Keeping> chosen = chosen(connection);
    if (chosen.isEmpty()) {
      createExtension(connection);
    }
    Optional<String> timescale =
        text(connection, "select extversion from pg_extension where extname = 'timescaledb'");
    boolean community =
        text(connection, "select current_setting('timescaledb.license', true)")
            .filter("timescale"::equals)
            .isPresent();
    DatabaseCapabilities capabilities =
        new DatabaseCapabilities(
            text(connection, "select split_part(current_setting('server_version'), ' ', 1)")
                .orElse("?"),
            timescale,
            timescale.isPresent() && community,
            chosen.orElse(timescale.isPresent() ? Keeping.HYPERTABLE : Keeping.PARTITIONS));
    LOG.info("{}", capabilities.sentence());
    return capabilities;
  }

  /** What this comes to, in one line. */
  String sentence() {
    String extension =
        timescale
            .map(v -> "TimescaleDB " + v + (community ? " community" : " Apache") + " edition")
            .orElse("without TimescaleDB");
    String kept =
        switch (keeping) {
          case PARTITIONS -> "readings in partitions by day";
          case HYPERTABLE ->
              community ? "readings in a compressed hypertable" : "readings in a hypertable";
        };
    return "The record is kept in PostgreSQL %s, %s: %s.".formatted(postgres, extension, kept);
  }

  private static Optional<Keeping> chosen(Connection connection) throws SQLException {
    boolean made =
        text(connection, "select to_regclass('store')::text").filter("store"::equals).isPresent();
    return made
        ? text(connection, "select keeping from store").map(Keeping::valueOf)
        : Optional.empty();
  }

  private static void createExtension(Connection connection) throws SQLException {
    boolean atHand =
        text(
                connection,
                """
                select name from pg_available_extensions
                where name = 'timescaledb' and installed_version is null
                  and current_setting('shared_preload_libraries') like '%timescaledb%'\
                """)
            .isPresent();
    if (!atHand) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("create extension timescaledb");
    } catch (SQLException e) {
      LOG.info(
          "TimescaleDB is at hand but may not be created ({}); plain PostgreSQL is used.",
          e.getMessage());
    }
  }

  private static Optional<String> text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      @Nullable String found = rows.next() ? rows.getString(1) : null;
      return Optional.ofNullable(found);
    }
  }
}
