package org.wattward.controller.district;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.wattward.controller.alarm.Alarm.Priority;
import org.wattward.controller.alarm.Alarms;
import org.wattward.controller.alarm.Condition;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.devices.network.BranchExchange;
import org.wattward.devices.network.GridModel;
import org.wattward.devices.network.LossEstimate;
import org.wattward.devices.network.LossEstimate.Suspect;
import org.wattward.devices.network.LossEstimation;
import org.wattward.devices.network.MeterValue;
import org.wattward.devices.network.MeterValue.Quantity;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.DeviceKind;
import org.wattward.rules.decide.Snapshot.Switching;

/**
 * Estimates the network's losses from its meters once a minute, has the estimate recorded as points
 * of {@code network}, and tells of meters that disagree with the others beyond their class. A site
 * without a network, or with a bus that nobody meters, has no estimate. One loop.
 */
final class LossWatch implements AutoCloseable {
  /** Loss of all lines and transformers, W. */
  static final PointId LOSS = new PointId("network", "lossPower");

  /** Loss of the transformers alone, W. */
  static final PointId TRANSFORMER_LOSS = new PointId("network", "transformerLossPower");

  /** Loss of the lines alone, W. */
  static final PointId LINE_LOSS = new PointId("network", "lineLossPower");

  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final Duration ON_DELAY = Duration.ofMinutes(3);

  /** Class B of EN 50470-3, the usual one of meters in connections. */
  private static final double POWER_CLASS_PERCENT = 1;

  private static final double REACTIVE_CLASS_PERCENT = 2;
  private static final double VOLTAGE_CLASS_PERCENT = 0.5;
  private static final double FULL_SCALE_W = 69_000;
  private static final double FULL_SCALE_V = 400;
  private static final String[] PHASES = {"voltageL1", "voltageL2", "voltageL3"};

  private final List<Device> meters = new ArrayList<>();
  private final Optional<SwitchBook> switches;
  private final Function<PointId, Optional<Reading>> readings;
  private final Outputs outputs;
  private final Loop loop;
  private final LongAdder recorded = new LongAdder();
  private Set<String> suspected = Set.of();

  /**
   * Where what was found goes.
   *
   * @param recorded takes the estimate's readings
   * @param alarms tells of meters that disagree
   * @param now the calendar
   * @param switching takes what one branch exchange would do, where there are open lines
   */
  record Outputs(
      Consumer<List<Reading>> recorded,
      Alarms alarms,
      Supplier<Instant> now,
      Consumer<Optional<Switching>> switching) {}

  LossWatch(
      Site site, Loops loops, Function<PointId, Optional<Reading>> readings, Outputs outputs) {
    this.readings = readings;
    this.outputs = outputs;
    for (Device device : site.devices()) {
      if (device.template().kind() == DeviceKind.METER && device.bus().isPresent()) {
        meters.add(device);
      }
    }
    boolean possible = !site.network().buses().isEmpty() && !meters.isEmpty();
    switches =
        possible
            ? Optional.of(
                new SwitchBook(
                    GridModel.of(site.network()),
                    site.timeZone(),
                    point ->
                        site.device(point.device()).isPresent()
                            ? readings.apply(point)
                            : Optional.empty()))
            : Optional.empty();
    loop = loops.loop("losses", _ -> turn());
  }

  void start() {
    if (switches.isPresent()) {
      loop.start();
    }
  }

  /** How many readings of estimates were recorded. */
  long recorded() {
    return recorded.sum();
  }

  @Override
  public void close() {
    loop.close();
  }

  private Duration turn() {
    List<MeterValue> values = new ArrayList<>();
    meters.forEach(meter -> add(meter, values));
    if (!values.isEmpty()) {
      switches.ifPresent(known -> estimate(known, values));
    }
    return PERIOD;
  }

  private void estimate(SwitchBook known, List<MeterValue> values) {
    GridModel grid = known.grid(outputs.now.get());
    LossEstimate found = new LossEstimation(grid).estimate(values);
    tell(found);
    if (SwitchingAdvice.isPossible(grid)) {
      SwitchingAdvice advice =
          new SwitchingAdvice(BranchExchange.Limits.USUAL, known::operationsToday);
      outputs.switching.accept(
          Optional.of(
              switch (found) {
                case LossEstimate.Estimated(var state, var _) -> advice.advise(grid, state.loads());
                case LossEstimate.NotEstimated _ -> Switching.UNKNOWN;
              }));
    }
  }

  private void tell(LossEstimate found) {
    switch (found) {
      case LossEstimate.Estimated(var state, var suspects) -> {
        Instant now = outputs.now.get();
        List<Reading> estimate =
            List.of(
                Reading.good(LOSS, now, state.totalLossW()),
                Reading.good(TRANSFORMER_LOSS, now, state.transformerLossW()),
                Reading.good(LINE_LOSS, now, state.lineLossW()));
        recorded.add(estimate.size());
        outputs.recorded.accept(estimate);
        alarm(suspects);
      }
      case LossEstimate.NotEstimated _ -> {} // nothing is recorded, which is what a gap says
    }
  }

  private void alarm(List<Suspect> suspects) {
    Map<String, Suspect> byMeter = new HashMap<>();
    suspects.forEach(suspect -> byMeter.putIfAbsent(suspect.value().meter(), suspect));
    byMeter.forEach((meter, suspect) -> outputs.alarms.raise(condition(meter, suspect)));
    Set<String> gone = new HashSet<>(suspected);
    gone.removeAll(byMeter.keySet());
    gone.forEach(meter -> outputs.alarms.clear(key(meter)));
    suspected = Set.copyOf(byMeter.keySet());
  }

  private static String key(String meter) {
    return "meter/" + meter;
  }

  private static Condition condition(String meter, Suspect suspect) {
    return new Condition(
        key(meter),
        meter,
        Priority.LOW,
        suspect.message(),
        "Its value is left out of the loss estimate; rules still believe it.",
        "Check the meter's scale, sign and current transformers.",
        ON_DELAY,
        ON_DELAY,
        Optional.empty());
  }

  /** The transformer's meter stands before its losses; only its voltage belongs to its bus. */
  private void add(Device meter, List<MeterValue> values) {
    String bus = meter.bus().orElseThrow();
    boolean transformer = meter.properties().containsKey("ratedApparentPowerVa");
    if (!transformer) {
      value(meter, "power")
          .ifPresent(w -> values.add(power(meter, Quantity.POWER_AT_BUS, w, POWER_CLASS_PERCENT)));
      value(meter, "reactivePower")
          .ifPresent(var ->
              values.add(
                  power(meter, Quantity.REACTIVE_POWER_AT_BUS, var, REACTIVE_CLASS_PERCENT)));
    }
    double sumV = 0;
    int phases = 0;
    for (String phase : PHASES) {
      OptionalDouble voltage = value(meter, phase);
      if (voltage.isPresent()) {
        sumV += voltage.getAsDouble();
        phases++;
      }
    }
    if (phases == PHASES.length) {
      values.add(
          new MeterValue(
              meter.id(),
              Quantity.VOLTAGE_AT_BUS,
              bus,
              sumV / phases * Math.sqrt(3),
              VOLTAGE_CLASS_PERCENT,
              FULL_SCALE_V));
    }
  }

  private static MeterValue power(
      Device meter, Quantity quantity, double value, double classPercent) {
    return new MeterValue(
        meter.id(), quantity, meter.bus().orElseThrow(), value, classPercent, FULL_SCALE_W);
  }

  private OptionalDouble value(Device meter, String point) {
    return readings
        .apply(new PointId(meter.id(), point))
        .map(Reading::good)
        .orElse(OptionalDouble.empty());
  }
}
