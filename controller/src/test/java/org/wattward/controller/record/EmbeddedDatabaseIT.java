package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {
  @TempDir private Path directory;

  @Test
  void itIsDurableClosedToOthersAndKeepsItsData() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.claim(directory)) {
      database.ensureRunning();
      assertThat(ask(database, "show fsync")).isEqualTo("on");
      assertThat(ask(database, "show synchronous_commit")).isEqualTo("on");
      assertThat(ask(database, "show full_page_writes")).isEqualTo("on");
      assertThat(ask(database, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(ask(database, "select split_part(version(), '.', 1)")).isEqualTo("PostgreSQL 18");
      ask(database, "create table kept as select 42 as answer; select 1");
      assertThatThrownBy(() ->
              DriverManager.getConnection(database.address().jdbcUrl(), "wattward", "guess")
                  .close())
          .hasMessageContaining("password");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    assertThat(Files.exists(directory.resolve("data/postmaster.pid"))).isFalse();

    try (EmbeddedDatabase again = EmbeddedDatabase.claim(directory)) {
      again.ensureRunning();
      assertThat(ask(again, "select answer from kept")).isEqualTo("42");
    }
  }

  @Test
  void aServerThatDiedIsStartedAgain() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.claim(directory)) {
      database.ensureRunning();
      ProcessHandle server = database.process().orElseThrow();
      server.destroyForcibly();
      Await.until("the server is gone", Duration.ofSeconds(10), () -> !server.isAlive());

      // The dead server's children take a moment to see it and let go of the memory.
      Await.until("it runs again", Duration.ofSeconds(30), () -> startsAgain(database));

      assertThat(ask(database, "select 1")).isEqualTo("1");
    }
  }

  private static boolean startsAgain(EmbeddedDatabase database) {
    try {
      database.ensureRunning();
      return true;
    } catch (RecordUnavailable e) {
      return false;
    }
  }

  @Test
  void anOrphanOfACrashedControllerIsReplaced() throws Exception {
    long orphan;
    EmbeddedDatabase crashed = EmbeddedDatabase.claim(directory);
    crashed.ensureRunning();
    orphan = crashed.process().orElseThrow().pid();
    crashed.abandon();

    try (EmbeddedDatabase next = EmbeddedDatabase.claim(directory)) {
      next.ensureRunning();
      assertThat(next.process().orElseThrow().pid()).isNotEqualTo(orphan);
      assertThat(ask(next, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aDirectoryInUseIsRefused() {
    EmbeddedDatabase first = EmbeddedDatabase.claim(directory);
    assertThatThrownBy(() -> EmbeddedDatabase.claim(directory))
        .isInstanceOf(DatabaseRefused.class)
        .hasMessageContaining("in use by another controller")
        .hasMessageContaining(directory.toString());
    first.close();

    EmbeddedDatabase.claim(directory).close();
  }

  @Test
  void dataOfAnotherMajorVersionAreRefusedAndLeftAlone() throws Exception {
    Path version = Files.createDirectories(directory.resolve("data")).resolve("PG_VERSION");
    Files.writeString(version, "15\n");

    assertThatThrownBy(() -> EmbeddedDatabase.claim(directory))
        .isInstanceOf(DatabaseRefused.class)
        .hasMessageContaining("written by PostgreSQL 15")
        .hasMessageContaining("brings PostgreSQL 18")
        .hasMessageContaining("pg_dump");

    assertThat(version).hasContent("15\n");
  }

  @Test
  void aDirectoryThatCannotBeMadeIsRefused() {
    assertThatThrownBy(() -> EmbeddedDatabase.claim(Path.of("/proc/no/such/place")))
        .isInstanceOf(DatabaseRefused.class)
        .hasMessageContaining("/proc/no/such/place");
  }

  private static String ask(EmbeddedDatabase database, String sql) throws SQLException {
    DatabaseAddress.External address = database.address();
    try (Connection connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        Statement statement = connection.createStatement()) {
      boolean rows = statement.execute(sql);
      if (!rows) {
        statement.getMoreResults();
      }
      try (ResultSet result = statement.getResultSet()) {
        result.next();
        return result.getString(1);
      }
    }
  }
}
