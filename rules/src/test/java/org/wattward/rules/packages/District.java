package org.wattward.rules.packages;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Zone;
import org.wattward.devices.template.Templates;
import org.wattward.rules.decide.Snapshot;

/** A small district made of the bundled templates, for tests of decisions. */
final class District {
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final Templates templates = Templates.bundled();
  private final List<Device> devices = new ArrayList<>();
  private final Map<PointId, Reading> readings = new HashMap<>();
  private final Map<String, Double> parameters = new HashMap<>();
  private final List<Snapshot.DemandResponse> events = new ArrayList<>();
  private final List<Snapshot.HeldCondition> held = new ArrayList<>();
  private Instant time;
  private double sunElevationDeg;

  District(String time, double sunElevationDeg) {
    this.time = Instant.parse(time);
    this.sunElevationDeg = sunElevationDeg;
    add("meter-transformer", "janitza-umg604", Map.of("ratedApparentPowerVA", 160_000.0));
    add("meter-01", "eastron-sdm630", Map.of());
    add("pv-01", "sunspec-inverter", Map.of("ratedPowerW", 40_000.0));
    add("battery-01", "sunspec-battery", Map.of("ratedPowerW", 30_000.0, "capacityWh", 60_000.0));
    add("heatpump-01", "daikin-homehub", Map.of("ratedPowerW", 3_000.0));
    add("heatpump-03", "lambda-eu-l", Map.of("ratedPowerW", 4_000.0));
    add("heatpump-05", "opcua-heat-pump", Map.of("ratedPowerW", 6_000.0));
    add("cabinet-01", "street-light-cabinet", Map.of());
    add("lights-01", "street-light-segment", Map.of("ratedPowerW", 1320.0));
    add("datacentre-01", "data-centre-heat", Map.of());
    add("store-01", "thermal-store", Map.of());
    add("booster-01", "booster-heat-pump", Map.of("ratedPowerW", 7_000.0));
    add("weather-01", "weather-station", Map.of());
    read("meter-transformer/power", 25_000);
    read("meter-transformer/reactivePower", 4_000);
    read("pv-01/power", -12_000);
    read("pv-01/reactivePower", 0);
    read("pv-01/voltageL1", 232);
    read("pv-01/reactivePowerSetpoint", 0);
    read("battery-01/power", 0);
    read("battery-01/stateOfCharge", 55);
    read("heatpump-01/hotWaterTemp", 47);
    read("lights-01/traffic", 12);
    read("lights-01/lampFailures", 0);
    read("datacentre-01/heatAvailable", 15_000);
    read("datacentre-01/returnTemp", 32);
    read("datacentre-01/divert", 0);
    read("store-01/bottomTemp", 35);
    read("store-01/topTemp", 55);
    read("booster-01/power", 0);
    read("booster-01/supplyTemp", 65);
    read("booster-01/sourceTemp", 30);
  }

  void read(String point, double value) {
    PointId id = PointId.parse(point);
    readings.put(id, Reading.good(id, time, value));
  }

  void goStale(String point) {
    readings.computeIfPresent(PointId.parse(point), (_, reading) -> reading.stale());
  }

  void set(String parameter, double value) {
    parameters.put(parameter, value);
  }

  void event(int level) {
    events.add(
        new Snapshot.DemandResponse(
            "e" + events.size(),
            level,
            time.minusSeconds(60),
            time.plusSeconds(3600),
            Double.POSITIVE_INFINITY,
            "test"));
  }

  void hold(String condition, String subject, double seconds) {
    held.add(new Snapshot.HeldCondition(condition, subject, seconds));
  }

  Snapshot snapshot(Zone.Kind kind, String... packages) {
    Zone zone =
        new Zone(
            "zone",
            "Zone",
            kind,
            devices.stream().map(Device::id).toList(),
            List.of(packages),
            Duration.ofSeconds(1));
    List<Snapshot.Price> prices =
        List.of(
            new Snapshot.Price(time.minusSeconds(60), time.plusSeconds(3600), 0.25),
            new Snapshot.Price(time.plusSeconds(3600), time.plusSeconds(7200), 0.35));
    return new Snapshot(
        zone,
        time,
        BERLIN,
        sunElevationDeg,
        devices,
        readings,
        Map.of(),
        events,
        prices,
        held,
        parameters);
  }

  Optional<Device> device(String id) {
    return devices.stream().filter(device -> device.id().equals(id)).findFirst();
  }

  private void add(String id, String template, Map<String, Double> properties) {
    devices.add(
        new Device(
            id,
            id,
            templates.find(template).orElseThrow(),
            "link",
            1,
            "",
            Optional.empty(),
            properties));
  }
}
