package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.controller.record.RecordStore.PointDescription;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.quantity.Unit;

/** That counters become energy, through resets, wraps, silence and clock changes. */
abstract class CounterContract {
  private final ContractStore on;

  /** Against a store that others try, too. */
  CounterContract(ContractStore on) {
    this.on = on;
  }

  @ParameterizedTest
  @CsvSource({
    // counter readings a minute apart, wraps at (0: unknown), growth
    "10 15 20, 0, 10",
    "10 10 10, 0, 0",
    "1000 1010 5 25, 0, 35",
    "65530 65535 4, 65536, 10",
    "65530 65535 4, 0, 9",
    "1000 999 1001, 0, 1",
    "100 0 0 40, 0, 40",
  })
  void aCounterGrowsThroughResetsAndWraps(String values, double wrapsAt, double growth)
      throws Exception {
    PointId point = on.newPoint();
    on.store()
        .describe(
            List.of(
                new PointDescription(
                    point,
                    Unit.WH,
                    "Energy",
                    ContractStore.HOLD,
                    wrapsAt > 0 ? OptionalDouble.of(wrapsAt) : OptionalDouble.empty())));
    Instant from = Instant.parse("2026-09-09T00:00:00Z");
    List<Reading> readings = new ArrayList<>();
    for (String value : values.split(" ")) {
      // From one span to the next, and within a span.
      readings.add(
          ContractStore.good(point, from.plus(Duration.ofMinutes(17L * readings.size())), 0));
      readings.set(
          readings.size() - 1,
          ContractStore.good(point, readings.getLast().time(), Double.parseDouble(value)));
    }
    on.record(readings);

    assertThat(on.store().balance(point, from, from.plus(Duration.ofHours(6))).gain())
        .as("from the readings")
        .isEqualTo(growth);
    on.store().rollUpNow();
    assertThat(on.store().balance(point, from, from.plus(Duration.ofHours(6))).gain())
        .as("from roll-ups")
        .isEqualTo(growth);
    assertThat(on.store().balance(point, from, from.plus(Duration.ofMinutes(59))).gain())
        .as("within an hour")
        .isEqualTo(growth);
  }

  @ParameterizedTest
  @CsvSource({
    // local day in Europe/Berlin, its hours
    "2026-03-28, 24",
    "2026-03-29, 23",
    "2026-10-24, 24",
    "2026-10-25, 25"
  })
  void aLocalDayIsAsLongAsItIs(LocalDate day, int hours) throws Exception {
    PointId point = on.newPoint();
    Instant from = day.atStartOfDay(ZoneId.of("Europe/Berlin")).toInstant();
    Instant to = day.plusDays(1).atStartOfDay(ZoneId.of("Europe/Berlin")).toInstant();
    List<Reading> readings = new ArrayList<>();
    for (Instant at = from.minusSeconds(3600);
        at.isBefore(to.plusSeconds(3600));
        at = at.plusSeconds(60)) {
      readings.add(
          ContractStore.good(point, at, Duration.between(from, at).toSeconds() + 10_000.0));
    }
    on.record(readings);
    on.store().rollUpNow();

    assertThat(on.store().balance(point, from, to).gain())
        .as("the first minute's growth belongs to the day before")
        .isEqualTo(hours * 3600.0);
    assertThat(on.store().balance(point, from, to).goodS()).isEqualTo(hours * 3600.0);
    assertThat(on.store().history().samples(point, from, to, 25)).hasSize(hours);
    assertThat(on.store().history().samples(point, from, to, hours * 60)).hasSize(hours * 60);
  }

  @Test
  void whatACounterGrewByWhileNobodyLookedIsNotLost() throws Exception {
    PointId point = on.newPoint();
    Instant midnight = Instant.parse("2026-08-02T00:00:00Z");
    on.record(
        List.of(
            ContractStore.good(point, midnight.minusSeconds(9000), 100),
            ContractStore.good(point, midnight.minusSeconds(8000), 150),
            ContractStore.good(point, midnight.plusSeconds(8000), 350),
            ContractStore.good(point, midnight.plusSeconds(9000), 400)));
    on.store().rollUpNow();

    assertThat(on.store().balance(point, midnight.minusSeconds(86_400), midnight).gain())
        .isEqualTo(50);
    assertThat(on.store().balance(point, midnight, midnight.plusSeconds(86_400)).gain())
        .isEqualTo(250);
  }
}
