package org.wattward.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.record.DatabaseAddress;
import org.wattward.controller.record.EmbeddedDatabase;
import org.wattward.controller.record.RecordSettings;
import org.wattward.controller.record.RecordStore;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.modbus.WatchdogField;
import org.wattward.sim.field.modbus.WatchdogField.Event;
import org.wattward.sim.field.modbus.WatchdogField.Kind;

/**
 * Kills a controller with SIGKILL at random instants, while its devices, in this process, go on.
 * {@code -Dwattward.it.kills=200} for a long run, {@code -Dwattward.it.seed=…} to repeat one.
 */
class KilledControllerIT {
  private static final int DEVICES = 6;
  private static final Duration SLACK = Duration.ofMillis(500);
  private static final int LONGEST_RUN_MS = 6_000;
  private static final int LONGEST_START_MS = 3_000;

  @TempDir private Path directory;

  private final Time time = Time.system();
  private final Map<PointId, Event> lastRelease = new HashMap<>();
  private Random random = new Random(1);
  private Wishes wishes = new Wishes(time, random);
  private int writes;

  @Test
  void nothingIsLostAndEveryWatchdogFallsWheneverTheControllerIsKilled() throws Exception {
    long seed = Long.getLong("wattward.it.seed", 20261121);
    int kills = Integer.getInteger("wattward.it.kills", 4);
    System.out.printf("KilledControllerIT: %d kills with -Dwattward.it.seed=%d%n", kills, seed);
    random = new Random(seed);
    wishes = new Wishes(time, random);
    long slowestMs = 0;
    try (EmbeddedDatabase database = EmbeddedDatabase.claim(directory.resolve("postgres"));
        WatchdogField field = new WatchdogField(DEVICES, time)) {
      database.ensureRunning();
      field.start();
      for (int kill = 1; kill <= kills; kill++) {
        slowestMs = Math.max(slowestMs, killOnce(kill, field, database.address()));
      }
      assertAuditWhole(database.address());
    }
    assertThat(writes).as("writes seen").isGreaterThan(kills);
    System.out.printf(
        "KilledControllerIT: %d kills, %d writes, %d wishes taken, %d times remembered after a"
            + " restart, slowest fall-back %d ms after its kill.%n",
        kills, writes, wishes.taken(), wishes.remembered(), slowestMs);
  }

  private void assertAuditWhole(DatabaseAddress.External address) throws Exception {
    try (RecordStore store =
        new RecordStore(
            time, address, RecordSettings.in(directory.resolve("data").resolve("record")))) {
      store.start();
      assertThat(store.awaitReady(Duration.ofSeconds(60))).isTrue();
      Await.until("the spool is stored", Duration.ofSeconds(60), store::isDrained);
      assertThat(store.firstBrokenAudit()).as("first broken audit entry").isEmpty();
    }
  }

  /** Returns how long after the kill the last device was back at its safe value, ms. */
  private long killOnce(int kill, WatchdogField field, DatabaseAddress.External address)
      throws Exception {
    field.drain();
    Path output = directory.resolve("out-" + kill);
    Process child = start(field.port(), address, output, kill);
    boolean whileStarting = random.nextInt(5) == 0;
    if (!whileStarting) {
      Await.until(
          "run " + kill + " started",
          Duration.ofSeconds(60),
          () -> text(output) + text(directory.resolve("err-" + kill)),
          () -> !child.isAlive() || isStarted(output));
      assertThat(child.isAlive())
          .as("run %d goes on: %s", kill, text(directory.resolve("err-" + kill)))
          .isTrue();
    }
    int millis = random.nextInt(whileStarting ? LONGEST_START_MS : LONGEST_RUN_MS);
    long endNanos = time.nanos() + Duration.ofMillis(millis).toNanos();
    try (Writer orders = child.outputWriter(StandardCharsets.UTF_8)) {
      while (time.nanos() < endNanos) {
        if (isStarted(output)) {
          orders.write(wish());
          orders.flush();
        }
        long leftNanos = endNanos - time.nanos();
        time.sleep(Duration.ofNanos(Math.min(leftNanos, 1_000_000L * (100 + random.nextInt(300)))));
      }
      child.destroyForcibly();
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } catch (IOException e) {
      assertThat(child.isAlive()).as("the controller ended by itself: %s", e).isFalse();
    }
    long killedNanos = time.nanos();
    List<Event> events = field.drain();
    wishes.check(kill, output, time.now().toEpochMilli());
    checkReadBeforeWritten(kill, events);
    checkHeld(kill, events);
    Duration most = WatchdogField.WATCHDOG.plus(SLACK);
    while (field.away() > 0 && time.nanos() - killedNanos < most.toNanos()) {
      time.sleep(Duration.ofMillis(20));
    }
    assertThat(field.away()).as("devices not at their safe value after kill %d", kill).isZero();
    return (time.nanos() - killedNanos) / 1_000_000;
  }

  private static boolean isStarted(Path output) {
    return text(output).contains("started .");
  }

  private static String text(Path output) {
    try {
      return Files.exists(output) ? Files.readString(output) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String wish() {
    int device = random.nextInt(DEVICES);
    boolean release = random.nextBoolean();
    return wishes.next(
        release ? WatchdogField.release(device) : WatchdogField.limit(device),
        release ? random.nextInt(2) : 100 * random.nextInt(100));
  }

  private void checkReadBeforeWritten(int kill, List<Event> events) {
    Set<PointId> read = new HashSet<>();
    for (Event event : events) {
      if (event.kind() == Kind.READ) {
        read.add(event.point());
      } else {
        writes++;
        assertThat(read).as("points read before the write of run %d", kill).contains(event.point());
      }
    }
  }

  /** From write to write; a decision may lie a poll before its write. */
  private void checkHeld(int kill, List<Event> events) {
    for (Event event : events) {
      if (event.kind() == Kind.WRITTEN && event.point().name().equals("release")) {
        Event before = lastRelease.put(event.point(), event);
        if (before != null && before.value() != event.value()) {
          assertThat(Duration.ofNanos(event.nanos() - before.nanos()))
              .as("hold of %s in run %d", event.point(), kill)
              .isGreaterThan(WatchdogField.HOLD.minus(SLACK));
        }
      }
    }
  }

  private Process start(int port, DatabaseAddress.External address, Path output, int kill)
      throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            ControllerChild.class.getName(),
            Integer.toString(DEVICES),
            Integer.toString(port),
            directory.resolve("data").toString(),
            address.jdbcUrl(),
            address.user(),
            address.password())
        .redirectError(directory.resolve("err-" + kill).toFile())
        .redirectOutput(output.toFile())
        .start();
  }
}
