package org.wattward.devices.site;

import java.util.List;
import java.util.Optional;

/**
 * The electric network of a site as the site file gives it: SI units, one phase of a balanced
 * three-phase system.
 *
 * @param buses where lines meet and devices connect
 * @param lines what connects two buses
 * @param transformers what connects two voltage levels
 */
public record NetworkConfig(
    List<BusConfig> buses, List<LineConfig> lines, List<TransformerConfig> transformers) {
  /** No network given. */
  public static final NetworkConfig NONE = new NetworkConfig(List.of(), List.of(), List.of());

  public NetworkConfig {
    buses = List.copyOf(buses);
    lines = List.copyOf(lines);
    transformers = List.copyOf(transformers);
  }

  /**
   * A bus.
   *
   * @param id its id
   * @param nominalVoltageV line-to-line voltage
   * @param slackVoltagePu the voltage the upstream grid holds here, per unit, if it is the feeding
   *     bus
   */
  public record BusConfig(String id, double nominalVoltageV, Optional<Double> slackVoltagePu) {}

  /**
   * A line.
   *
   * @param id its id
   * @param from a bus
   * @param to another bus
   * @param lengthKm length
   * @param resistanceOhmPerKm series resistance
   * @param reactanceOhmPerKm series reactance
   * @param susceptanceUsPerKm shunt susceptance in microsiemens
   * @param maxCurrentA rated current
   * @param closed whether its switch is closed
   */
  public record LineConfig(
      String id,
      String from,
      String to,
      double lengthKm,
      double resistanceOhmPerKm,
      double reactanceOhmPerKm,
      double susceptanceUsPerKm,
      double maxCurrentA,
      boolean closed) {}

  /**
   * A two-winding transformer by its name plate (IEC 60076-1).
   *
   * @param id its id
   * @param highBus the bus of the higher voltage
   * @param lowBus the bus of the lower voltage
   * @param ratedPowerVa rated apparent power
   * @param shortCircuitVoltagePercent impedance voltage
   * @param copperLossW load loss at rated current
   * @param ironLossW no-load loss
   * @param noLoadCurrentPercent no-load current
   * @param tapPosition tap, 0 is neutral, on the high-voltage side
   * @param tapStepPercent voltage change per tap
   */
  public record TransformerConfig(
      String id,
      String highBus,
      String lowBus,
      double ratedPowerVa,
      double shortCircuitVoltagePercent,
      double copperLossW,
      double ironLossW,
      double noLoadCurrentPercent,
      int tapPosition,
      double tapStepPercent) {}
}
