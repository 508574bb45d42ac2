package org.wattward.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.controller.command.RunningController.Launch;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.controller.record.DatabaseAddress;
import org.wattward.controller.security.Accounts;
import org.wattward.controller.security.Role;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.SiteReader;
import org.wattward.devices.template.Templates;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.field.modbus.ModbusServer;
import org.wattward.sim.field.modbus.WatchdogField;
import picocli.CommandLine;

/** {@code commission watchdog} against devices over real sockets. */
@Timeout(180)
class CommissionWatchdogIT {
  private static final Duration STEP = Duration.ofMillis(100);

  /** By so much the device's clock goes on at once, lest a busy machine skip over its watchdog. */
  private static final long MOST_NANOS = 500_000_000;

  @TempDir private Path folder;

  private final Time time = Time.system();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... args) {
    CommandLine line = WattwardCommand.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of("commission", "watchdog"));
    all.addAll(List.of(args));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    return line.execute(all.toArray(String[]::new));
  }

  /** A site of one device whose watchdog takes three seconds. */
  private Path site(String template, String points, int port) throws Exception {
    StringBuilder overrides = new StringBuilder();
    for (String point : points.split(" ")) {
      overrides.append("%s: {write: {watchdog: 3 s, refresh: 1 s}}, ".formatted(point));
    }
    return Files.writeString(
        folder.resolve("site.yaml"),
        """
        site: {id: trial, timeZone: Europe/Berlin, latitude: 51 deg, longitude: 7 deg}
        links:
          - {id: link, type: modbus-tcp, host: 127.0.0.1, port: %d, periods: {fast: 200 ms, normal: 200 ms, slow: 1 s}}
        devices:
          - {id: device, template: %s, link: link, unit: 3, points: {%s}}
        """
            .formatted(port, template, overrides));
  }

  /** Runs the command against a device whose own clock goes, or stands still. */
  private int tryOut(String template, String points, boolean clockGoes) throws Exception {
    Site site = SiteReader.read(site(template, points, 1502), Templates.bundled());
    Device device = site.device("device").orElseThrow();
    SimulatedDevice simulated = new SimulatedDevice(device, 1);
    ModbusServer server =
        new ModbusServer((LinkConfig.ModbusTcp) site.links().getFirst(), List.of(simulated), time);
    try (Loop clock = clockOf(simulated)) {
      if (clockGoes) {
        clock.start();
      }
      server.start();
      return execute(
          "device", "--yes", "--site", site(template, points, server.link().port()).toString());
    } finally {
      server.close();
    }
  }

  /** A device whose own clock goes with the machine's. */
  private Loop clockOf(SimulatedDevice device) {
    AtomicLong last = new AtomicLong(time.nanos());
    return Loops.threads(time)
        .loop(
            "device-clock",
            nowNanos -> {
              long passedNanos = nowNanos - last.getAndSet(nowNanos);
              device.elapse(Duration.ofNanos(Math.min(MOST_NANOS, passedNanos)));
              device.publish();
              return STEP;
            });
  }

  @ParameterizedTest
  @CsvSource({
    "lambda-eu-l, powerSetpoint",
    "sunspec-inverter, activePowerLimit reactivePowerSetpoint",
    "sunspec-battery, powerSetpoint"
  })
  void aDeviceWithAWatchdogReturnsAndItIsSaidWhen(String template, String points) throws Exception {
    assertThat(tryOut(template, points, true)).as(out + "\n" + err).isZero();
    for (String point : points.split(" ")) {
      assertThat(out.toString())
          .contains("device/%s returned from".formatted(point))
          .contains("its template says within 3 s");
    }
  }

  @ParameterizedTest
  @CsvSource("sunspec-inverter, activePowerLimit reactivePowerSetpoint")
  void aDeviceThatDoesNotReturnIsFoundOut(String template, String points) throws Exception {
    assertThat(tryOut(template, points, false)).as(out + "\n" + err).isEqualTo(1);
    assertThat(out.toString())
        .contains("did NOT return to its safe value", "Set up its watchdog, or correct");
  }

  @Test
  void aDeviceWithoutAWatchdogIsNotTried() throws Exception {
    Path site =
        Files.writeString(
            folder.resolve("site.yaml"),
            """
            site: {id: trial, timeZone: Europe/Berlin, latitude: 51 deg, longitude: 7 deg}
            links:
              - {id: link, type: modbus-tcp, host: 127.0.0.1, port: 1502}
            devices:
              - {id: device, template: sg-ready-relays, link: link, unit: 3}
            """);
    assertThat(execute("device", "--yes", "--site", site.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("names no watchdog");
  }

  @Test
  void withoutADeviceItIsUsedWrongly() {
    assertThat(execute()).isEqualTo(2);
  }

  @Test
  void aRunningControllerTriesADeviceAndTakesItBack() throws Exception {
    Path data = folder.resolve("controller");
    Accounts accounts = new Accounts(data);
    Path engineer =
        Files.writeString(
            folder.resolve("engineer"), accounts.issueToken("carla", Role.ENGINEER, 8));
    Path operator =
        Files.writeString(
            folder.resolve("operator"), accounts.issueToken("otto", Role.OPERATOR, 8));
    try (WatchdogField field = new WatchdogField(2, time)) {
      field.start();
      Launch launch =
          new Launch(
              WatchdogField.site(field.devices(), field.port()),
              data,
              new DatabaseAddress.Embedded(data.resolve("postgres")),
              InetAddress.getLoopbackAddress(),
              0,
              time,
              PriceBook.NONE,
              Optional.empty());
      try (RunningController controller = RunningController.start(launch)) {
        String url = "http://127.0.0.1:" + controller.port();

        assertThat(execute("pump-0", "--yes", "--url", url, "--token-file", operator.toString()))
            .as("an operator may not")
            .isEqualTo(1);
        assertThat(execute("pump-0", "--yes", "--url", url, "--token-file", engineer.toString()))
            .as(out + "\n" + err)
            .isZero();

        assertThat(out.toString())
            .contains("pump-0/powerLimit returned from 8 kW to its safe value of 3 kW by itself");
        Await.until(
            "the device is fed again",
            Duration.ofSeconds(60),
            () -> field.away() == field.devices());
        assertThat(controller.district().requests(WatchdogField.limit(0))).isEmpty();
        Await.until(
            "no alarm is left of it",
            Duration.ofSeconds(60),
            () ->
                controller.district().alarms().list().stream()
                    .noneMatch(now -> now.alarm().isActive()));
      }
    }
  }
}
