package org.wattward.controller.record;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * The contract on any PostgreSQL or TimescaleDB: {@code -Dwattward.it.jdbc=jdbc:postgresql://…}
 * with user and password from the environment. It makes a database of its own there, so it needs
 * the right to; it leaves it behind only when it is stopped half-way.
 */
class GivenDatabaseRecordIT extends RecordContract {
  @Override
  DatabaseAddress address(Path directory) throws SQLException {
    String given = System.getProperty("wattward.it.jdbc", "");
    assumeTrue(
        !given.isBlank(),
        "SKIPPED: no database is given. Give"
            + " -Dwattward.it.jdbc=jdbc:postgresql://host:port/database, user and password in"
            + " WATTWARD_DATABASE_USER and WATTWARD_DATABASE_PASSWORD.");
    DatabaseAddress.External server = DatabaseAddress.external(given, System.getenv());
    String name = "wattward_it_" + UUID.randomUUID().toString().substring(0, 8);
    try (Connection connection =
            DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    dropAfterwards(server, name);
    return new DatabaseAddress.External(
        given.replaceFirst("/[^/?]*(\\?.*)?$", "/" + name + "$1"),
        server.user(),
        server.password());
  }

  private void dropAfterwards(DatabaseAddress.External server, String name) {
    afterwards(() -> {
      try (Connection connection =
              DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
          Statement statement = connection.createStatement()) {
        statement.execute("drop database " + name);
      }
    });
  }
}
