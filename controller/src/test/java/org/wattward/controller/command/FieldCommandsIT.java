package org.wattward.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Form;
import org.wattward.devices.template.Templates;
import org.wattward.devices.time.Time;
import org.wattward.sim.district.SimulatedDistrict;
import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.field.modbus.ModbusServer;
import picocli.CommandLine;

/** The commands of commissioning, against the demonstration's devices. */
class FieldCommandsIT {
  @TempDir static Path folder;
  private static SimulatedDistrict district;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void startTheField() {
    district = SimulatedDistrict.demo(Time.system(), 1);
    district.start();
  }

  @AfterAll
  static void endTheField() {
    district.close();
  }

  private int execute(String... args) {
    CommandLine line = WattwardCommand.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    return line.execute(all.toArray(String[]::new));
  }

  /** A device on Modbus with a writable number. */
  private static Device writable() {
    return district.site().devices().stream()
        .filter(device -> link(device) instanceof LinkConfig.ModbusTcp)
        .filter(device -> device.points().stream().anyMatch(FieldCommandsIT::isWritableNumber))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isWritableNumber(PointTemplate point) {
    return point.isWritable() && point.readable() && point.form() == Form.NUMBER;
  }

  private static LinkConfig link(Device device) {
    return district.site().links().stream()
        .filter(link -> link.id().equals(device.link()))
        .findFirst()
        .orElseThrow();
  }

  private static Path siteOf(Device device) throws Exception {
    LinkConfig.ModbusTcp link = (LinkConfig.ModbusTcp) link(device);
    Site site = district.site();
    return Files.writeString(
        folder.resolve("site.yaml"),
        """
        site: {id: trial, timeZone: %s, latitude: 51 deg, longitude: 7 deg}
        links:
          - {id: %s, type: modbus-tcp, host: 127.0.0.1, port: %d}
        devices:
          - {id: %s, template: %s, link: %s, unit: %d}
        """
            .formatted(
                site.timeZone(),
                link.id(),
                link.port(),
                device.id(),
                device.template().id(),
                link.id(),
                device.unit()));
  }

  @Test
  void aPointIsReadWithItsUnit() throws Exception {
    Device device = writable();
    PointTemplate point =
        device.points().stream().filter(PointTemplate::readable).findFirst().orElseThrow();
    String name = device.id() + "/" + point.name();

    assertThat(execute("read", "--site", siteOf(device).toString(), name))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains(name + " = ", "good");
  }

  @Test
  void aPointThatIsNotThereIsToldWithThoseThatAre() throws Exception {
    Device device = writable();

    assertThat(execute("read", "--site", siteOf(device).toString(), device.id() + "/nonsense"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("no point nonsense", device.points().getFirst().name());
  }

  @Test
  void aPointIsWrittenAndReadBack() throws Exception {
    Device device = writable();
    PointTemplate point =
        device.points().stream()
            .filter(FieldCommandsIT::isWritableNumber)
            .findFirst()
            .orElseThrow();
    double value = point.writing().orElseThrow().safe();
    String[] args = {
      "write", "--yes", "--site", siteOf(device).toString(), device.id() + "/" + point.name()
    };
    List<String> all = new ArrayList<>(List.of(args));
    all.add(String.format(Locale.ROOT, "%s", value));

    assertThat(execute(all.toArray(String[]::new))).as(out.toString()).isZero();
    assertThat(out.toString()).contains("was written and reads back as");
  }

  @Test
  void aValueBeyondWhatMayBeWrittenIsNotWritten() throws Exception {
    Device device = writable();
    PointTemplate point =
        device.points().stream()
            .filter(FieldCommandsIT::isWritableNumber)
            .findFirst()
            .orElseThrow();
    String name = device.id() + "/" + point.name();

    assertThat(execute("write", "--yes", "--site", siteOf(device).toString(), name, "1e12"))
        .isEqualTo(1);
    assertThat(out.toString()).contains(name + " takes ");
  }

  @Test
  void aScanNamesTheTemplateOfWhoAnswers() throws Exception {
    Device device = writable();
    LinkConfig.ModbusTcp link = (LinkConfig.ModbusTcp) link(device);

    assertThat(execute("scan", "--link", "127.0.0.1:" + link.port(), "--units", "" + device.unit()))
        .isZero();
    assertThat(out.toString())
        .contains("port: " + link.port(), "unit: " + device.unit(), device.template().id());
  }

  static Stream<String> templatesWithIdentification() {
    return Templates.bundled().all().stream()
        .filter(template -> template.identification().isPresent())
        .map(DeviceTemplate::id);
  }

  @ParameterizedTest
  @MethodSource("templatesWithIdentification")
  void aScanKnowsADeviceByItsIdentificationAndPrintsASite(String template) throws Exception {
    Device device =
        new Device(
            "device",
            "Device",
            Templates.bundled().find(template).orElseThrow(),
            "link",
            3,
            "",
            Optional.empty(),
            Map.of());
    PollPeriods periods =
        new PollPeriods(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
    ModbusServer server =
        new ModbusServer(
            new LinkConfig.ModbusTcp("link", "nowhere", 502, Duration.ofSeconds(1), periods),
            List.of(new SimulatedDevice(device, 1)),
            Time.system());
    server.start();
    try {
      int port = server.link().port();
      String link = "127.0.0.1:" + port;
      assertThat(execute("scan", "--timeout", "30s", "--link", link, "--units", "3")).isZero();
    } finally {
      server.close();
    }

    assertThat(out.toString())
        .contains("Unit 3 is known by its identification", "template: " + template + ", ");
    Path site =
        Files.writeString(
            folder.resolve("scanned.yaml"),
            "site: {id: trial, timeZone: Europe/Berlin, latitude: 51 deg, longitude: 7 deg}\n"
                + out);
    CommandLine check = WattwardCommand.commandLine();
    check.setOut(new PrintWriter(err, true)).setErr(new PrintWriter(err, true));
    assertThat(check.execute("check", "--site", site.toString())).as(err.toString()).isZero();
  }

  @Test
  void certificatesAreNoneBeforeAServerShowedOne() {
    assertThat(execute("trust", "list")).isZero();
    assertThat(out.toString()).contains("No server has shown a certificate yet.");
    assertThat(execute("trust", "add", "abcd")).isEqualTo(1);
    assertThat(out.toString()).contains("begins with abcd");
  }
}
