package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The role {@code wattward_reader}, which may read the views of the schema {@code reader} and
 * nothing else. It cannot log in; logins of reporting tools are put into it. Roles belong to the
 * server and not to the database, so this is no migration.
 */
final class ReaderRole {
  private static final Logger LOG = LoggerFactory.getLogger(ReaderRole.class);
  private static final String NAME = "wattward_reader";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String MADE_BY_ANOTHER = "23505";

  private ReaderRole() {}

  /** Makes the role if it may, and lets it read. */
  static void ensure(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!exists(statement)) {
        try {
          statement.execute("create role " + NAME + " nologin");
        } catch (SQLException e) {
          if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
            LOG.info(
                "The role {} is missing, and this database user may not make it. Reporting tools"
                    + " need it: create role {} nologin.",
                NAME,
                NAME);
            return;
          }
          // Roles are the whole server's: another controller may have been faster.
          if (!MADE_BY_ANOTHER.equals(e.getSQLState())) {
            throw e;
          }
        }
      }
      statement.execute("grant usage on schema reader to " + NAME);
      statement.execute("grant select on all tables in schema reader to " + NAME);
    }
  }

  private static boolean exists(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery("select 1 from pg_roles where rolname = '" + NAME + "'")) {
      return rows.next();
    }
  }
}
