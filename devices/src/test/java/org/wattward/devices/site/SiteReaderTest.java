package org.wattward.devices.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.LinkConfig.ModbusSerial.Parity;
import org.wattward.devices.site.LinkConfig.ModbusTcp.Carrier;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.template.Recording;
import org.wattward.devices.template.Templates;
import org.wattward.devices.yaml.InvalidFile;
import org.wattward.devices.yaml.Problem;

class SiteReaderTest {
  private static final Path FOLDER = Path.of("src/test/resources/org/wattward/devices/site");
  private static final Templates TEMPLATES = Templates.bundled();
  private static final RulePackages PACKAGES =
      RulePackages.of(
          Map.of(
              "demand-response", Map.of("heatPumpFloor", Unit.KW),
              "loss-reduction", Map.of(),
              "waste-heat", Map.of()));

  private static final String HEAD =
      """
      site: {id: s, timeZone: Europe/Berlin, latitude: 51 deg, longitude: 7 deg}
      links:
        - {id: link-1, type: modbus-tcp, host: 127.0.0.1, port: 502}
        - {id: link-2, type: opc-ua, endpoint: "opc.tcp://127.0.0.1:4840", security: None}
      """;
  private static final String DEVICES =
      """
      devices:
        - {id: meter-01, template: eastron-sdm630, link: link-1, unit: 1}
        - {id: heatpump-05, template: opcua-heat-pump, link: link-2}
      """;
  private static final String LINE =
      "length: 50 m, resistance: 0.2 ohm/km, reactance: 0.08 ohm/km, maxCurrent: 270 A}\n";

  @Test
  void theExampleIsReadWhole() {
    Site site = SiteReader.read(FOLDER.resolve("example-site.yaml"), TEMPLATES, PACKAGES);

    assertThat(site.id()).isEqualTo("example");
    assertThat(site.timeZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(site.latitudeDeg()).isEqualTo(51.22);
    assertThat(site.links()).hasSize(6);
    assertThat(site.links().getFirst())
        .isEqualTo(
            new LinkConfig.ModbusTcp(
                "link-meter-01",
                "127.0.0.1",
                5020,
                Duration.ofMillis(500),
                new PollPeriods(
                    Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(10))));
    assertThat(site.links().getLast())
        .isEqualTo(
            new LinkConfig.Mqtt(
                "mqtt-field",
                "tcp://127.0.0.1:1883",
                "wattward-example",
                Optional.empty(),
                new PollPeriods(
                    Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(60))));
    assertThat(site.zones().getFirst())
        .isEqualTo(
            new Zone(
                "feeder",
                "Both houses",
                Zone.Kind.FEEDER,
                List.of("meter-01", "pv-01", "battery-01", "heatpump-01", "heatpump-05"),
                List.of("demand-response", "loss-reduction"),
                Duration.ofSeconds(1)));
    assertThat(site.parameters()).isEqualTo(Map.of("demand-response/heatPumpFloor", 4.2));
  }

  @Test
  void unitsOfTheNetworkAndOfPropertiesAreConverted() {
    Site site = SiteReader.read(FOLDER.resolve("example-site.yaml"), TEMPLATES);

    NetworkConfig.LineConfig line = site.network().lines().getFirst();
    assertThat(line.lengthKm()).isCloseTo(0.0558, within(1e-15));
    assertThat(line.susceptanceUsPerKm()).isEqualTo(260.752);
    assertThat(site.network().lines()).extracting("closed").containsExactly(true, true, false);
    assertThat(site.network().transformers().getFirst().ratedPowerVa()).isEqualTo(160_000);
    assertThat(site.network().buses().getFirst())
        .isEqualTo(new NetworkConfig.BusConfig("bus-mv", 20_000, Optional.of(1.025)));
    assertThat(site.device("battery-01").orElseThrow().properties())
        .isEqualTo(Map.of("ratedPowerW", 10_000.0, "capacityWh", 20_000.0));
    assertThat(site.parameters()).isEqualTo(Map.of("demand-response/heatPumpFloor", 4200.0));
  }

  @Test
  void aDeviceNarrowsItsTemplatesPoints() {
    Site site = SiteReader.read(FOLDER.resolve("example-site.yaml"), TEMPLATES);
    Device device = site.device("heatpump-05").orElseThrow();
    assertThat(device.prefix()).isEqualTo("HeatPump05");
    PointTemplate power = device.template().point("power").orElseThrow();
    assertThat(power.max()).isEqualTo(9_000);
    assertThat(power.pollGroup()).isEqualTo(PollGroup.FAST);
    PointTemplate limit = site.point(PointId.parse("heatpump-05/powerLimit")).orElseThrow();
    assertThat(limit.writing().orElseThrow().min()).isEqualTo(1_000);
    assertThat(limit.writing().orElseThrow().relinquishDefault()).isEqualTo(8_000);
    assertThat(limit.writing().orElseThrow().minSpacing()).isEqualTo(Duration.ofSeconds(10));
    assertThat(limit.writing().orElseThrow().refresh()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void tenKindsOfMistakeAreReportedInOneRun() {
    Path file = FOLDER.resolve("wrong/site.yaml");
    InvalidFile invalid =
        catchThrowableOfType(InvalidFile.class, () -> SiteReader.read(file, TEMPLATES));
    String site = file.toString();
    String template = FOLDER.resolve("wrong/templates/bad-meter.yaml").toString();
    // bad zone, port 0, tab, missing unit, duplicate id, unknown template, unknown key, cycle,
    // overlapping points, address out of range
    assertThat(invalid.problems().stream().map(Problem::toString))
        .containsExactly(
            site
                + ":3:13: site.timeZone: There is no time zone \"Europe/Berln\". Maybe you meant"
                + " \"Europe/Berlin\".",
            site + ":8:59: links[0].port: A port cannot be 0. Write a port from 1 to 65535.",
            site
                + ":11:1: Here is a tab character. Use spaces: YAML does not take tabs as"
                + " indentation.",
            site
                + ":13:21: links[1].requestTimeout: The number 500 has no unit. Maybe you meant 500"
                + " s.",
            site
                + ":16:10: devices[1].id: The device id \"meter-01\" is given twice; it is first on"
                + " line 15. Give each device an id of its own.",
            site
                + ":16:30: devices[1].template: There is no template \"eastron-sdm63\". Maybe you"
                + " meant \"eastron-sdm630\".",
            site
                + ":17:60: devices[2].buss: The key \"buss\" is not known here. Maybe you meant"
                + " \"bus\".",
            site
                + ":26:7: network.lines[2]: The closed lines line-2, line-1 and tie-1 form a cycle."
                + " Only radial networks are computed: open one of them with closed: false.",
            template
                + ":8:12: points.powerL1: The point \"powerL1\" (holding 41 to 42) overlaps the"
                + " point \"power\" (holding 40 to 41). Check both addresses and types against the"
                + " device's register map.",
            template
                + ":9:57: points.powerL2.register.holding: A Modbus address cannot be 70000. Write"
                + " a Modbus address from 0 to 65535.");
  }

  @Test
  void aReferenceToNothingNamesTheNearest() {
    assertThat(
            problems(
                HEAD
                    + """
                    devices:
                      - {id: meter-01, template: eastron-sdm630, link: link-11, bus: bus-9}
                    zones:
                      - {id: z, kind: feeder, devices: [meter-1, pv-*], packages: [demand-respons]}
                    schedules:
                      - {id: n, point: meter-11/power, value: 1 W, cron: 0 0 1 * * ?, duration: 1 h, reason: x}
                    parameters: {demand-response: {heatPumpFlor: 1 kW}, wasted-heat: {a: 1 W}}
                    """))
        .containsExactly(
            "s.yaml:6:52: devices[0].link: There is no link \"link-11\". Maybe you meant"
                + " \"link-1\".",
            "s.yaml:6:66: devices[0].bus: There is no bus \"bus-9\". There are no buses yet.",
            "s.yaml:8:37: zones[0].devices[0]: There is no device \"meter-1\". Maybe you meant"
                + " \"meter-01\".",
            "s.yaml:8:46: zones[0].devices[1]: No device's id is like \"pv-*\". The devices are:"
                + " meter-01.",
            "s.yaml:8:64: zones[0].packages[0]: There is no rule package \"demand-respons\". Maybe"
                + " you meant \"demand-response\".",
            "s.yaml:10:20: schedules[0].point: There is no device \"meter-11\". Maybe you meant"
                + " \"meter-01\".",
            "s.yaml:11:32: parameters.demand-response.heatPumpFlor: The rule package"
                + " \"demand-response\" has no parameter \"heatPumpFlor\". Maybe you meant"
                + " \"heatPumpFloor\".",
            "s.yaml:11:53: parameters.wasted-heat: There is no rule package \"wasted-heat\". Maybe"
                + " you meant \"waste-heat\".");
  }

  @Test
  void aZoneSaysHowManyOfItsDevicesMayChangeAtATime() {
    String zone =
        "zones:\n"
            + "  - {id: feeder, kind: feeder, devices: [heatpump-05], changes: [{point: %s, share:"
            + " %s, in: 1 min}]}\n";
    assertThat(
            SiteReader.read(
                    "s.yaml",
                    HEAD + DEVICES + zone.formatted("powerLimit", "10 %"),
                    FOLDER,
                    TEMPLATES,
                    PACKAGES)
                .zones()
                .getFirst()
                .changes())
        .containsExactly(new ChangeLimit("powerLimit", 0.1, Duration.ofMinutes(1)));
    assertThat(problems(HEAD + DEVICES + zone.formatted("powrLimit", "110 %")))
        .singleElement()
        .asString()
        .contains("110 %");
    assertThat(problems(HEAD + DEVICES + zone.formatted("powrLimit", "10 %")))
        .singleElement()
        .asString()
        .contains("No device of the zone has a writable point \"powrLimit\"", "powerLimit");
  }

  @Test
  void missingKeysAndWrongTypesAreNamed() {
    assertThat(
            problems(
                """
                site: {id: S, timeZone: UTC, latitude: 91 deg, longitude: "7,5 deg"}
                links: none
                devices:
                  - {id: meter-01, link: link-1, unit: one}
                """))
        .containsExactly(
            "s.yaml:1:12: site.id: \"S\" is not an id. Use lower-case letters, digits and hyphens,"
                + " at most 63.",
            "s.yaml:1:40: site.latitude: \"91 deg\" cannot be right. Write -90 to 90 deg.",
            "s.yaml:1:59: site.longitude: \"7,5 deg\" is no quantity. Write a decimal point, not a"
                + " comma.",
            "s.yaml:2:8: links: A list was expected, not \"none\". Write [first, second] or one"
                + " item per line, each after \"- \".",
            "s.yaml:4:5: devices[0]: The key \"template\" is missing. Add template: its type, a"
                + " template's id.",
            "s.yaml:4:26: devices[0].link: There is no link \"link-1\". There are no links yet.",
            "s.yaml:4:40: devices[0].unit: \"one\" is no whole number. Write a Modbus unit from 0"
                + " to 255.");
  }

  @Test
  void aKeyGivenTwiceIsNamedWithItsFirstLine() {
    assertThat(problems(HEAD + DEVICES + "links: []\n"))
        .containsExactly(
            "s.yaml:8:1: links: The key \"links\" stands here twice; it is first on line 2. Remove"
                + " one of them.");
  }

  @Test
  void anInverterAndItsBatteryMayShareAUnit() {
    String text =
        HEAD
            + """
            devices:
              - {id: pv, template: huawei-sun2000, link: link-1, unit: 1}
              - {id: battery, template: huawei-luna2000, link: link-1, unit: 1}
            """;

    Site site = SiteReader.read("s.yaml", text, FOLDER, TEMPLATES, PACKAGES);

    assertThat(site.devices()).extracting(Device::unit).containsExactly(1, 1);
  }

  @Test
  void linkAndTemplateMustSpeakTheSameProtocolAndUnitsBeUnique() {
    assertThat(
            problems(
                HEAD
                    + """
                    devices:
                      - {id: a, template: eastron-sdm630, link: link-1}
                      - {id: b, template: eastron-sdm630, link: link-1, unit: 1}
                      - {id: c, template: thermal-store, link: link-1}
                      - {id: d, template: thermal-store, link: link-2, unit: 3}
                    """))
        .containsExactly(
            "s.yaml:7:59: devices[1].unit: The devices \"a\" and \"b\" have the same unit 1 on the"
                + " link \"link-1\". Give each a unit of its own.",
            "s.yaml:8:44: devices[2].link: The template \"thermal-store\" speaks opc-ua, but the"
                + " link \"link-1\" is modbus-tcp. Choose a link of type opc-ua.",
            "s.yaml:9:58: devices[3].unit: The key \"unit\" means nothing for a device that speaks"
                + " opc-ua. Leave it away.");
  }

  @Test
  void modbusTravelsOverOtherCarriersAndSerialLines() {
    Site site =
        SiteReader.read(
            "s.yaml",
            """
            site: {id: s, timeZone: UTC, latitude: 51 deg, longitude: 7 deg}
            links:
              - {id: a, type: modbus-tcp, host: gateway, port: 8899, carrier: rtu-over-tcp}
              - {id: b, type: modbus-serial, port: /dev/ttyUSB0, baudRate: 9600, parity: none}
            devices:
              - {id: m1, template: eastron-sdm630, link: b, unit: 1}
              - {id: m2, template: eastron-sdm630, link: b, unit: 2}
            """,
            FOLDER,
            TEMPLATES,
            PACKAGES);
    PollPeriods usual =
        new PollPeriods(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(60));
    Duration second = Duration.ofSeconds(1);
    assertThat(site.links())
        .containsExactly(
            new LinkConfig.ModbusTcp("a", "gateway", 8899, Carrier.RTU_OVER_TCP, second, usual),
            new LinkConfig.ModbusSerial("b", "/dev/ttyUSB0", 9600, Parity.NONE, 1, second, usual));
  }

  @ParameterizedTest
  @CsvSource({
    // deadband of a temperature, in K
    "0.5 K, 0.5",
    "2 °C, 2",
  })
  void aDeadbandOfATemperatureIsADifference(String given, double deadbandK) {
    Site site =
        SiteReader.read(
            "s.yaml",
            HEAD
                + """
                devices:
                  - id: heatpump-05
                    template: opcua-heat-pump
                    link: link-2
                    points:
                      supplyTemp: {record: {when: change, deadband: %s, heartbeat: 60 s}}
                """
                    .formatted(given),
            FOLDER,
            TEMPLATES,
            PACKAGES);

    assertThat(site.devices().getFirst().points())
        .filteredOn(point -> point.name().equals("supplyTemp"))
        .extracting(PointTemplate::recording)
        .containsExactly(new Recording.OnChange(deadbandK, Duration.ofSeconds(60)));
  }

  @Test
  void overridesMayOnlyNarrow() {
    assertThat(
            problems(
                HEAD
                    + """
                    devices:
                      - id: heatpump-05
                        template: opcua-heat-pump
                        link: link-2
                        points:
                          power: {range: [0 W, 2 MW]}
                          powerLimt: {poll: slow}
                          supplyTempSetpoint: {write: {range: [20 °C, 60 °C], safe: 65 °C}}
                          heatPower: {write: {safe: 1 W}}
                          returnTemp: {record: {when: every, deadband: 1 °C}}
                          sourceTemp: {record: {when: change, deadband: -1 °C, heartbeat: 0 s}}
                    """))
        .containsExactly(
            "s.yaml:10:22: devices[0].points.power.range: The range 0 to 2000000 W is wider than"
                + " the template's, 0 to 1000000 W. A site file may only narrow a range.",
            "s.yaml:11:7: devices[0].points.powerLimt: The template \"opcua-heat-pump\" has no"
                + " point \"powerLimt\". Maybe you meant \"powerLimit\".",
            "s.yaml:12:65: devices[0].points.supplyTempSetpoint.write.safe: The value 65 °C of"
                + " \"safe\" is not within the range of writing, 20 to 60 °C. Widen the range or"
                + " choose another value.",
            "s.yaml:13:26: devices[0].points.heatPower.write: The point \"heatPower\" cannot be"
                + " written. Leave write away.",
            "s.yaml:14:52: devices[0].points.returnTemp.record.deadband: With when: every there is"
                + " no deadband. Write when: change, or leave deadband away.",
            "s.yaml:15:53: devices[0].points.sourceTemp.record.deadband: The deadband cannot be"
                + " negative. Write 0 °C or more.",
            "s.yaml:15:71: devices[0].points.sourceTemp.record.heartbeat: Without a heartbeat"
                + " nobody knows whether the value stayed or the device was lost. Write a time, for"
                + " example 5 min.");
  }

  @Test
  void schedulesAreCheckedAgainstTheirPoint() {
    String schedule =
        "  - {id: %s, point: heatpump-05/%s, value: %s, cron: %s, duration: %s, reason: x}\n";
    assertThat(
            problems(
                HEAD
                    + DEVICES
                    + "schedules:\n"
                    + schedule.formatted("a", "powerLimit", "2 MW", "0 0 22 * * ?", "1 h")
                    + schedule.formatted("b", "powerLimt", "2 kW", "0 0 22 * * ?", "1 h")
                    + schedule.formatted("c", "power", "2 kW", "0 0 22 * * ?", "1 h")
                    + schedule.formatted("d", "powerLimit", "20 °C", "0 0 22 * *", "0 s")))
        .containsExactly(
            "s.yaml:9:51: schedules[0].value: The value 2000000 W of heatpump-05/powerLimit is not"
                + " within 0 to 1000000 W. Choose a value that may be written.",
            "s.yaml:10:20: schedules[1].point: The device \"heatpump-05\" has no point"
                + " \"powerLimt\". Maybe you meant \"powerLimit\".",
            "s.yaml:11:20: schedules[2].point: The point \"heatpump-05/power\" cannot be written."
                + " The writable points are: powerLimit, supplyTempSetpoint.",
            "s.yaml:12:64: schedules[3].cron: \"0 0 22 * *\" is no cron expression. Write second"
                + " minute hour day month weekday, with ? for day or weekday: 0 0 22 * * ?.",
            "s.yaml:12:86: schedules[3].duration: \"0 s\" cannot be right. Write more than 0 s.");
  }

  @Test
  void theNetworkIsATreeWithOneFeedingBus() {
    assertThat(
            problems(
                HEAD
                    + DEVICES
                    + """
                    network:
                      buses:
                        - {id: b1, nominalVoltage: 400 V}
                        - {id: b2, nominalVoltage: 400 V}
                    """))
        .containsExactly(
            "s.yaml:9:3: network: No bus is held by the upstream grid. Add slackVoltage: 1.0 to the"
                + " feeding bus.");
    assertThat(
            problems(
                HEAD
                    + DEVICES
                    + """
                    network:
                      buses:
                        - {id: b1, nominalVoltage: 400 V, slackVoltage: 1.0}
                        - {id: b2, nominalVoltage: 400 V}
                        - {id: b3, nominalVoltage: 20 kV, slackVoltage: 102 %}
                      lines:
                        - {id: l1, from: b1, to: b1,\
                    """
                    + LINE
                    + "    - {id: l2, from: b1, to: b3, "
                    + LINE
                    + "    - {id: l3, from: b1, to: b22, "
                    + LINE))
        .containsExactly(
            "s.yaml:11:7: network.buses[1]: The bus \"b2\" is an island: no closed line leads to a"
                + " feeding bus. Add or close a line, or remove the bus.",
            "s.yaml:12:7: network.buses[2]: The bus \"b3\" is fed by another feeding bus already."
                + " Leave slackVoltage away at one of them.",
            "s.yaml:14:7: network.lines[0]: The line \"l1\" begins and ends at the same bus. Only"
                + " radial networks are computed: open one of them with closed: false.",
            "s.yaml:15:7: network.lines[1]: The line \"l2\" connects 400 V and 20000 V. Between two"
                + " voltage levels there is a transformer.",
            "s.yaml:16:30: network.lines[2].to: There is no bus \"b22\". Maybe you meant \"b2\".");
  }

  @Test
  void aFileThatIsNoYamlSaysWhere() {
    assertThat(problems("site: {id: a\nlinks: []\n").getFirst())
        .startsWith("s.yaml:2:6: This is no YAML: ");
    assertThat(problems(""))
        .containsExactly("s.yaml:1:1: The file is empty. Write at least one key.");
    assertThat(problems("a: &x [1]\nb: *x\n"))
        .contains("s.yaml:1:4: b: An alias (*name) is not read here. Write its value out.");
  }

  @Test
  void aFileThatIsNotThereIsAProblemToo() {
    InvalidFile invalid =
        catchThrowableOfType(
            InvalidFile.class, () -> SiteReader.read(Path.of("no-such.yaml"), TEMPLATES));
    assertThat(invalid)
        .hasMessage("no-such.yaml:1:1: The file does not exist. Check its name and folder.");
  }

  private static List<String> problems(String text) {
    InvalidFile invalid =
        catchThrowableOfType(
            InvalidFile.class, () -> SiteReader.read("s.yaml", text, FOLDER, TEMPLATES, PACKAGES));
    assertThat(invalid).as("no problem was found").isNotNull();
    return invalid.problems().stream().map(Problem::toString).toList();
  }
}
