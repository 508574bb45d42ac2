package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a database to the shape that this program needs. */
final class Schema {
  private Schema() {}

  /**
   * Asks the database what it can do and migrates it.
   *
   * @throws RecordUnavailable when it does not answer, or a migration fails
   */
  static DatabaseCapabilities migrate(DataSource source) {
    try (Connection connection = source.getConnection()) {
      DatabaseCapabilities capabilities = DatabaseCapabilities.of(connection);
      Flyway.configure()
          .dataSource(source)
          .locations(
              locations(capabilities.keeping()).stream()
                  .map(folder -> "classpath:db/record/" + folder)
                  .toArray(String[]::new))
          .connectRetries(0)
          .load()
          .migrate();
      ReaderRole.ensure(connection);
      return capabilities;
    } catch (SQLException | FlywayException e) {
      throw new RecordUnavailable(
          "The database cannot be brought to this program's shape: %s".formatted(e.getMessage()),
          e);
    }
  }

  private static List<String> locations(DatabaseCapabilities.Keeping keeping) {
    return switch (keeping) {
      case PARTITIONS -> List.of("common", "own", "partitions");
      case HYPERTABLE -> List.of("common", "own", "hypertable", "hypertable_own");
      case AGGREGATES -> List.of("common", "hypertable", "aggregates");
    };
  }
}
