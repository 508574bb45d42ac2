package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a database to the shape that this program needs. */
final class Schema {
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  private Schema() {}

  /**
   * Asks the database what it can do and migrates it.
   *
   * @throws RecordUnavailable when it does not answer, or a migration fails
   */
  static DatabaseCapabilities migrate(DataSource source) {
    try (Connection connection = source.getConnection()) {
      DatabaseCapabilities capabilities = DatabaseCapabilities.of(connection);
      String kind =
          switch (capabilities.keeping()) {
            case PARTITIONS -> "partitions";
            case HYPERTABLE -> "hypertable";
          };
      Flyway.configure()
          .dataSource(source)
          .locations("classpath:db/migration/common", "classpath:db/migration/" + kind)
          .connectRetries(0)
          .load()
          .migrate();
      if (capabilities.community()) {
        compress(connection);
      }
      return capabilities;
    } catch (SQLException | FlywayException e) {
      throw new RecordUnavailable(
          "The database cannot be brought to this program's shape: %s".formatted(e.getMessage()),
          e);
    }
  }

  /**
   * Compression is TimescaleDB's community edition's alone. It is no migration, so that a database
   * that changes its edition gets it.
   */
  private static void compress(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          alter table reading set (timescaledb.compress,
            timescaledb.compress_segmentby = 'point_id', timescaledb.compress_orderby = 'time')\
          """);
      statement.execute(
          "select add_compression_policy('reading', interval '2 days', if_not_exists => true)");
      LOG.debug("Readings older than two days are compressed.");
    }
  }
}
