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
 * @param workers how many background workers TimescaleDB may use for its policies
 * @param keeping how readings are kept here
 */
public record DatabaseCapabilities(
    String postgres, Optional<String> timescale, boolean community, int workers, Keeping keeping) {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseCapabilities.class);

  /** How readings are kept. Once chosen it stays, since the tables are made for it. */
  public enum Keeping {
    /** Partitions by day, made and dropped by the controller. */
    PARTITIONS,
    /** Hypertables of TimescaleDB's Apache edition, rolled up by the controller. */
    HYPERTABLE,
    /** Hypertables, continuous aggregates and policies of TimescaleDB's community edition. */
    AGGREGATES
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
        timescale.isPresent()
            && text(connection, "select current_setting('timescaledb.license', true)")
                .filter("timescale"::equals)
                .isPresent();
    return new DatabaseCapabilities(
        text(connection, "select split_part(current_setting('server_version'), ' ', 1)")
            .orElse("?"),
        timescale,
        community,
        workers(connection),
        chosen.orElse(suits(timescale.isPresent(), community)));
  }

  private static Keeping suits(boolean timescale, boolean community) {
    if (community) {
      return Keeping.AGGREGATES;
    }
    return timescale ? Keeping.HYPERTABLE : Keeping.PARTITIONS;
  }

  /** Whether the database itself rolls up and throws away. */
  boolean runsPolicies() {
    return community && workers > 0;
  }

  /** What this comes to, in one line. */
  public String sentence() {
    String extension =
        timescale
            .map(v ->
                "TimescaleDB %s %s edition with %d background workers"
                    .formatted(v, community ? "community" : "Apache", workers))
            .orElse("without TimescaleDB");
    String kept =
        switch (keeping) {
          case PARTITIONS -> "readings in partitions by day, rolled up by the controller";
          case HYPERTABLE -> "readings in a hypertable, rolled up by the controller";
          case AGGREGATES ->
              "readings in a compressed hypertable, rolled up in continuous aggregates";
        };
    return "The record is kept in PostgreSQL %s, %s: %s.".formatted(postgres, extension, kept);
  }

  private static int workers(Connection connection) throws SQLException {
    return text(connection, "select current_setting('timescaledb.max_background_workers', true)")
        .filter(given -> !given.isBlank())
        .map(Integer::valueOf)
        .orElse(0);
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
