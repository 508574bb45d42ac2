package org.wattward.devices.quantity;

import java.util.Arrays;
import java.util.Optional;

/**
 * The units that a point, a fact or a parameter may have: SI and its accepted companions only.
 *
 * <p>Every unit belongs to one {@link Dimension}; values convert within a dimension and never
 * across one. Source: SI brochure, 9th edition; UCUM for the spelling of symbols.
 */
public enum Unit {
  /** Active power. */
  W("W", Dimension.POWER, 1, 0),
  KW("kW", Dimension.POWER, 1e3, 0),
  MW("MW", Dimension.POWER, 1e6, 0),
  /** Reactive power. */
  VAR("var", Dimension.REACTIVE_POWER, 1, 0),
  KVAR("kvar", Dimension.REACTIVE_POWER, 1e3, 0),
  /** Apparent power. */
  VA("VA", Dimension.APPARENT_POWER, 1, 0),
  KVA("kVA", Dimension.APPARENT_POWER, 1e3, 0),
  MVA("MVA", Dimension.APPARENT_POWER, 1e6, 0),
  /** Energy. */
  WH("Wh", Dimension.ENERGY, 1, 0),
  KWH("kWh", Dimension.ENERGY, 1e3, 0),
  MWH("MWh", Dimension.ENERGY, 1e6, 0),
  VOLT("V", Dimension.VOLTAGE, 1, 0),
  KV("kV", Dimension.VOLTAGE, 1e3, 0),
  AMPERE("A", Dimension.CURRENT, 1, 0),
  HERTZ("Hz", Dimension.FREQUENCY, 1, 0),
  /** A temperature on the Celsius scale. */
  CELSIUS("°C", Dimension.TEMPERATURE, 1, 273.15),
  /** A temperature difference. */
  KELVIN("K", Dimension.TEMPERATURE_DIFFERENCE, 1, 0),
  PERCENT("%", Dimension.RATIO, 0.01, 0),
  /** A bare number: a ratio, a power factor, a voltage per unit, a coefficient of performance. */
  ONE("1", Dimension.RATIO, 1, 0),
  /** A number of things: lamps, starts, faults; also codes of states. */
  COUNT("count", Dimension.COUNT, 1, 0),
  LUX("lx", Dimension.ILLUMINANCE, 1, 0),
  CANDELA_PER_M2("cd/m2", Dimension.LUMINANCE, 1, 0),
  W_PER_M2("W/m2", Dimension.IRRADIANCE, 1, 0),
  M_PER_S("m/s", Dimension.SPEED, 1, 0),
  /** Precipitation: litres an hour on a square metre. */
  MM_PER_H("mm/h", Dimension.SPEED, 1e-3 / 3600, 0),
  KG_PER_S("kg/s", Dimension.MASS_FLOW, 1, 0),
  M3_PER_H("m3/h", Dimension.VOLUME_FLOW, 1.0 / 3600, 0),
  BAR("bar", Dimension.PRESSURE, 1e5, 0),
  HECTOPASCAL("hPa", Dimension.PRESSURE, 100, 0),
  SECOND("s", Dimension.TIME, 1, 0),
  MINUTE("min", Dimension.TIME, 60, 0),
  HOUR("h", Dimension.TIME, 3600, 0),
  MILLISECOND("ms", Dimension.TIME, 1e-3, 0),
  DEGREE("deg", Dimension.ANGLE, Math.PI / 180, 0),
  METRE("m", Dimension.LENGTH, 1, 0),
  KILOMETRE("km", Dimension.LENGTH, 1e3, 0),
  M2("m2", Dimension.AREA, 1, 0),
  M3("m3", Dimension.VOLUME, 1, 0),
  LITRE("l", Dimension.VOLUME, 1e-3, 0),
  OHM_PER_KM("ohm/km", Dimension.LINE_IMPEDANCE, 1, 0),
  MICROSIEMENS_PER_KM("uS/km", Dimension.LINE_ADMITTANCE, 1, 0),
  EUR_PER_KWH("EUR/kWh", Dimension.PRICE, 1, 0),
  EUR_PER_MWH("EUR/MWh", Dimension.PRICE, 1e-3, 0),
  G_PER_KWH("g/kWh", Dimension.CARBON_INTENSITY, 1, 0);

  private final String symbol;
  private final Dimension dimension;
  private final double factor;
  private final double offset;

  Unit(String symbol, Dimension dimension, double factor, double offset) {
    this.symbol = symbol;
    this.dimension = dimension;
    this.factor = factor;
    this.offset = offset;
  }

  /** The unit's symbol as it stands in YAML files and on pages, for example {@code "kWh"}. */
  public String symbol() {
    return symbol;
  }

  /** What kind of quantity the unit measures. */
  public Dimension dimension() {
    return dimension;
  }

  /**
   * Converts a value of this unit.
   *
   * @param value a finite value in this unit
   * @param to a unit of the same dimension
   * @return the same quantity in {@code to}
   * @throws IllegalArgumentException when the dimensions differ
   */
  public double convert(double value, Unit to) {
    if (this == to) {
      return value;
    }
    if (dimension != to.dimension) {
      throw new IllegalArgumentException(
          "A value in %s (%s) cannot be expressed in %s (%s)."
              .formatted(symbol, dimension.title(), to.symbol, to.dimension.title()));
    }
    return (value * factor + offset - to.offset) / to.factor;
  }

  /** Finds a unit by its symbol, as written; {@code "C"} and {@code "degC"} mean °C. */
  public static Optional<Unit> of(String symbol) {
    String wanted = symbol.equals("C") || symbol.equals("degC") ? "°C" : symbol;
    return Arrays.stream(values()).filter(unit -> unit.symbol.equals(wanted)).findFirst();
  }

  @Override
  public String toString() {
    return symbol;
  }
}
