package org.wattward.controller.district;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wattward.controller.alarm.Alarms;
import org.wattward.controller.keep.Keep;
import org.wattward.controller.loop.SteppedLoops;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.ManualTime;
import org.wattward.sim.district.DistrictModel;
import org.wattward.sim.district.Flow;

class LossWatchTest {
  private static final Instant START = Instant.parse("2026-01-14T17:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualTime time = new ManualTime(START);
  private final SteppedLoops loops = new SteppedLoops(time);
  private final DistrictModel model = DistrictModel.demo(START, 1);
  private final Alarms alarms = new Alarms(time, Keep.NONE, _ -> {});
  private final List<Reading> recorded = new ArrayList<>();
  private double factor = 1;

  private Optional<Reading> reading(PointId point) {
    double wrong = point.equals(PointId.parse("meter-08/power")) ? factor : 1;
    boolean offered =
        model
            .site()
            .device(point.device())
            .orElseThrow()
            .template()
            .point(point.name())
            .isPresent();
    return offered
        ? Optional.of(Reading.good(point, time.now(), wrong * model.value(point)))
        : Optional.empty();
  }

  private void live(int minutes) {
    for (int minute = 0; minute < minutes; minute++) {
      model.step(MINUTE);
      loops.run(MINUTE);
      alarms.tick();
    }
  }

  private LossWatch watch() {
    LossWatch watch =
        new LossWatch(
            model.site(),
            loops,
            this::reading,
            new LossWatch.Outputs(recorded::addAll, alarms, time::now, _ -> {}));
    watch.start();
    return watch;
  }

  @Test
  void soundMetersGiveTheLossThatTheGridHas() {
    model.step(MINUTE);
    double beforeWh = model.sum(Flow.LOSS_WH);
    model.step(MINUTE);
    double lossW = (model.sum(Flow.LOSS_WH) - beforeWh) * 60;
    LossWatch watch = watch();
    loops.settle();
    assertThat(recorded.getFirst().point()).isEqualTo(LossWatch.LOSS);
    assertThat(recorded.getFirst().value()).isCloseTo(lossW, within(0.03 * lossW));
    assertThat(watch.recorded()).isEqualTo(3);
    assertThat(alarms.list()).isEmpty();
  }

  @Test
  void aMeterWithATenfoldScaleIsTold() {
    model.step(MINUTE);
    factor = 10;
    watch();
    live(6);
    assertThat(alarms.list()).anyMatch(alarm -> alarm.toString().contains("meter-08"));
  }
}
