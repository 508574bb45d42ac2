package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.devices.time.Time;

/**
 * Kills recording processes, and now and then the database, at random instants. What a recorder
 * acknowledged is there afterwards, and nothing is there twice. {@code -Dwattward.it.kills=200} for
 * a long run, {@code -Dwattward.it.seed=…} to repeat one.
 */
class CrashIT {
  private static final int VALUES_PER_RUN = 1_000_000;
  private static final int PER_LIST = 100;

  @TempDir private Path directory;

  @Test
  void whatIsAcknowledgedSurvivesEveryCrashAndNothingIsThereTwice() throws Exception {
    long seed = Long.getLong("wattward.it.seed", 20261121);
    int kills = Integer.getInteger("wattward.it.kills", 6);
    System.out.printf("CrashIT: %d kills with -Dwattward.it.seed=%d%n", kills, seed);
    Random random = new Random(seed);
    try (EmbeddedDatabase database = EmbeddedDatabase.claim(directory.resolve("postgres"))) {
      database.ensureRunning();
      // The schema first, so that the first run is not over before there is one.
      assertThat(runToItsEnd(database, 0)).isZero();

      for (int kill = 1; kill <= kills; kill++) {
        boolean withoutDatabase = random.nextInt(3) == 0;
        Process child = start(database, kill, 0);
        awaitLine(kill, random.nextInt(3) == 0 ? "started" : "ack ");
        Time.system().sleep(Duration.ofMillis(random.nextInt(2500)));
        if (withoutDatabase) {
          database.process().orElseThrow().destroyForcibly();
          Time.system().sleep(Duration.ofMillis(random.nextInt(2500)));
        }
        child.destroyForcibly();
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        if (withoutDatabase) {
          Await.until("the database is back", Duration.ofSeconds(60), () -> runs(database));
        }
      }
      assertThat(runToItsEnd(database, kills + 1)).as("the last run drains the spool").isZero();

      assertAllThereOnce(database, acknowledged(kills + 1));
    }
  }

  private static boolean runs(EmbeddedDatabase database) {
    try {
      database.ensureRunning();
      return true;
    } catch (RecordUnavailable e) {
      return false;
    }
  }

  private int runToItsEnd(EmbeddedDatabase database, int run) throws Exception {
    Process child = start(database, run, 1000);
    assertThat(child.waitFor(120, TimeUnit.SECONDS)).as("run %s ends", run).isTrue();
    return child.exitValue();
  }

  private Process start(EmbeddedDatabase database, int run, int count) throws Exception {
    DatabaseAddress.External address = database.address();
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            RecorderChild.class.getName(),
            address.jdbcUrl(),
            address.user(),
            address.password(),
            directory.resolve("record").toString(),
            Long.toString((long) run * VALUES_PER_RUN),
            Integer.toString(count))
        .redirectError(directory.resolve("err-" + run).toFile())
        .redirectOutput(directory.resolve("out-" + run).toFile())
        .start();
  }

  private void awaitLine(int run, String line) throws Exception {
    Path output = directory.resolve("out-" + run);
    Await.until(
        "run " + run + " says " + line,
        Duration.ofSeconds(60),
        () -> Files.readAllLines(output).stream().anyMatch(said -> said.startsWith(line)));
  }

  /** First values of the lists of 100 that were acknowledged. */
  private List<Long> acknowledged(int runs) throws Exception {
    List<Long> firsts = new ArrayList<>();
    for (int run = 0; run <= runs; run++) {
      for (String line : Files.readAllLines(directory.resolve("out-" + run))) {
        // A line without its full stop was cut by the kill.
        if (line.startsWith("ack") && line.endsWith(" .")) {
          String[] words = line.split(" ");
          for (int i = 1; i < words.length - 1; i++) {
            firsts.add(Long.valueOf(words[i]));
          }
        }
      }
    }
    return firsts;
  }

  private static void assertAllThereOnce(EmbeddedDatabase database, List<Long> acknowledged)
      throws SQLException {
    BitSet there = new BitSet();
    DatabaseAddress.External address = database.address();
    try (Connection connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select value from reading")) {
      while (rows.next()) {
        int value = (int) rows.getDouble(1);
        assertThat(there.get(value)).as("value %s is there already", value).isFalse();
        there.set(value);
      }
    }
    assertThat(acknowledged).hasSizeGreaterThan(100);
    for (long first : acknowledged) {
      int end = (int) first + PER_LIST;
      assertThat(there.nextClearBit((int) first))
          .as("first missing value of those acknowledged from %s", first)
          .isGreaterThanOrEqualTo(end);
    }
    System.out.printf(
        "CrashIT: %d readings acknowledged, %d there.%n",
        acknowledged.size() * PER_LIST, there.cardinality());
  }
}
