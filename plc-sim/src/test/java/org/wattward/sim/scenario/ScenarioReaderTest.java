package org.wattward.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wattward.devices.site.Site;
import org.wattward.devices.yaml.InvalidFile;
import org.wattward.devices.yaml.Problem;
import org.wattward.sim.district.DistrictModel;
import org.wattward.sim.field.Fault;
import org.wattward.sim.field.Quirk;

class ScenarioReaderTest {
  private static final Site SITE = DistrictModel.demoSite();

  private static Scenario read(String text) {
    return ScenarioReader.read("s.yaml", text, SITE);
  }

  private static List<Problem> problems(String text) {
    return Objects.requireNonNull(catchThrowableOfType(InvalidFile.class, () -> read(text)), text)
        .problems();
  }

  @Test
  void aScenarioIsReadWithItsUnitsWildcardsAndTemplates() {
    Scenario scenario =
        read(
            """
            title: A test
            seed: 7
            start: 2026-07-01T00:00
            weather:
              - {warmer: -8 K}
            prices:
              - {after: 1 h, for: 30 min, add: 0.2 EUR/kWh}
            events:
              - {after: 90 min, for: 1 h, level: 2}
            quirks:
              lambda-eu-l: {write-spacing: 10 s}
              heatpump-03: {fc16-only: true, block-limit: 8}
            faults:
              - {what: noise, after: 10 min, for: 1 h, devices: [meter-0*], sigma: 5 %}
              - {what: stuck, at: "2026-06-30T23:30Z", links: [link-pv-01], point: power}
              - {what: slow, after: 0 s, for: 1 min, templates: [sunspec-battery], delay: 800 ms}
            """);
    assertThat(scenario.start()).contains(Instant.parse("2026-06-30T22:00:00Z"));
    assertThat(scenario.seed()).hasValue(7);
    assertThat(scenario.quirks().keySet()).containsExactlyInAnyOrder("heatpump-03", "heatpump-04");
    assertThat(Objects.requireNonNull(scenario.quirks().get("heatpump-03")).all())
        .containsExactly(
            new Quirk.WriteSpacing(Duration.ofSeconds(10)),
            new Quirk.Fc16Only(),
            new Quirk.BlockLimit(8));
    assertThat(scenario.faults().get(0).fault()).isEqualTo(new Fault.Noise(0.05));
    assertThat(scenario.faults().get(0).devices()).hasSize(9).contains("meter-09");
    assertThat(scenario.faults().get(1).devices()).containsExactly("pv-01");
    assertThat(scenario.faults().get(2).fault()).isEqualTo(new Fault.Slow(Duration.ofMillis(800)));
    assertThat(scenario.events().getFirst().id()).isEqualTo("DR-1");
  }

  @Test
  void allThatIsWrongIsSaidAtOnceWithLineKeyValueAndAdvice() {
    List<Problem> problems =
        problems(
            """
            titel: A test
            seed: -1
            start: 2026-01-14T06:00
            days: 1
            weather:
              - {warmer: 12 kW}
            quirks:
              heatpump-99: {fc16-only: true}
              heatpump-05: {fc16-only: true}
              heatpump-03: {write-spacing: 10, fc61-only: true}
            faults:
              - {what: silnet, after: 10 min, devices: [heatpump-01]}
              - {what: silent, after: 10, devices: [heatpmup-01]}
              - {what: noise, after: 10 min, devices: [meter-01], sigma: 5 K}
              - {what: stuck, after: 2 h, devices: [meter-01], point: pwoer}
              - {what: silent, devices: [meter-01]}
              - {what: silent, at: 2026-01-14T05:00, for: 1 min, devices: [meter-01]}
              - {what: silent, after: 25 h, for: 1 min, devices: [meter-01]}
              - {what: silent, after: 1 h, for: 1 min}
              - {what: silent, after: 1 h, for: 1 min, devices: [meter-01], times: 3}
              - {what: silent, after: 1 h, for: 9 min, devices: [meter-01], times: 3, every: 5 min}
              - {what: silent, after: 1 h, for: 1 min, devices: [pv-*], pick: 5}
              - {what: counter-reset, after: 1 h, devices: [meter-01], point: power}
              - {what: silent, at: 2026-02-30T05:00, for: 1 min, devices: [meter-01]}
            """);
    assertThat(problems.stream().map(Problem::toString))
        .satisfiesExactlyInAnyOrder(
            said("s.yaml:1:1", "\"titel\" is not known", "Maybe you meant \"title\""),
            said("s.yaml:1:1", "\"title\" is missing", "Add title"),
            said("s.yaml:2:7", "seed", "cannot be -1", "from 0 to"),
            said("s.yaml:6:14", "weather[0].warmer", "12 kW is a power", "10 K"),
            said("s.yaml:8:3", "quirks.heatpump-99", "no device", "heatpump-0"),
            said("s.yaml:9:17", "fc16-only", "heatpump-05 speaks opc-ua", "Modbus"),
            said("s.yaml:10:32", "write-spacing", "10 has no unit", "10 s"),
            said("s.yaml:10:36", "\"fc61-only\" is not known", "Maybe you meant \"fc16-only\""),
            said("s.yaml:12:12", "faults[0].what", "silnet", "Maybe you meant \"silent\""),
            said("s.yaml:13:27", "faults[1].after", "10 has no unit", "10 s"),
            said("s.yaml:13:41", "no device \"heatpmup-01\"", "Maybe you meant \"heatpump-01\""),
            said("s.yaml:14:", "faults[2].sigma", "5 K is a temperature difference", "10 %"),
            said("s.yaml:15:", "no point \"pwoer\"", "Maybe you meant \"power\""),
            said("s.yaml:16:", "not said when", "Add after"),
            said("s.yaml:17:", "faults[5].at", "1 h before the start", "2026-01-14T06:00+01:00"),
            said("s.yaml:18:", "faults[6].after", "25 h after the start", "1 days"),
            said("s.yaml:19:", "not said whom", "Add devices"),
            said("s.yaml:20:", "faults[8].times", "both times and every", "Add every"),
            said("s.yaml:21:", "faults[9].every", "again after 5 min", "more than 9 min"),
            said("s.yaml:22:", "faults[10].pick", "5 devices", "at most 4"),
            said("s.yaml:23:", "meter-01/power counts nothing", "energyImport"),
            said("s.yaml:24:", "faults[12].at", "no time of day", "FEBRUARY 30"));
  }

  private static java.util.function.Consumer<String> said(String... parts) {
    return text -> assertThat(text).contains(Arrays.asList(parts));
  }

  @Test
  void whatIsNoScenarioAtAllIsSaidSo() {
    assertThat(problems("- a list\n").getFirst().message()).contains("A mapping of keys");
    assertThat(problems("").getFirst().message()).isEqualTo("The file is empty.");
  }

  static List<String> bundled() {
    return BundledScenarios.names();
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void theBundledScenariosAreRight(String name) {
    Scenario scenario = read(BundledScenarios.text(name).orElseThrow());
    assertThat(scenario.faults()).isNotEmpty();
    assertThat(scenario.start()).isPresent();
  }

  @Test
  void aDayWithEveryFaultHasEveryFaultAndEveryQuirk() {
    Scenario every = read(BundledScenarios.text("every-fault").orElseThrow());
    Set<Class<?>> faults =
        every.faults().stream().map(it -> it.fault().getClass()).collect(Collectors.toSet());
    assertThat(faults).containsExactlyInAnyOrder(Fault.class.getPermittedSubclasses());
    Set<String> quirks = new TreeSet<>();
    every
        .quirks()
        .values()
        .forEach(all -> all.all().forEach(q -> quirks.add(q.getClass().getSimpleName())));
    List<String> known = new ArrayList<>();
    for (Class<?> quirk : Quirk.class.getPermittedSubclasses()) {
      known.add(quirk.getSimpleName());
    }
    known.remove("StrictGaps"); // a gap that the link reads across ends all reading
    assertThat(quirks).containsExactlyInAnyOrderElementsOf(known);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-14T18:30, 2026-01-14T17:30:00Z",
    "2026-07-14T18:30:15, 2026-07-14T16:30:15Z",
    "2026-01-14T18:30Z, 2026-01-14T18:30:00Z",
    "2026-01-14T18:30+02:00, 2026-01-14T16:30:00Z"
  })
  void timesOfDayAreLocalUnlessTheySayOtherwise(String written, Instant meant) {
    assertThat(read("title: x\nstart: " + written + "\n").start()).contains(meant);
  }
}
