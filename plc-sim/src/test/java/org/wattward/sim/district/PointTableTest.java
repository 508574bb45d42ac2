package org.wattward.sim.district;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wattward.devices.point.PointId;
import org.wattward.sim.field.Fault;
import org.wattward.sim.field.SimulatedDevice;

class PointTableTest {
  private static final DemoDistrict DEMO = DemoDistrict.read();
  private static final Instant WINTER_EVENING = Instant.parse("2026-01-14T18:00:00Z");

  private final DistrictModel district = DEMO.model(WINTER_EVENING, 1);
  private final PointTable table = district.table();

  @Test
  void theFirstLookTellsEveryReadablePointWithTheValueThatItsDeviceShows() {
    List<PointId> told = look();
    List<PointId> readable =
        district.site().devices().stream()
            .flatMap(
                device -> device.points().stream().filter(p -> p.readable()).map(device::pointId))
            .toList();
    assertThat(told).isEqualTo(readable).hasSizeGreaterThan(300);
    for (PointId point : told) {
      int number = table.number(point);
      assertThat(table.point(number)).isEqualTo(point);
      assertThat(table.value(number)).isEqualTo(district.value(point));
      assertThat(table.state(number)).isEqualTo(PointTable.State.GOOD);
    }
    assertThat(look()).as("without a step nothing changes").isEmpty();
  }

  @Test
  void onlyWhatLeavesItsDeadbandIsTold() {
    for (int number = 0; number < table.size(); number++) {
      table.deadband(number, Double.POSITIVE_INFINITY);
    }
    int power = table.number(PointId.parse("meter-08/power"));
    table.deadband(power, 50);
    look();
    double toldW = table.value(power);
    int told = 0;
    for (int step = 0; step < 200; step++) {
      district.step(Duration.ofSeconds(10));
      List<PointId> changed = look();
      double nowW = district.value(PointId.parse("meter-08/power"));
      boolean left = Math.abs(nowW - toldW) > 50;
      assertThat(changed)
          .as("%s W, told %s W", nowW, toldW)
          .isEqualTo(left ? List.of(PointId.parse("meter-08/power")) : List.of());
      toldW = left ? nowW : toldW;
      told += left ? 1 : 0;
    }
    assertThat(told).isBetween(1, 199);
  }

  @Test
  void aSilentDeviceAndAMissingSensorAreToldOnceAndSoIsTheirReturn() {
    look();
    SimulatedDevice pump = Objects.requireNonNull(district.devices().get("heatpump-05"));
    pump.fault(new Fault.SensorAbsent("roomTemp"));
    int room = table.number(PointId.parse("heatpump-05/roomTemp"));
    assertThat(look()).containsExactly(PointId.parse("heatpump-05/roomTemp"));
    assertThat(table.state(room)).isEqualTo(PointTable.State.ABSENT);
    pump.clearFaults();
    pump.fault(new Fault.Silent());
    assertThat(look()).hasSize(readablePoints("heatpump-05"));
    assertThat(table.state(room)).isEqualTo(PointTable.State.SILENT);
    assertThat(look()).isEmpty();
    pump.clearFaults();
    assertThat(look()).hasSize(readablePoints("heatpump-05"));
    assertThat(table.state(room)).isEqualTo(PointTable.State.GOOD);
  }

  @Test
  void whatIsWrittenShowsInTheNextLook() {
    look();
    int level = table.number(PointId.parse("lights-01/dimLevel"));
    table.write(level, 40);
    assertThat(look()).containsExactly(PointId.parse("lights-01/dimLevel"));
    assertThat(table.value(level)).isEqualTo(40);
    assertThatThrownBy(() -> table.write(table.number(PointId.parse("lights-01/power")), 1))
        .hasMessageContaining("lights-01/power");
    assertThatThrownBy(() -> table.number(PointId.parse("lights-01/colour")))
        .hasMessageContaining("lights-01/colour");
  }

  @Test
  void twoTablesTellIndependently() {
    PointTable other = district.table();
    look();
    assertThat(other.look()).isEqualTo(look().size() + readable());
  }

  private int readable() {
    int count = 0;
    for (int number = 0; number < table.size(); number++) {
      count += table.isReadable(number) ? 1 : 0;
    }
    return count;
  }

  private int readablePoints(String device) {
    Optional<Long> count =
        district.site().devices().stream()
            .filter(each -> each.id().equals(device))
            .map(each -> each.points().stream().filter(p -> p.readable()).count())
            .findFirst();
    return count.orElseThrow().intValue();
  }

  private List<PointId> look() {
    int found = table.look();
    List<PointId> points = new ArrayList<>();
    for (int index = 0; index < found; index++) {
      points.add(table.point(table.changed(index)));
    }
    return points;
  }
}
