package org.wattward.devices.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.Address.ModbusRegister;
import org.wattward.devices.template.PointTemplate.Form;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.devices.yaml.InvalidFile;
import org.wattward.devices.yaml.Problem;

class TemplateReaderTest {
  private static final String HEAD =
      """
      id: t
      title: T
      kind: heat-pump
      protocol: modbus
      source: a test
      points:
      """;

  @Test
  void aStandardPointIsConvertedToItsStandardUnit() {
    PointTemplate point =
        point(
            "power: {unit: kW, range: [0 W, 9 kW], register: {input: 1, type: int16, scale: 0.1}}");
    assertThat(point.unit()).isEqualTo(Unit.W);
    assertThat(point.max()).isEqualTo(9_000);
    assertThat(((ModbusRegister) point.address()).scale()).isEqualTo(100);
  }

  @Test
  void anOffsetIsInTheUnitOfTheDevice() {
    PointTemplate point =
        point(
            "roomTemp: {range: [-40 °C, 60 °C], register: {input: 1, type: uint16, scale: 0.5,"
                + " offset: -40 °C}}");
    assertThat(((ModbusRegister) point.address()).offset()).isEqualTo(-40);
    assertThat(((ModbusRegister) point.address()).scale()).isEqualTo(0.5);
  }

  @Test
  void aPointOfItsOwnKeepsItsUnit() {
    PointTemplate point =
        point("flow: {unit: m3/h, range: [0 m3/h, 9 m3/h], register: {input: 1, type: int16}}");
    assertThat(point.unit()).isEqualTo(Unit.M3_PER_H);
    assertThat(point.title()).isEqualTo("Flow");
  }

  @Test
  void whatIsLeftOutHasAUsualValue() {
    PointTemplate point =
        point("sgReady: {register: {holding: 5, type: uint16, codes: {0: 2, 0x10: 1}}}");
    assertThat(point.form()).isEqualTo(Form.STATE);
    assertThat(point.min()).isEqualTo(1);
    assertThat(point.max()).isEqualTo(2);
    assertThat(point.readable()).isTrue();
    assertThat(point.pollGroup()).isEqualTo(PointTemplate.PollGroup.NORMAL);
    assertThat(point.writing()).isEqualTo(Optional.empty());
    assertThat(((ModbusRegister) point.address()).codes()).isEqualTo(Map.of(0L, 2.0, 16L, 1.0));
  }

  @Test
  void writingIsReadWithItsUnits() {
    PointTemplate point =
        point(
            """
            powerLimit:
                range: [0 W, 10 kW]
                register: {holding: 5, type: uint16}
                write:
                  range: [1 kW, 10 kW]
                  step: 100 W
                  safe: 5 kW
                  relinquishDefault: 10 kW
                  refresh: 1 min
                  watchdog: 0.1 h
                  minSpacing: 500 ms
                  tolerance: 2 W
                  maxRampPerS: 1 kW
                  minHold: 10 min
            """);
    assertThat(point.writing())
        .contains(
            new Writing(
                1_000,
                10_000,
                100,
                5_000,
                10_000,
                Duration.ofMinutes(1),
                Duration.ofMinutes(6),
                Duration.ofMillis(500),
                2,
                1_000,
                Duration.ofMinutes(10)));
  }

  @Test
  void aConstantComesFromTheTemplateOrTheSite() {
    assertThat(point("ratedPower: {unit: kW, range: [0 W, 9 kW], fixed: 8 kW}").address())
        .isEqualTo(new Address.Fixed(OptionalDouble.of(8)));
    assertThat(point("ratedPower: {unit: kW, range: [0 W, 9 kW], fixed: site}").address())
        .isEqualTo(new Address.Fixed(OptionalDouble.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "power: {unit: °C, range: [0 W, 1 W], register: {input: 1, type: int16}}"
            + "|The point \"power\" of a heat-pump is a power in W; °C is a temperature. Use a unit"
            + " of power or give the point another name.",
        "flow: {range: [0 W, 1 W], register: {input: 1, type: int16}}"
            + "|The point \"flow\" has no unit, and it is none of the standard points of a"
            + " heat-pump. Add unit, for example unit: W.",
        "power: {register: {input: 1, type: int16}}"
            + "|The key \"range\" is missing. Add range: the least and the greatest value that can"
            + " be true, for example [0 W, 100 W].",
        "power: {range: [0 W, 1 W]}"
            + "|The point lives nowhere. With protocol modbus write register, or fixed for a"
            + " constant.",
        "power: {range: [0 W, 1 W], node: s=a}"
            + "|The point is given by node. With protocol modbus write register, or fixed for a"
            + " constant.",
        "power: {range: [0 W, 1 W], register: {input: 1, holding: 1, type: int16}}"
            + "|The register has several addresses. Write one of input, holding, coil and"
            + " discreteInput with the PDU address.",
        "power: {range: [0 W, 1 W], register: {input: 1}}"
            + "|A register needs a type that tells how its words are a number. Add for example"
            + " type: int16.",
        "power: {range: [0 W, 1 W], register: {input: 65535, type: int32}}"
            + "|A int32 at 65535 ends at 65536. The last Modbus address is 65535.",
        "power: {range: [2 W, 1 W], register: {input: 1, type: int16}}"
            + "|The range begins above its end. Write the lesser value first.",
        "power: {range: [0 W, 1 W], register: {input: 1, type: int16}, write: {safe: 0 W,"
            + " relinquishDefault: 0 W}}"
            + "|This point cannot be written. Only coils, holding registers, nodes or one number of"
            + " an array in them, and messages with a command topic can.",
        "power: {range: [0 W, 1 W], register: {holding: 1, type: int16}, write: {safe: 0 W}}"
            + "|The key \"relinquishDefault\" is missing. Every writable point says what it falls"
            + " back to.",
        "power: {range: [0 W, 1 W], read: false, register: {holding: 1, type: int16}}"
            + "|The point can be neither read nor written. Leave it away.",
        "power: {range: [0 W, 1 W], register: {holding: 1, type: int61}}"
            + "|\"int61\" is not among the words known here. Maybe you meant \"int16\".",
        "power: {range: [0 W, 1 KWatt], register: {holding: 1, type: int16}}"
            + "|\"KWatt\" in \"1 KWatt\" is no unit. The units of power are: MW, W, kW.",
        "power: {range: [0 W, 1 kWh], register: {holding: 1, type: int16}}"
            + "|1 kWh is a energy, but a power in W is needed. Write a number with its unit, for"
            + " example 10 W.",
      })
  void eachMistakeHasItsSentence(String point, String sentence) {
    InvalidFile invalid =
        catchThrowableOfType(
            InvalidFile.class, () -> TemplateReader.read("t.yaml", HEAD + "  " + point + "\n"));
    assertThat(invalid).isNotNull();
    assertThat(invalid.problems())
        .extracting(problem -> problem.message() + " " + problem.advice())
        .containsExactly(sentence);
  }

  @Test
  void twoPointsMayShareRegistersOnlyIfTheyMeanTheSame() {
    String same = "{form: state, range: [0, 9], register: {holding: 5, type: int16}}\n";
    TemplateReader.read("t.yaml", HEAD + "  state: " + same + "  sgReadyState: " + same);
    assertThat(
            problems(
                "  state: "
                    + same
                    + "  power: {range: [0 W, 9 W], register: {holding: 4, type: int32}}\n"))
        .containsExactly(
            "The point \"power\" (holding 4 to 5) overlaps the point \"state\" (holding 5).");
    assertThat(
            problems(
                "  state: "
                    + same
                    + "  power: {range: [0 W, 9 W], register: {holding: 6, type: int16,"
                    + " scaleRegister: 5}}\n"))
        .containsExactly(
            "The point \"state\" (holding 5) covers the scale register of the point \"power\".");
  }

  @Test
  void limitsOfAValueAreReadWithDeadbandsOfTemperaturesInKelvin() {
    PointTemplate point =
        point(
            "supplyTemp: {range: [0 °C, 99 °C], register: {input: 1, type: int16}, alarms: [{when:"
                + " above, value: 80 °C, deadband: 3 K, onDelay: 1 min, priority: high,"
                + " consequence: C., response: R.}, {when: below, value: 20 °C, consequence: D.,"
                + " response: S.}]}");
    assertThat(point.alarms())
        .containsExactly(
            new AlarmLimit(
                AlarmLimit.Side.ABOVE,
                80,
                3,
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                AlarmLimit.Priority.HIGH,
                "C.",
                "R."),
            new AlarmLimit(
                AlarmLimit.Side.BELOW,
                20,
                0,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                AlarmLimit.Priority.MEDIUM,
                "D.",
                "S."));
  }

  @ParameterizedTest(name = "{0} at {1} with deadband {2}, alarming before: {4}, is alarming: {5}")
  @CsvSource({
    "ABOVE, 80, 3, 80.0, false, false",
    "ABOVE, 80, 3, 80.1, false, true",
    "ABOVE, 80, 3, 79.0, false, false",
    "ABOVE, 80, 3, 77.1, true, true",
    "ABOVE, 80, 3, 77.0, true, false",
    "BELOW, 20, 2, 20.0, false, false",
    "BELOW, 20, 2, 19.9, false, true",
    "BELOW, 20, 2, 21.9, true, true",
    "BELOW, 20, 2, 22.0, true, false",
    "BELOW, 20, 0, 20.0, true, false"
  })
  void aValueIsBeyondALimitUntilItCameBackByTheDeadband(
      AlarmLimit.Side side, double limit, double deadband, double value, boolean was, boolean is) {
    AlarmLimit alarm =
        new AlarmLimit(
            side, limit, deadband, Duration.ZERO, Duration.ZERO, AlarmLimit.Priority.LOW, "", "");
    assertThat(alarm.isBeyond(value, was)).isEqualTo(is);
  }

  @Test
  void aMarkNamesARegisterThatIsReadAndWritten() {
    String points =
        """
          owner: {form: state, range: [0, 65535], register: {holding: 9, type: uint16}, write: {safe: 0, relinquishDefault: 0}}
          power: {range: [0 W, 1 W], register: {input: 1, type: int16}}
          limit: {unit: W, range: [0 W, 1 W], register: {holding: 2, type: int16}, write: {safe: 0 W, relinquishDefault: 0 W}}
        """;
    DeviceTemplate template =
        TemplateReader.read("t.yaml", HEAD + points + "mark: {point: owner, every: 2 s}\n");
    assertThat(template.mark()).contains(new ControllerMark("owner", Duration.ofSeconds(2)));
    assertThat(template.points().stream().filter(template::isControlled))
        .extracting(PointTemplate::name)
        .containsExactly("limit");

    InvalidFile invalid =
        catchThrowableOfType(
            InvalidFile.class,
            () -> TemplateReader.read("t.yaml", HEAD + points + "mark: {point: power}\n"));
    assertThat(invalid.problems())
        .extracting(Problem::message)
        .containsExactly(
            "\"power\" is no point of this template that can be read and written from 0 to 65535.");
  }

  @Test
  void interlocksTieAWritablePointToAReadableOne() {
    String points =
        """
          powerLimit: {range: [0 W, 10 kW], register: {holding: 1, type: int16}, write: {safe: 0 W,
            relinquishDefault: 10 kW}}
          brine: {unit: °C, range: [-30 °C, 60 °C], register: {input: 2, type: int16}}
        interlocks:
        """;
    assertThat(
            TemplateReader.read(
                    "t.yaml",
                    HEAD
                        + points
                        + "  - {point: powerLimit, needs: brine, above: 2 °C, otherwise: 0 W,"
                        + " why: It freezes.}\n")
                .interlocks())
        .containsExactly(
            new Interlock("powerLimit", "brine", 2, Double.POSITIVE_INFINITY, 0, "It freezes."));
    assertThat(
            problems(
                points
                    + "  - {point: powerLimits, needs: brine, above: 1 °C, otherwise: 0 W, why:"
                    + " A.}\n"
                    + "  - {point: brine, needs: powerLimit, above: 3 °C, otherwise: 0 °C, why:"
                    + " B.}\n"
                    + "  - {point: powerLimit, needs: brine, otherwise: 11 kW, why: C.}\n"))
        .hasSize(5)
        .anyMatch(it -> it.contains("no point \"powerLimits\""))
        .anyMatch(it -> it.contains("\"brine\" cannot be written"))
        .anyMatch(it -> it.contains("3 °C is a temperature"))
        .anyMatch(it -> it.contains("neither \"above\" nor \"below\""))
        .anyMatch(it -> it.contains("11000 W of \"otherwise\"") && it.contains("0 to 10000 W"));
  }

  private static PointTemplate point(String yaml) {
    return TemplateReader.read("t.yaml", HEAD + "  " + yaml + "\n").points().getFirst();
  }

  private static List<String> problems(String points) {
    InvalidFile invalid =
        catchThrowableOfType(InvalidFile.class, () -> TemplateReader.read("t.yaml", HEAD + points));
    assertThat(invalid).as("no problem was found").isNotNull();
    return invalid.problems().stream().map(Problem::message).toList();
  }
}
