package org.wattward.devices.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.wattward.devices.quantity.Unit;

/**
 * The kinds of device, each with its standard points.
 *
 * <p>A template of a kind uses these names and units for what it offers, and may offer fewer points
 * or points of its own beside them. Facts, pages and the simulator rely on the standard names
 * alone. Power is import-positive for every kind: a producing inverter reads negative.
 */
public enum DeviceKind {
  METER(
      """
      power W; powerL1 W; powerL2 W; powerL3 W; voltageL1 V; voltageL2 V;
      voltageL3 V; currentL1 A; currentL2 A; currentL3 A; reactivePower var;
      powerFactor 1; frequency Hz; energyImport Wh; energyExport Wh
      """),

  /** A PV inverter. {@code activePowerLimit} is in per cent of the rated power. */
  INVERTER(
      """
      power W; reactivePower var; apparentPower VA; powerFactor 1; voltageL1 V;
      voltageL2 V; voltageL3 V; current A; frequency Hz; energyExport Wh;
      dcPower W; cabinetTemp °C; state count; ratedPower W; activePowerLimit %;
      reactivePowerSetpoint %
      """),

  /**
   * A heat pump. {@code power} is electric, {@code heatPower} thermal (given out, positive). {@code
   * powerLimit} is the most electric power it may take; {@code sgReady} is the SG-Ready state 1
   * (lock) to 4 (force); {@code supplyTempSetpoint} what its heating circuit shall be supplied
   * with.
   */
  HEAT_PUMP(
      """
      power W; heatPower W; energyImport Wh; supplyTemp °C; returnTemp °C;
      sourceTemp °C; outdoorTemp °C; roomTemp °C; hotWaterTemp °C;
      bufferTemp °C; state count; sgReadyState count; powerLimit W;
      powerSetpoint W; sgReady count; supplyTempSetpoint °C
      """),

  /**
   * A battery. {@code power} is positive while charging. {@code powerSetpoint} is in per cent of
   * the rated power, positive charges.
   */
  BATTERY(
      """
      power W; stateOfCharge %; energyImport Wh; energyExport Wh; state count;
      ratedPower W; capacity Wh; powerSetpoint %
      """),

  /** A car charger. */
  CHARGER(
      """
      power W; energyImport Wh; state count; currentLimit A
      """),

  /** A stratified thermal store. */
  THERMAL_STORE(
      """
      topTemp °C; middleTemp °C; bottomTemp °C; stateOfCharge %; chargePower W;
      dischargePower W
      """),

  /**
   * A source of (waste) heat. {@code heatAvailable} is what it could give now, {@code heatPower}
   * what it gives; {@code divert} 1 sends its heat to the district, 0 to its own dry cooler.
   */
  HEAT_SOURCE(
      """
      heatAvailable W; heatPower W; supplyTemp °C; returnTemp °C; power W;
      coolerPower W; divert count
      """),

  /** One dimmable street-light segment. {@code dimLevel} is in per cent of full light. */
  STREET_LIGHT(
      """
      power W; energyImport Wh; dimLevel %; lampFailures count; lamps count;
      burningHours h; traffic count
      """),

  /** The cabinet that switches and meters street-light segments; {@code contactor} 1 is closed. */
  STREET_LIGHT_CABINET(
      """
      power W; voltageL1 V; energyImport Wh; contactor count;
      contactorFeedback count; doorOpen count
      """),

  WEATHER_STATION(
      """
      outdoorTemp °C; globalIrradiance W/m2; diffuseIrradiance W/m2;
      windSpeed m/s; illuminance lx; precipitation mm/h; visibility m
      """),

  /** Anything else; all of its points are its own. */
  SENSOR("");

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable map of immutable values
  private final Map<String, Unit> standardPoints;

  DeviceKind(String standardPoints) {
    this.standardPoints = parse(standardPoints);
  }

  /** The standard point names of the kind with their units, in reading order. */
  public Map<String, Unit> standardPoints() {
    return standardPoints;
  }

  /** The kind as written in YAML: {@code heat-pump}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Finds a kind by its key. */
  public static Optional<DeviceKind> of(String key) {
    for (DeviceKind kind : values()) {
      if (kind.key().equals(key)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private static Map<String, Unit> parse(String standardPoints) {
    Map<String, Unit> points = new LinkedHashMap<>();
    for (String point : standardPoints.split("[;\\n]+")) {
      String[] nameAndUnit = point.strip().split(" ");
      if (nameAndUnit.length == 2) {
        points.put(nameAndUnit[0], Unit.of(nameAndUnit[1]).orElseThrow());
      }
    }
    return Collections.unmodifiableMap(points);
  }
}
