package org.wattward.protocols.link;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What links need to prove who they are, and to judge who the others are. Any thread. */
public interface Credentials {
  /**
   * The password for a link's user, asked for at every connection.
   *
   * @param link the link's id
   */
  Optional<String> password(String link);

  /** The folder of keys and certificates; made when it is needed. */
  Path keyFolder();

  /**
   * Passwords from the environment: {@code WATTWARD_PASSWORD_OPCUA_HEAT} is that of the link {@code
   * opcua-heat}.
   *
   * @param keyFolder the folder of keys and certificates
   */
  static Credentials fromEnvironment(Path keyFolder) {
    return new Credentials() {
      @Override
      public Optional<String> password(String link) {
        return Optional.ofNullable(System.getenv(variable(link)));
      }

      @Override
      public Path keyFolder() {
        return keyFolder;
      }
    };
  }

  /** The environment variable that carries a link's password. */
  static String variable(String link) {
    return "WATTWARD_PASSWORD_" + link.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
