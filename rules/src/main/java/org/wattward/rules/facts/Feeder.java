package org.wattward.rules.facts;

import java.util.Map;
import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;

/**
 * A zone's electric network as a whole.
 *
 * @param zone the zone's id
 * @param hasPower whether {@code powerW} is known
 * @param powerW active power at the transformer; negative while it feeds back
 * @param hasReactivePower whether {@code reactivePowerVar} is known
 * @param reactivePowerVar reactive power at the transformer; positive when it is taken
 * @param hasRatedPower whether {@code ratedPowerVa} is known
 * @param ratedPowerVa the transformer's rated apparent power, from the site file
 * @param hasLoading whether {@code loadingPercent} is known
 * @param loadingPercent apparent power at the transformer of its rated power
 * @param hasPowerFactor whether {@code powerFactor} is known
 * @param powerFactor active over apparent power at the transformer, 0 to 1
 * @param hasGeneration whether {@code generationW} is known
 * @param generationW what all inverters produce together
 * @param hasVoltage whether {@code leastVoltagePu} and {@code greatestVoltagePu} are known
 * @param leastVoltagePu lowest mean voltage of a meter or inverter
 * @param greatestVoltagePu highest mean voltage of a meter or inverter
 * @param hasUnbalance whether {@code unbalanceW} is known
 * @param unbalanceW power of the most loaded phase minus that of the least loaded, at the
 *     transformer
 * @param hasLoss whether {@code lossW} is known
 * @param lossW power at the transformer minus the sum of the connections: network loss where every
 *     connection is metered
 * @param sources the points each field was made of; not a field for rules
 */
public record Feeder(
    String zone,
    boolean hasPower,
    @In(value = Unit.W, when = "hasPower") double powerW,
    boolean hasReactivePower,
    @In(value = Unit.VAR, when = "hasReactivePower") double reactivePowerVar,
    boolean hasRatedPower,
    @In(value = Unit.VA, when = "hasRatedPower") double ratedPowerVa,
    boolean hasLoading,
    @In(value = Unit.PERCENT, when = "hasLoading") double loadingPercent,
    boolean hasPowerFactor,
    @In(value = Unit.ONE, when = "hasPowerFactor") double powerFactor,
    boolean hasGeneration,
    @In(value = Unit.W, when = "hasGeneration") double generationW,
    boolean hasVoltage,
    @In(value = Unit.ONE, when = "hasVoltage") double leastVoltagePu,
    @In(value = Unit.ONE, when = "hasVoltage") double greatestVoltagePu,
    boolean hasUnbalance,
    @In(value = Unit.W, when = "hasUnbalance") double unbalanceW,
    boolean hasLoss,
    @In(value = Unit.W, when = "hasLoss") double lossW,
    Sources sources)
    implements Fact {
  @Override
  public String subject() {
    return zone;
  }

  @Override
  public Set<PointId> sources(FactField field) {
    return sources.of(field);
  }

  /**
   * The points behind the fields of a feeder.
   *
   * @param byField by the name of the field
   */
  public record Sources(Map<String, Set<PointId>> byField) {
    public Sources {
      byField = Map.copyOf(byField);
    }

    Set<PointId> of(FactField field) {
      return byField.getOrDefault(field.name(), Set.of());
    }
  }
}
