package org.wattward.controller.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.wattward.controller.district.District;
import org.wattward.controller.district.District.DeviceState;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.NetworkConfig.TransformerConfig;
import org.wattward.devices.template.DeviceKind;
import org.wattward.devices.template.PointTemplate;

/** What the district's page shows of a site: tiles, and devices in groups. Pure. */
record Overview(District district) {
  private static final Map<DeviceKind, String> GROUPS = groupTitles();

  /** What stands on a card beside the writable points, most telling first. */
  private static final List<String> TELLING =
      List.of(
          "power",
          "heatPower",
          "heatAvailable",
          "stateOfCharge",
          "roomTemp",
          "supplyTemp",
          "bufferTemp",
          "topTemp",
          "bottomTemp",
          "outdoorTemp",
          "globalIrradiance",
          "windSpeed",
          "voltageL1",
          "sgReadyState",
          "lampFailures",
          "contactorFeedback");

  private static final int MOST_READ_ONLY = 3;

  /**
   * A figure at the top of the page.
   *
   * @param points the points summed up, separated by blanks
   */
  record Tile(String key, String title, String points) {}

  /** Devices of a kind. */
  record Group(String title, List<Card> cards) {}

  /** A device. */
  record Card(String id, String title, String state, String reason, List<Value> values) {}

  /** A point on a card. */
  record Value(String point, String title, String unit, boolean writable) {}

  /** The meter at the transformer's low-voltage bus, which sees the whole district. */
  Optional<Device> headMeter() {
    List<String> heads =
        district.site().network().transformers().stream().map(TransformerConfig::lowBus).toList();
    List<Device> atHead =
        ofKind(DeviceKind.METER).stream()
            .filter(meter -> meter.bus().map(heads::contains).orElse(false))
            .toList();
    return atHead.stream()
        .filter(meter -> meter.properties().containsKey("ratedApparentPowerVa"))
        .findFirst()
        .or(() -> atHead.stream().findFirst());
  }

  List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    headMeter()
        .ifPresent(meter -> tiles.add(new Tile("grid", "From the grid", meter.id() + "/power")));
    addSum(tiles, "pv", "Photovoltaics", DeviceKind.INVERTER, "power");
    addSum(tiles, "heat", "Heat pumps", DeviceKind.HEAT_PUMP, "power");
    addSum(tiles, "battery", "Battery", DeviceKind.BATTERY, "power");
    addSum(tiles, "charge", "Battery's charge", DeviceKind.BATTERY, "stateOfCharge");
    addSum(tiles, "waste", "Waste heat used", DeviceKind.HEAT_SOURCE, "heatPower");
    addSum(tiles, "light", "Street light", DeviceKind.STREET_LIGHT, "dimLevel");
    return tiles;
  }

  private void addSum(
      List<Tile> tiles, String key, String title, DeviceKind kind, String pointName) {
    String points =
        ofKind(kind).stream()
            .filter(device -> device.template().point(pointName).isPresent())
            .map(device -> device.id() + "/" + pointName)
            .collect(Collectors.joining(" "));
    if (!points.isEmpty()) {
      tiles.add(new Tile(key, title, points));
    }
  }

  List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    GROUPS.forEach((kind, title) -> {
      List<Card> cards = ofKind(kind).stream().map(this::card).toList();
      if (!cards.isEmpty()) {
        groups.add(new Group(title, cards));
      }
    });
    return groups;
  }

  private List<Device> ofKind(DeviceKind kind) {
    return district.site().devices().stream()
        .filter(device -> device.template().kind() == kind)
        .toList();
  }

  private Card card(Device device) {
    DeviceState state = district.state(device);
    List<Value> values = new ArrayList<>();
    TELLING.stream()
        .flatMap(name -> device.template().point(name).stream())
        .filter(point -> !point.isWritable())
        .limit(MOST_READ_ONLY)
        .forEach(point -> values.add(value(device, point)));
    device.points().stream()
        .filter(device.template()::isControlled)
        .forEach(point -> values.add(value(device, point)));
    return new Card(device.id(), device.title(), state.condition().name(), state.reason(), values);
  }

  private static Value value(Device device, PointTemplate point) {
    return new Value(
        device.pointId(point).toString(), point.title(), point.unit().symbol(), point.isWritable());
  }

  private static Map<DeviceKind, String> groupTitles() {
    Map<DeviceKind, String> titles = new LinkedHashMap<>();
    titles.put(DeviceKind.INVERTER, "Photovoltaics");
    titles.put(DeviceKind.BATTERY, "Batteries");
    titles.put(DeviceKind.HEAT_PUMP, "Heat pumps");
    titles.put(DeviceKind.HEAT_SOURCE, "Heat sources");
    titles.put(DeviceKind.THERMAL_STORE, "Thermal stores");
    titles.put(DeviceKind.STREET_LIGHT, "Street lights");
    titles.put(DeviceKind.STREET_LIGHT_CABINET, "Street-light cabinets");
    titles.put(DeviceKind.CHARGER, "Chargers");
    titles.put(DeviceKind.METER, "Meters");
    titles.put(DeviceKind.WEATHER_STATION, "Weather");
    titles.put(DeviceKind.SENSOR, "Sensors");
    return titles;
  }
}
