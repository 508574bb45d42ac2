package org.wattward.controller.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.Templates;
import org.wattward.rules.decide.Snapshot.RunningQuarter;

class QuarterMeterTest {
  private static final PointId POWER = new PointId("meter-transformer", "power");
  private static final Device METER =
      new Device(
          "meter-transformer",
          "Transformer",
          Templates.bundled().find("janitza-umg604").orElseThrow(),
          "link",
          1,
          "",
          Optional.empty(),
          Map.of());

  private final QuarterMeter meter = new QuarterMeter(List.of(METER));

  private RunningQuarter at(String time, double powerW) {
    Instant now = Instant.parse("2026-01-15T" + time + "Z");
    return meter.observe(now, Map.of(POWER, Reading.good(POWER, now, powerW))).orElseThrow();
  }

  @Test
  void whatWasImportedCountsAsAShareOfTheQuarter() {
    at("10:00:00", 90_000);
    RunningQuarter third = at("10:05:00", 30_000);
    RunningQuarter twoThirds = at("10:10:00", -60_000);
    RunningQuarter end = at("10:14:00", 0);

    assertThat(third.soFarW()).isCloseTo(30_000, within(1e-6));
    assertThat(third.leftShare()).isCloseTo(2.0 / 3, within(1e-9));
    assertThat(twoThirds.soFarW()).isCloseTo(40_000, within(1e-6));
    assertThat(end.soFarW()).as("export earns no import back").isCloseTo(40_000, within(1e-6));
  }

  @Test
  void aQuarterBeginsWithNothing() {
    at("10:14:00", 90_000);
    assertThat(at("10:15:00", 50_000).soFarW()).isZero();
    assertThat(at("10:15:00", 50_000).leftShare()).isEqualTo(1);
  }

  @Test
  void whatWasNotSeenIsTakenToBeAsWhatIsSeenNext() {
    assertThat(at("10:05:00", 60_000).soFarW()).isCloseTo(20_000, within(1e-6));
  }

  @Test
  void aMeterThatIsNotBelievedForecastsNothing() {
    Instant now = Instant.parse("2026-01-15T10:00:00Z");
    assertThat(meter.observe(now, Map.of(POWER, Reading.good(POWER, now, 1).stale()))).isEmpty();
    assertThat(meter.observe(now, Map.of())).isEmpty();
    assertThat(new QuarterMeter(List.of()).observe(now, Map.of())).isEmpty();
  }
}
