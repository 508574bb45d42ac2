package org.wattward.sim.district;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.wattward.devices.WattwardException;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.DeviceKind;
import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.physics.BatteryModel;
import org.wattward.sim.physics.HeatPumpDesign;
import org.wattward.sim.physics.HeatPumpModel;
import org.wattward.sim.physics.InvalidModel;
import org.wattward.sim.physics.SolarCollectorModel;
import org.wattward.sim.physics.StreetLightModel;
import org.wattward.sim.physics.ThermalStoreModel;

/** Finds out what physics stands behind each device of a site, by its kind, bus and properties. */
final class PartsOfSite {
  private static final String BOOSTER = "booster";
  private static final double LAMP_W = 60;
  private static final int STORE_LAYERS = 10;

  private final Site site;
  private final SimBench simBench;
  private final Feeder feeder;
  private final long seed;
  private final Map<String, SimulatedDevice> devices = new LinkedHashMap<>();

  PartsOfSite(Site site, SimBench simBench, long seed) {
    this.site = site;
    this.simBench = simBench;
    this.feeder = new Feeder(site.network());
    this.seed = seed;
    for (Device device : site.devices()) {
      devices.put(device.id(), new SimulatedDevice(device, seed));
    }
  }

  PhysicalDistrict.Inventory inventory() {
    List<Part> parts = new ArrayList<>();
    devices.values().forEach(device -> possible(device).ifPresent(parts::add));
    return new PhysicalDistrict.Inventory(
        site, Collections.unmodifiableMap(devices), feeder, List.copyOf(parts));
  }

  private Optional<Part> possible(SimulatedDevice device) {
    try {
      return part(device);
    } catch (InvalidModel impossible) {
      throw new WattwardException(
          "%s cannot be simulated: %s".formatted(device.device().id(), impossible.getMessage()),
          impossible);
    }
  }

  private Optional<Part> part(SimulatedDevice device) {
    return switch (device.device().template().kind()) {
      case METER -> Optional.of(meter(device));
      case INVERTER -> Optional.of(plant(device));
      case BATTERY -> Optional.of(battery(device));
      case HEAT_PUMP ->
          isBooster(device)
              ? Optional.empty()
              : Optional.of(new HeatPumpPart(device, feeder, house(device), random(device)));
      case STREET_LIGHT_CABINET -> Optional.of(new LightingPart(device, feeder, segments()));
      case HEAT_SOURCE -> Optional.of(wasteHeat(device));
      case WEATHER_STATION -> Optional.of(new WeatherPart(device, random(device)));
      case CHARGER ->
          Optional.of(
              new ChargerPart(
                  device, feeder, given(device, "ratedCurrentA").orElse(16), random(device)));
      // Moved by the cabinet's and the heat source's part, or by nothing.
      case STREET_LIGHT, THERMAL_STORE, SENSOR -> Optional.empty();
    };
  }

  private Part meter(SimulatedDevice device) {
    return isTransformer(device)
        ? new TransformerPart(device, feeder, random(device))
        : new ConnectionPart(
            device,
            feeder,
            simBench.load(device.device().bus().orElse(""), device.device().id()),
            random(device));
  }

  private static boolean isTransformer(SimulatedDevice device) {
    return device.device().properties().containsKey("ratedApparentPowerVa")
        || device.device().id().contains("transformer");
  }

  private Part plant(SimulatedDevice device) {
    double ratedW = property(device, "ratedPowerW");
    return new PvPart(device, feeder, sunShare(device, ratedW), ratedW, random(device));
  }

  /** By the weather where the site says how the roof lies, otherwise by the grid's profiles. */
  private ToDoubleFunction<Moment> sunShare(SimulatedDevice device, double ratedW) {
    OptionalDouble slopeDeg = given(device, "tiltDeg");
    OptionalDouble azimuthDeg = given(device, "azimuthDeg");
    if (slopeDeg.isPresent() || azimuthDeg.isPresent()) {
      return new RoofPlant(ratedW, slopeDeg.orElse(35), azimuthDeg.orElse(180));
    }
    SimBench.Plant plant = simBench.plant(device.device().bus().orElse(""), device.device().id());
    return moment -> plant.shareAt(moment.at());
  }

  private HouseDesign house(SimulatedDevice device) {
    double ratedW = property(device, "ratedPowerW");
    boolean ground = given(device, "groundSource").orElse(0) != 0;
    HeatPumpDesign pump = ground ? HeatPumpDesign.ground(ratedW) : HeatPumpDesign.air(ratedW);
    OptionalDouble leastW = given(device, "minPowerW");
    return new HouseDesign(
        leastW.isPresent() ? pump.downTo(leastW.getAsDouble()) : pump,
        ground,
        given(device, "designSupplyTempC"),
        given(device, "areaM2"));
  }

  private Part battery(SimulatedDevice device) {
    BatteryModel.Design design =
        BatteryModel.Design.lithium(
            property(device, "capacityWh"), property(device, "ratedPowerW"));
    return new BatteryPart(
        device, feeder, new BatteryModel(design, 35 + 30 * random(device).nextDouble()));
  }

  private List<LightSegment> segments() {
    return ofKind(DeviceKind.STREET_LIGHT).stream()
        .map(device -> {
          int lamps = (int) Math.max(1, Math.round(property(device, "ratedPowerW") / LAMP_W));
          StreetLightModel lights =
              new StreetLightModel(StreetLightModel.Design.led(lamps, LAMP_W));
          SplittableRandom random = random(device);
          lights.failLamps(random.nextInt(6) == 0 ? 1 : 0);
          return new LightSegment(device, lights, random);
        })
        .toList();
  }

  private Part wasteHeat(SimulatedDevice source) {
    SimulatedDevice store = only(DeviceKind.THERMAL_STORE, ofKind(DeviceKind.THERMAL_STORE));
    SimulatedDevice booster =
        only(
            DeviceKind.HEAT_PUMP,
            ofKind(DeviceKind.HEAT_PUMP).stream().filter(PartsOfSite::isBooster).toList());
    return new WasteHeatPart(
        new WasteHeatPart.Devices(source, store, booster),
        feeder,
        new WasteHeatPart.Plant(
            property(source, "ratedPowerW"),
            new ThermalStoreModel(
                ThermalStoreModel.Design.usual(property(store, "volumeM3"), STORE_LAYERS), 42),
            new HeatPumpModel(HeatPumpDesign.booster(property(booster, "ratedPowerW"))),
            new HeatCustomers(given(store, "ratedHeatPowerW")),
            given(store, "areaM2").stream().mapToObj(SolarCollectorModel::flat).findFirst()),
        random(source));
  }

  private static boolean isBooster(SimulatedDevice device) {
    return device.device().properties().getOrDefault(BOOSTER, 0.0) != 0;
  }

  private List<SimulatedDevice> ofKind(DeviceKind kind) {
    return devices.values().stream()
        .filter(device -> device.device().template().kind() == kind)
        .toList();
  }

  private static SimulatedDevice only(DeviceKind kind, List<SimulatedDevice> found) {
    if (found.size() != 1) {
      throw new WattwardException(
          "The simulator needs exactly one %s beside a heat source, and the site has %d."
              .formatted(kind.key(), found.size()));
    }
    return found.getFirst();
  }

  private static OptionalDouble given(SimulatedDevice device, String name) {
    Double value = device.device().properties().get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private double property(SimulatedDevice device, String name) {
    Double value = device.device().properties().get(name);
    if (value == null) {
      throw new WattwardException(
          "The simulator needs the property %s of %s. Give it in the site file."
              .formatted(name, device.device().id()));
    }
    return value;
  }

  private SplittableRandom random(SimulatedDevice device) {
    return new SplittableRandom(seed * 1_000_003 + device.device().id().hashCode());
  }
}
