package org.wattward.rules.facts;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.wattward.devices.point.PointId;
import org.wattward.devices.template.DeviceKind;
import org.wattward.rules.decide.Snapshot;

/** Makes the fact of a zone's electric network from its meters and inverters. */
final class FeederFact {
  private final Snapshot snapshot;
  private final List<DevicePoints> meters;
  private final List<DevicePoints> inverters;
  private final Map<String, Set<PointId>> sources = new HashMap<>();

  private FeederFact(Snapshot snapshot) {
    this.snapshot = snapshot;
    this.meters = ofKind(DeviceKind.METER);
    this.inverters = ofKind(DeviceKind.INVERTER);
  }

  /** The feeder, if the zone has a meter at the transformer. */
  static Optional<Feeder> of(Snapshot snapshot) {
    FeederFact feeder = new FeederFact(snapshot);
    return feeder.meters.stream()
        .filter(meter -> DeviceFacts.isTransformer(meter.device()))
        .findFirst()
        .map(feeder::make);
  }

  private List<DevicePoints> ofKind(DeviceKind kind) {
    return snapshot.devices().stream()
        .filter(device -> device.template().kind() == kind)
        .map(device -> new DevicePoints(device, snapshot.readings()))
        .toList();
  }

  private Feeder make(DevicePoints meter) {
    boolean hasPower = meter.has("power");
    boolean hasBoth = hasPower && meter.has("reactivePower");
    double powerW = meter.value("power");
    double apparentVa = Math.hypot(powerW, meter.value("reactivePower"));
    double ratedVa = meter.property("ratedApparentPowerVA", 0);
    sources(Set.of("hasPower", "powerW"), meter, "power");
    sources(Set.of("hasReactivePower", "reactivePowerVar"), meter, "reactivePower");
    sources(
        Set.of("hasLoading", "loadingPercent", "hasPowerFactor", "powerFactor"),
        meter,
        "power",
        "reactivePower");
    sources(Set.of("hasUnbalance", "unbalanceW"), meter, "powerL1", "powerL2", "powerL3");
    OptionalDouble generationW = generation();
    OptionalDouble lossW = loss(meter);
    double[] voltages = voltages();
    return new Feeder(
        snapshot.zone().id(),
        hasPower,
        powerW,
        meter.has("reactivePower"),
        meter.value("reactivePower"),
        ratedVa > 0,
        ratedVa,
        hasBoth && ratedVa > 0,
        hasBoth && ratedVa > 0 ? 100 * apparentVa / ratedVa : 0,
        hasBoth && apparentVa > 0,
        hasBoth && apparentVa > 0 ? Math.abs(powerW) / apparentVa : 0,
        generationW.isPresent(),
        generationW.orElse(0),
        voltages.length > 0,
        voltages.length > 0 ? voltages[0] : 0,
        voltages.length > 0 ? voltages[voltages.length - 1] : 0,
        meter.hasPhasePowers(),
        meter.unbalanceW(),
        lossW.isPresent(),
        lossW.orElse(0),
        new Feeder.Sources(sources));
  }

  private OptionalDouble generation() {
    double sum = 0;
    for (DevicePoints inverter : inverters) {
      if (!inverter.has("power")) {
        return OptionalDouble.empty();
      }
      sum += Math.max(0, -inverter.value("power"));
      sources(Set.of("hasGeneration", "generationW"), inverter, "power");
    }
    return OptionalDouble.of(sum);
  }

  private OptionalDouble loss(DevicePoints transformer) {
    double sum = transformer.value("power");
    boolean complete = transformer.has("power") && meters.size() > 1;
    for (DevicePoints meter : meters) {
      complete &= meter.has("power");
      sum -= meter.device().id().equals(transformer.device().id()) ? 0 : meter.value("power");
    }
    if (complete) {
      meters.forEach(meter -> sources(Set.of("hasLoss", "lossW"), meter, "power"));
    }
    return complete ? OptionalDouble.of(sum) : OptionalDouble.empty();
  }

  private double[] voltages() {
    Set<String> fields = Set.of("hasVoltage", "leastVoltagePu", "greatestVoltagePu");
    meters.forEach(meter -> sources(fields, meter, "voltageL1", "voltageL2", "voltageL3"));
    inverters.forEach(inverter -> sources(fields, inverter, "voltageL1", "voltageL2", "voltageL3"));
    return Stream.of(meters, inverters)
        .flatMap(Collection::stream)
        .map(DevicePoints::voltagePu)
        .flatMapToDouble(OptionalDouble::stream)
        .sorted()
        .toArray();
  }

  private void sources(Set<String> fields, DevicePoints device, String... points) {
    for (String field : fields) {
      for (String point : points) {
        sources
            .computeIfAbsent(field, _ -> new HashSet<>())
            .add(new PointId(device.device().id(), point));
      }
    }
  }
}
