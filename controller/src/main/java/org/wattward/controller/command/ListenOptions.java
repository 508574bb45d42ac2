package org.wattward.controller.command;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.wattward.controller.record.DatabaseAddress;
import org.wattward.devices.WattwardException;
import picocli.CommandLine.Option;

/** The options that say where pages and API listen and where the record is kept. */
final class ListenOptions {
  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description =
          "Address that the page and the API listen on. Environment: WATTWARD_LISTEN."
              + " Default: ${DEFAULT-VALUE}, this machine only",
      defaultValue = "${env:WATTWARD_LISTEN:-127.0.0.1}")
  String address = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "TCP port of the page and the API; 0 takes a free one. Environment: WATTWARD_PORT."
              + " Default: ${DEFAULT-VALUE}",
      defaultValue = "${env:WATTWARD_PORT:-8080}")
  int port;

  @Option(
      names = "--database",
      paramLabel = "JDBC-URL",
      description =
          "PostgreSQL or TimescaleDB to record in, for example"
              + " jdbc:postgresql://db:5432/wattward. User and password come from"
              + " WATTWARD_DATABASE_USER and WATTWARD_DATABASE_PASSWORD. Environment:"
              + " WATTWARD_DATABASE. Default: an embedded PostgreSQL in the data directory",
      defaultValue = "${env:WATTWARD_DATABASE:-}")
  String database = "";

  InetAddress inetAddress() {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new WattwardException(
          "--listen %s is no address of this machine. Give 127.0.0.1 for this machine only or 0.0.0.0 for all."
              .formatted(address),
          e);
    }
  }

  DatabaseAddress databaseIn(DataDirectory data, Map<String, String> environment) {
    return database.isBlank()
        ? new DatabaseAddress.Embedded(data.path.resolve("postgres"))
        : DatabaseAddress.external(database, environment);
  }
}
