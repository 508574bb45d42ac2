package org.wattward.rules.facts;

import java.util.Optional;
import java.util.OptionalDouble;
import org.wattward.devices.site.Device;

/** Makes the fact of one device. Only good readings go in. */
final class DeviceFacts {
  /** Reactive over active rated power of an inverter at cos phi 0.90, VDE-AR-N 4105. */
  private static final double REACTIVE_SHARE = 0.436;

  private static final double KELVIN_AT_ZERO_CELSIUS = 273.15;
  private static final double LEAST_LIFT_K = 5;
  private static final double NOMINAL_VOLTAGE_V = 230;
  private static final double PHASES = 3;

  private DeviceFacts() {}

  /**
   * Makes it.
   *
   * @param points the device with its readings
   * @param position its place among the zone's devices of its kind, from 0
   * @param turn the share of the zone's lamps that stand before it
   * @param sharedPowerW its part of what its connection keeps
   */
  static Optional<DeviceFact> of(
      DevicePoints points, int position, double turn, double sharedPowerW) {
    return switch (points.device().template().kind()) {
      case METER -> Optional.of(meter(points, position));
      case INVERTER -> Optional.of(inverter(points, position));
      case HEAT_PUMP -> Optional.of(heatPump(points, position, sharedPowerW));
      case BATTERY -> Optional.of(battery(points, position));
      case CHARGER -> Optional.of(charger(points, position, sharedPowerW));
      case THERMAL_STORE -> Optional.of(thermalStore(points, position));
      case HEAT_SOURCE -> Optional.of(heatSource(points, position));
      case STREET_LIGHT -> Optional.of(streetLight(points, position, turn));
      case STREET_LIGHT_CABINET -> Optional.of(cabinet(points, position));
      case WEATHER_STATION -> Optional.of(weather(points, position));
      case SENSOR -> Optional.empty();
    };
  }

  /**
   * Whether a meter stands at the transformer: its site entry tells the transformer's rated
   * apparent power, or its id says so.
   */
  static boolean isTransformer(Device device) {
    return device.properties().containsKey("ratedApparentPowerVa")
        || device.id().contains("transformer");
  }

  private static Meter meter(DevicePoints p, int position) {
    OptionalDouble voltage = p.voltagePu();
    return new Meter(
        p.device().id(),
        position,
        isTransformer(p.device()),
        p.has("power"),
        p.value("power"),
        p.has("reactivePower"),
        p.value("reactivePower"),
        voltage.isPresent(),
        voltage.orElse(0),
        p.has("powerFactor"),
        p.value("powerFactor"),
        p.hasPhasePowers(),
        p.unbalanceW());
  }

  private static Inverter inverter(DevicePoints p, int position) {
    OptionalDouble voltage = p.voltagePu();
    OptionalDouble rating = p.rating("ratedPower", "ratedPowerW");
    return new Inverter(
        p.device().id(),
        position,
        p.has("power"),
        p.value("power"),
        p.has("power"),
        Math.max(0, -p.value("power")),
        p.has("reactivePower"),
        p.value("reactivePower"),
        voltage.isPresent(),
        voltage.orElse(0),
        rating.isPresent(),
        rating.orElse(0),
        p.property("ratedReactivePowerVar", REACTIVE_SHARE * rating.orElse(0)),
        p.has("activePowerLimit"),
        p.value("activePowerLimit"),
        p.has("reactivePowerSetpoint"),
        p.value("reactivePowerSetpoint"),
        p.offers("activePowerLimit"),
        p.offers("reactivePowerSetpoint"));
  }

  private static HeatPump heatPump(DevicePoints p, int position, double sharedPowerW) {
    OptionalDouble rating = p.rating("ratedPower", "ratedPowerW");
    boolean hasLift = p.has("supplyTemp") && p.has("sourceTemp");
    OptionalDouble idealCop = idealCop(p);
    return new HeatPump(
        p.device().id(),
        position,
        p.device().template().id(),
        p.property("booster", 0) != 0 || p.device().template().id().contains("booster"),
        p.has("power"),
        p.value("power"),
        p.has("heatPower"),
        p.value("heatPower"),
        rating.isPresent(),
        rating.orElse(0),
        Guarantee.ofDeviceW(p),
        sharedPowerW,
        p.has("supplyTemp"),
        p.value("supplyTemp"),
        p.has("returnTemp"),
        p.value("returnTemp"),
        p.has("sourceTemp"),
        p.value("sourceTemp"),
        p.has("outdoorTemp"),
        p.value("outdoorTemp"),
        p.has("roomTemp"),
        p.value("roomTemp"),
        p.has("hotWaterTemp"),
        p.value("hotWaterTemp"),
        p.has("bufferTemp"),
        p.value("bufferTemp"),
        hasLift,
        hasLift ? p.value("supplyTemp") - p.value("sourceTemp") : 0,
        idealCop.isPresent(),
        idealCop.orElse(0),
        p.offers("powerLimit"),
        p.offers("powerSetpoint"),
        p.offers("sgReady"),
        p.offers("supplyTempSetpoint"));
  }

  /** Carnot's coefficient; none for a lift so small that it says nothing about the machine. */
  private static OptionalDouble idealCop(DevicePoints p) {
    double liftK = p.value("supplyTemp") - p.value("sourceTemp");
    return p.has("supplyTemp") && p.has("sourceTemp") && liftK >= LEAST_LIFT_K
        ? OptionalDouble.of((p.value("supplyTemp") + KELVIN_AT_ZERO_CELSIUS) / liftK)
        : OptionalDouble.empty();
  }

  private static Battery battery(DevicePoints p, int position) {
    OptionalDouble rating = p.rating("ratedPower", "ratedPowerW");
    OptionalDouble capacity = p.rating("capacity", "capacityWh");
    return new Battery(
        p.device().id(),
        position,
        p.has("power"),
        p.value("power"),
        p.has("stateOfCharge"),
        p.value("stateOfCharge"),
        rating.isPresent(),
        rating.orElse(0),
        capacity.isPresent(),
        capacity.orElse(0),
        p.offers("powerSetpoint"));
  }

  private static Charger charger(DevicePoints p, int position, double sharedPowerW) {
    OptionalDouble rating = p.rating("ratedPower", "ratedPowerW");
    double wattsPerAmpere =
        p.property("nominalVoltageV", NOMINAL_VOLTAGE_V) * p.property("phases", PHASES);
    return new Charger(
        p.device().id(),
        position,
        p.has("power"),
        p.value("power"),
        rating.isPresent(),
        rating.orElse(0),
        rating.orElse(0) / wattsPerAmpere,
        Guarantee.ofDeviceW(p),
        Guarantee.ofDeviceW(p) / wattsPerAmpere,
        sharedPowerW,
        sharedPowerW / wattsPerAmpere,
        p.offers("currentLimit"));
  }

  private static ThermalStore thermalStore(DevicePoints p, int position) {
    return new ThermalStore(
        p.device().id(),
        position,
        p.has("topTemp"),
        p.value("topTemp"),
        p.has("middleTemp"),
        p.value("middleTemp"),
        p.has("bottomTemp"),
        p.value("bottomTemp"),
        p.has("stateOfCharge"),
        p.value("stateOfCharge"),
        p.has("chargePower"),
        p.value("chargePower"),
        p.has("dischargePower"),
        p.value("dischargePower"));
  }

  private static HeatSource heatSource(DevicePoints p, int position) {
    return new HeatSource(
        p.device().id(),
        position,
        (int) p.property("orderOfUse", 1),
        p.has("heatAvailable"),
        p.value("heatAvailable"),
        p.has("heatPower"),
        p.value("heatPower"),
        p.has("supplyTemp"),
        p.value("supplyTemp"),
        p.has("returnTemp"),
        p.value("returnTemp"),
        p.has("power"),
        p.value("power"),
        p.has("coolerPower"),
        p.value("coolerPower"),
        p.has("divert"),
        p.isOn("divert"),
        p.offers("divert"));
  }

  private static StreetLight streetLight(DevicePoints p, int position, double turn) {
    return new StreetLight(
        p.device().id(),
        position,
        p.has("dimLevel"),
        p.value("dimLevel"),
        p.has("power"),
        p.value("power"),
        p.has("lamps"),
        p.value("lamps"),
        p.has("lampFailures"),
        p.value("lampFailures"),
        p.has("traffic"),
        p.value("traffic"),
        p.property("leastDimLevelPercent", 0),
        turn,
        p.offers("dimLevel"));
  }

  private static StreetLightCabinet cabinet(DevicePoints p, int position) {
    OptionalDouble voltage = p.voltagePu();
    return new StreetLightCabinet(
        p.device().id(),
        position,
        p.has("contactor"),
        p.isOn("contactor"),
        p.has("contactorFeedback"),
        p.isOn("contactorFeedback"),
        p.has("doorOpen"),
        p.isOn("doorOpen"),
        p.has("power"),
        p.value("power"),
        p.has("voltageL1"),
        p.has("voltageL1") ? voltage.orElse(0) : 0,
        p.offers("contactor"));
  }

  private static Weather weather(DevicePoints p, int position) {
    return new Weather(
        p.device().id(),
        position,
        p.has("outdoorTemp"),
        p.value("outdoorTemp"),
        p.has("globalIrradiance"),
        p.value("globalIrradiance"),
        p.has("diffuseIrradiance"),
        p.value("diffuseIrradiance"),
        p.has("windSpeed"),
        p.value("windSpeed"),
        p.has("illuminance"),
        p.value("illuminance"),
        p.has("precipitation"),
        p.value("precipitation"),
        p.has("visibility"),
        p.value("visibility"));
  }
}
