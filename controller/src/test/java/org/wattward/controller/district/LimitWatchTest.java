package org.wattward.controller.district;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wattward.controller.district.TestSite.METER_POWER;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.controller.alarm.Alarm;
import org.wattward.devices.site.RulePackages;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.SiteReader;
import org.wattward.devices.template.Templates;

/** Alarms of measured values that are beyond a limit of the site file. */
class LimitWatchTest {
  private static final String LINK = "link-meter";

  private static TestDistrict district(String alarms) {
    Site site =
        SiteReader.read(
            "site.yaml",
            """
            site: {id: trial, timeZone: Europe/Berlin, latitude: 51 deg, longitude: 7 deg}
            links:
              - {id: link-meter, type: modbus-tcp, host: 127.0.0.1, port: 1502}
            devices:
              - id: meter-01
                template: eastron-sdm630
                link: link-meter
                points:
                  power:
                    alarms:
            %s
            """
                .formatted(alarms.indent(10)),
            Path.of(""),
            Templates.bundled(),
            RulePackages.UNKNOWN);
    return new TestDistrict(site).started();
  }

  /** The meter's other points have no values that can be true, so the device is bad meanwhile. */
  private static List<Alarm> ofLimits(TestDistrict test) {
    return test.activeAlarms().stream().filter(alarm -> alarm.key().startsWith("limit/")).toList();
  }

  private static final String HIGH =
      """
      - {when: above, value: 20 kW, deadband: 2 kW, onDelay: 5 s, offDelay: 10 s, priority: high,
         consequence: The fuse may blow., response: Switch something off.}
      """;

  /**
   * Each figure is what the meter reads for three seconds, in kW; the alarm's state after each of
   * them stands below: - none, A active.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "comes after its delay        | 19 21 21 21 21    | - - A A A",
        "a peak is none               | 17 25 17 25 17 17 | - - - - - -",
        "at the limit is not above    | 20 20 20 20       | - - - -",
        "the deadband holds it        | 21 21 21 19 19 19 19 19 | - A A A A A A A",
        "back by the deadband ends it | 21 21 21 17 17 17 17 17 | - A A A A A - -",
        "a short return does not      | 21 21 21 17 17 21 17 17 | - A A A A A A A",
      })
  void anAlarmOfAValueComesAndGoes(String what, String kilowatts, String states) {
    TestDistrict test = district(HIGH);
    List<String> seen = new ArrayList<>();
    for (String value : kilowatts.strip().split(" ")) {
      test.link(LINK).show(METER_POWER, Double.parseDouble(value) * 1000);
      test.run(3);
      seen.add(ofLimits(test).isEmpty() ? "-" : "A");
    }
    assertThat(seen).as(what).isEqualTo(Arrays.asList(states.strip().split(" ")));
  }

  @Test
  void itSaysCauseConsequenceAndResponseWithItsPriority() {
    TestDistrict test = district(HIGH);
    test.link(LINK).show(METER_POWER, 23_500);
    test.run(8);
    assertThat(ofLimits(test))
        .singleElement()
        .satisfies(alarm -> {
          assertThat(alarm.priority()).isEqualTo(Alarm.Priority.HIGH);
          assertThat(alarm.subject()).isEqualTo("meter-01/power");
          assertThat(alarm.cause()).endsWith("is 23.5 kW, above its limit of 20 kW.");
          assertThat(alarm.consequence()).isEqualTo("The fuse may blow.");
          assertThat(alarm.response()).isEqualTo("Switch something off.");
        });
  }

  @Test
  void severalLimitsOfAPointAreAlarmsOfTheirOwn() {
    TestDistrict test =
        district(
            HIGH
                + """
                - {when: above, value: 25 kW, onDelay: 0 s, consequence: More., response: Act.}
                - {when: below, value: -5 kW, onDelay: 0 s, priority: low, consequence: Less., response: Look.}
                """);
    test.link(LINK).show(METER_POWER, 26_000);
    test.run(8);
    assertThat(ofLimits(test)).hasSize(2);
    test.link(LINK).show(METER_POWER, -6_000);
    test.run(15);
    assertThat(ofLimits(test)).extracting(Alarm::consequence).containsExactly("Less.");
  }

  @Test
  void aValueThatIsNotGoodChangesNothing() {
    TestDistrict test = district(HIGH);
    test.link(LINK).show(METER_POWER, 23_500);
    test.run(8);
    test.link(LINK).showBad(METER_POWER, "The sensor is broken.");
    test.run(60);
    assertThat(ofLimits(test)).hasSize(1);
    test.link(LINK).show(METER_POWER, 23_000);
    test.run(20);
    assertThat(ofLimits(test)).extracting(Alarm::consequence).containsExactly("The fuse may blow.");
  }
}
