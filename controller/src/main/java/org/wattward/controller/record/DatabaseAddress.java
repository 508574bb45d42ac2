package org.wattward.controller.record;

import java.nio.file.Path;
import java.util.Map;

/** Where the record is kept. */
public sealed interface DatabaseAddress {

  /**
   * A PostgreSQL that the controller brings, starts and stops.
   *
   * @param directory where its data lie; made when it is missing
   */
  record Embedded(Path directory) implements DatabaseAddress {}

  /**
   * A PostgreSQL or TimescaleDB that somebody else runs.
   *
   * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
   * @param user who logs in
   * @param password its password
   */
  record External(String jdbcUrl, String user, String password) implements DatabaseAddress {
    public External {
      if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
        throw new IllegalArgumentException(
            "\"%s\" is no address of a PostgreSQL. Write jdbc:postgresql://host:5432/database."
                .formatted(jdbcUrl));
      }
    }

    @Override
    public String toString() {
      return "External[jdbcUrl=%s, user=%s]".formatted(jdbcUrl, user);
    }
  }

  /** The embedded database in the user's data directory. */
  static Embedded embedded() {
    return new Embedded(
        Path.of(System.getProperty("user.home"), ".local", "share", "wattward", "postgres"));
  }

  /**
   * Somebody else's database, with user and password from the environment, where they do not show
   * in a process list.
   *
   * @param jdbcUrl its address
   * @param environment holds {@code WATTWARD_DATABASE_USER} (else {@code wattward}) and {@code
   *     WATTWARD_DATABASE_PASSWORD} (else empty)
   */
  static External external(String jdbcUrl, Map<String, String> environment) {
    return new External(
        jdbcUrl,
        environment.getOrDefault("WATTWARD_DATABASE_USER", "wattward"),
        environment.getOrDefault("WATTWARD_DATABASE_PASSWORD", ""));
  }
}
