package org.wattward.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.command.DemoFieldProcess.Event;
import org.wattward.controller.command.DemoFieldProcess.Kind;
import org.wattward.controller.command.DemoFieldProcess.Seen;
import org.wattward.controller.record.DatabaseAddress;
import org.wattward.controller.record.EmbeddedDatabase;
import org.wattward.controller.record.RecordSettings;
import org.wattward.controller.record.RecordStore;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.devices.time.Time;

/**
 * Kills the controller of the demonstration district with SIGKILL at random instants, while its
 * field, in a process of its own, goes on and notes what is done to it. {@code
 * -Dwattward.it.demo.kills=200} for a long run, {@code -Dwattward.it.seed=…} to repeat one.
 */
class KilledDemoIT {
  private static final Duration SLACK = Duration.ofMillis(500);

  /** Simulated devices look at their watchdogs once a second. */
  private static final Duration STEP = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int LONGEST_RUN_MS = 6_000;
  private static final int LONGEST_START_MS = 6_000;

  @TempDir private Path directory;

  private final Time time = Time.system();
  private final Map<PointId, PointTemplate> writable = new TreeMap<>();
  private final List<PointId> watched = new ArrayList<>();
  private final Map<PointId, Event> lastWrite = new HashMap<>();
  private final Map<PointId, Event> away = new TreeMap<>();
  private final Set<PointId> everFell = new HashSet<>();
  private Random random = new Random(1);
  private Wishes wishes = new Wishes(time, random);
  private int writes;
  private int falls;
  private int killsAway;
  private int fedLate;
  private long slowestFallMs;

  @Test
  void nothingIsLostAndEveryWatchdogFallsWheneverTheDemonstrationsControllerIsKilled()
      throws Exception {
    long seed = Long.getLong("wattward.it.seed", 20261121);
    int kills = Integer.getInteger("wattward.it.demo.kills", 1);
    System.out.printf("KilledDemoIT: %d kills with -Dwattward.it.seed=%d%n", kills, seed);
    random = new Random(seed);
    wishes = new Wishes(time, random);
    for (Device device : HastyDemo.site().devices()) {
      device.points().stream()
          .filter(PointTemplate::isWritable)
          .forEach(point -> writable.put(device.pointId(point), point));
    }
    writable.keySet().stream()
        .filter(point -> writing(point).watchdog().isPositive())
        .forEach(watched::add);
    try (EmbeddedDatabase database = EmbeddedDatabase.claim(directory.resolve("postgres"));
        DemoFieldProcess field = new DemoFieldProcess(directory.resolve("field.err"))) {
      database.ensureRunning();
      for (int kill = 1; kill <= kills; kill++) {
        killOnce(kill, field, database.address());
        assertAuditWhole(kill, database.address());
        if (kill % 10 == 0 || kill == kills) {
          report(kill);
        }
      }
    }
    assertThat(writes).as("writes seen").isPositive();
    assertThat(falls).as("watchdogs that fell").isPositive();
  }

  private void report(int kills) {
    System.out.printf(
        "KilledDemoIT: %d kills, %d of them with values away from safe, %d watchdogs fell (%d of %d"
            + " points), slowest %d ms after its last write; %d writes, %d wishes taken, %d times"
            + " remembered after a restart, %d times a watchdog fell under a living controller.%n",
        kills,
        killsAway,
        falls,
        everFell.size(),
        watched.size(),
        slowestFallMs,
        writes,
        wishes.taken(),
        wishes.remembered(),
        fedLate);
  }

  private void killOnce(int kill, DemoFieldProcess field, DatabaseAddress.External address)
      throws Exception {
    assertThat(field.look().events())
        .as("what was done between two controllers")
        .noneMatch(event -> event.kind() == Kind.WRITTEN);
    Path output = directory.resolve("out-" + kill);
    List<Event> events = new ArrayList<>();
    live(kill, start(field, address, output, kill), output, () -> isAway(field, events));
    time.sleep(Duration.ofMillis(100)); // what is on its way in the network comes in
    Seen last = field.look();
    events.addAll(last.events());
    Seen seen = new Seen(events, last.stallNanos());
    wishes.check(kill, output, time.now().toEpochMilli());
    checkReadBeforeWritten(kill, seen.events());
    checkHeld(kill, seen);
    note(kill, seen, true);
    killsAway += away.isEmpty() ? 0 : 1;
    long sinceNanos = time.nanos();
    while (!away.isEmpty() && time.nanos() - sinceNanos < PATIENCE.toNanos()) {
      time.sleep(Duration.ofMillis(100));
      note(kill, field.look(), false);
    }
    assertThat(away).as("points not at their safe value after kill %d", kill).isEmpty();
    Files.delete(output);
    Files.delete(directory.resolve("err-" + kill));
  }

  /** Whether a point with a watchdog was written away from its safe value; notes what happened. */
  private boolean isAway(DemoFieldProcess field, List<Event> events) throws IOException {
    events.addAll(field.look().events());
    return events.stream()
        .anyMatch(event ->
            event.kind() == Kind.WRITTEN
                && watched.contains(event.point())
                && event.value() != writing(event.point()).safe());
  }

  /** Lets a controller live for a while, gives it orders, and kills it; the first has written. */
  private void live(int kill, Process child, Path output, Callable<Boolean> isAway)
      throws Exception {
    Path errors = directory.resolve("err-" + kill);
    boolean first = kill == 1;
    boolean whileStarting = random.nextInt(5) == 0 && !first;
    if (!whileStarting) {
      Await.until(
          "run " + kill + " started",
          PATIENCE,
          () -> text(output) + text(errors),
          () -> !child.isAlive() || isStarted(output));
      assertThat(child.isAlive()).as("run %d goes on: %s", kill, text(errors)).isTrue();
    }
    int millis = random.nextInt(whileStarting ? LONGEST_START_MS : LONGEST_RUN_MS);
    long endNanos = time.nanos() + Duration.ofMillis(millis).toNanos();
    long patientNanos = time.nanos() + PATIENCE.toNanos();
    try (Writer orders = child.outputWriter(StandardCharsets.UTF_8)) {
      while (time.nanos() < endNanos || (first && time.nanos() < patientNanos && !isAway.call())) {
        if (isStarted(output)) {
          orders.write(wish());
          orders.flush();
        }
        long leftNanos = first ? Long.MAX_VALUE : endNanos - time.nanos();
        time.sleep(Duration.ofNanos(Math.min(leftNanos, 1_000_000L * (50 + random.nextInt(200)))));
      }
      child.destroyForcibly();
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } catch (IOException e) {
      assertThat(child.isAlive()).as("the controller ended by itself: %s", e).isFalse();
    }
  }

  private String wish() {
    List<PointId> among = random.nextInt(3) > 0 ? watched : new ArrayList<>(writable.keySet());
    PointId point = among.get(random.nextInt(among.size()));
    Writing writing = writing(point);
    double step = writing.step() > 0 ? writing.step() : 1;
    int steps = (int) Math.floor((writing.max() - writing.min()) / step);
    return wishes.next(point, writing.min() + step * random.nextInt(steps + 1));
  }

  private PointTemplate template(PointId point) {
    return Objects.requireNonNull(writable.get(point));
  }

  private Writing writing(PointId point) {
    return template(point).writing().orElseThrow();
  }

  private void checkReadBeforeWritten(int kill, List<Event> events) {
    Set<PointId> read = new HashSet<>();
    for (Event event : events) {
      if (event.kind() == Kind.READ) {
        read.add(event.point());
      } else if (event.kind() == Kind.WRITTEN) {
        writes++;
        if (template(event.point()).readable()) {
          assertThat(read)
              .as("points read before the write of run %d", kill)
              .contains(event.point());
        }
      }
    }
  }

  private void checkHeld(int kill, Seen seen) {
    for (Event event : seen.events()) {
      if (event.kind() == Kind.WRITTEN) {
        Event before = lastWrite.get(event.point());
        boolean changed = before == null || before.value() != event.value();
        if (before != null && changed && writing(event.point()).minHold().isPositive()) {
          assertThat(Duration.ofNanos(event.nanos() - before.nanos() + seen.stallNanos()))
              .as("hold of %s in run %d", event.point(), kill)
              .isGreaterThan(HastyDemo.HOLD.minus(SLACK));
        }
        if (changed) {
          lastWrite.put(event.point(), event);
        }
      }
    }
  }

  /** Follows which points with a watchdog are away from their safe value, and times their falls. */
  private void note(int kill, Seen seen, boolean alive) {
    for (Event event : seen.events()) {
      if (!watched.contains(event.point())) {
        continue;
      }
      if (event.kind() == Kind.WRITTEN) {
        if (event.value() == writing(event.point()).safe()) {
          away.remove(event.point());
        } else {
          away.put(event.point(), event);
        }
      } else if (event.kind() == Kind.FELL) {
        Event written = away.remove(event.point());
        Objects.requireNonNull(written, "What fell was written before.");
        Duration took = Duration.ofNanos(event.nanos() - written.nanos());
        assertThat(took)
            .as("how long %s stayed away from its safe value after kill %d", event.point(), kill)
            .isLessThan(
                HastyDemo.WATCHDOG
                    .plus(STEP)
                    .plus(SLACK)
                    .plus(Duration.ofNanos(2 * seen.stallNanos())));
        slowestFallMs = Math.max(slowestFallMs, took.toMillis());
        falls++;
        everFell.add(event.point());
        fedLate += alive ? 1 : 0;
      }
    }
  }

  private void assertAuditWhole(int kill, DatabaseAddress.External address) throws Exception {
    try (RecordStore store =
        new RecordStore(time, address, RecordSettings.in(directory.resolve("audit-spool")))) {
      store.start();
      assertThat(store.awaitReady(PATIENCE)).isTrue();
      assertThat(store.firstBrokenAudit()).as("first broken entry after kill %d", kill).isEmpty();
    }
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

  private Process start(
      DemoFieldProcess field, DatabaseAddress.External address, Path output, int kill)
      throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                DemoChild.class.getName(),
                directory.resolve("data").toString(),
                address.jdbcUrl(),
                address.user(),
                address.password()));
    line.addAll(field.addresses());
    return new ProcessBuilder(line)
        .redirectError(directory.resolve("err-" + kill).toFile())
        .redirectOutput(output.toFile())
        .start();
  }
}
