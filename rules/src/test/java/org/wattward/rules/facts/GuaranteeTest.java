package org.wattward.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Zone;
import org.wattward.devices.template.Templates;
import org.wattward.rules.decide.Snapshot;

/** Facts that depend on more than one device of the zone. */
class GuaranteeTest {
  private static final Instant NOW = Instant.parse("2026-01-15T18:00:00Z");

  private final Templates templates = Templates.bundled();
  private final List<Device> devices = new ArrayList<>();
  private final Map<PointId, Reading> readings = new HashMap<>();

  private void add(String id, String template, String bus, double ratedW) {
    devices.add(
        new Device(
            id,
            id,
            templates.find(template).orElseThrow(),
            "link",
            1,
            "",
            Optional.of(bus),
            Map.of("ratedPowerW", ratedW)));
  }

  private void lamps(String id, double lamps) {
    add(id, "street-light-segment", "bus", 1000);
    PointId point = new PointId(id, "lamps");
    readings.put(point, Reading.good(point, NOW, lamps));
  }

  private List<Fact> facts() {
    Zone zone =
        new Zone("zone", "Zone", Zone.Kind.FEEDER, List.of(), List.of(), Duration.ofSeconds(1));
    return FactMaker.facts(
        new Snapshot(
            zone,
            NOW,
            ZoneOffset.UTC,
            0,
            devices,
            readings,
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of()));
  }

  private <T extends Fact> List<T> facts(Class<T> type) {
    return facts().stream().filter(type::isInstance).map(type::cast).toList();
  }

  @ParameterizedTest
  @CsvSource({
    // rated W, guaranteed W
    "4200, 0",
    "4201, 4200",
    "11000, 4200",
    "11001, 4400.4",
    "15000, 6000"
  })
  void aHeatPumpKeepsWhatTheRuleLeavesIt(double ratedW, double keptW) {
    add("heatpump-01", "opcua-heat-pump", "bus-01", ratedW);
    HeatPump pump = facts(HeatPump.class).getFirst();
    assertThat(pump.guaranteedPowerW()).isCloseTo(keptW, within(1e-6));
    assertThat(pump.sharedPowerW()).isEqualTo(pump.guaranteedPowerW());
  }

  @Test
  void twoLoadsBehindOneConnectionShareWhatTheyKeepTogether() {
    add("heatpump-01", "opcua-heat-pump", "bus-01", 6000);
    add("charger-01", "keba-p30", "bus-01", 11_040);
    add("charger-02", "keba-p30", "bus-02", 11_040);
    assertThat(facts(HeatPump.class).getFirst().sharedPowerW()).isCloseTo(3780, within(1e-6));
    Charger shared = facts(Charger.class).getFirst();
    assertThat(shared.sharedPowerW()).isCloseTo(3780, within(1e-6));
    assertThat(shared.sharedA()).isCloseTo(3780 / 690.0, within(1e-9));
    assertThat(shared.guaranteedA()).isCloseTo(4200 / 690.0, within(1e-9));
    assertThat(shared.ratedA()).isCloseTo(16, within(1e-9));
    assertThat(facts(Charger.class).getLast().sharedPowerW()).as("alone").isEqualTo(4200);
  }

  @Test
  void aLargeHeatPumpFourChargersAndABatteryKeepEighteenKilowattsTogether() {
    add("heatpump-01", "opcua-heat-pump", "bus-01", 14_000);
    for (int i = 1; i <= 4; i++) {
      add("charger-0" + i, "keba-p30", "bus-01", 22_000);
    }
    add("battery-01", "sunspec-battery", "bus-01", 30_000);
    // 0.4 x 14 kW + 5 x 0.6 x 4.2 kW
    double togetherW =
        facts(HeatPump.class).getFirst().sharedPowerW()
            + facts(Charger.class).stream().mapToDouble(Charger::sharedPowerW).sum();
    assertThat(togetherW).isCloseTo(18_200, within(1e-6));
  }

  @Test
  void aSegmentsTurnIsTheShareOfTheLampsBeforeIt() {
    lamps("lights-01", 10);
    lamps("lights-02", 30);
    lamps("lights-03", 60);
    assertThat(facts(StreetLight.class).stream().map(StreetLight::turn))
        .containsExactly(0.0, 0.1, 0.4);
    readings.remove(new PointId("lights-02", "lamps"));
    assertThat(facts(StreetLight.class).stream().map(StreetLight::turn))
        .as("when one does not tell its lamps")
        .containsExactly(0.0, 1 / 3.0, 2 / 3.0);
  }
}
