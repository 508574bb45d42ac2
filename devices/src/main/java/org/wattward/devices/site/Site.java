package org.wattward.devices.site;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wattward.devices.point.PointId;
import org.wattward.devices.template.PointTemplate;

/**
 * What one controller process controls.
 *
 * @param id its id
 * @param title what people call it
 * @param timeZone where schedules and pages take their local time from
 * @param latitudeDeg latitude, north positive, -90 to 90
 * @param longitudeDeg longitude, east positive, -180 to 180
 * @param links its connections
 * @param devices its devices
 * @param zones its zones
 * @param network its electric network: buses and the lines between them
 * @param schedules its civil schedules
 * @param parameters values for rule parameters: {@code package/parameter} to value, in the unit the
 *     package declares
 * @param fourEyes whether a rule package comes into force only by somebody else than its author
 * @param publish where it tells what happens, if anywhere
 * @param holidays whose public holidays it keeps
 * @param orders where programs give orders by MQTT, if anywhere
 * @param overrideReminder how long before its end a manual override is reminded of
 */
public record Site(
    String id,
    String title,
    ZoneId timeZone,
    double latitudeDeg,
    double longitudeDeg,
    List<LinkConfig> links,
    List<Device> devices,
    List<Zone> zones,
    NetworkConfig network,
    List<ScheduleConfig> schedules,
    Map<String, Double> parameters,
    boolean fourEyes,
    Optional<PublishConfig> publish,
    HolidayConfig holidays,
    Optional<OrdersConfig> orders,
    Duration overrideReminder) {
  /** How long before its end a manual override is reminded of when the site file says nothing. */
  public static final Duration USUAL_REMINDER = Duration.ofMinutes(10);

  public Site {
    links = List.copyOf(links);
    devices = List.copyOf(devices);
    zones = List.copyOf(zones);
    schedules = List.copyOf(schedules);
    parameters = Map.copyOf(parameters);
  }

  /** A site whose overrides are reminded of as long before their end as usual. */
  public Site(
      String id,
      String title,
      ZoneId timeZone,
      double latitudeDeg,
      double longitudeDeg,
      List<LinkConfig> links,
      List<Device> devices,
      List<Zone> zones,
      NetworkConfig network,
      List<ScheduleConfig> schedules,
      Map<String, Double> parameters,
      boolean fourEyes,
      Optional<PublishConfig> publish,
      HolidayConfig holidays,
      Optional<OrdersConfig> orders) {
    this(
        id,
        title,
        timeZone,
        latitudeDeg,
        longitudeDeg,
        links,
        devices,
        zones,
        network,
        schedules,
        parameters,
        fourEyes,
        publish,
        holidays,
        orders,
        USUAL_REMINDER);
  }

  /** A site that says nothing of holidays and takes no orders by MQTT. */
  public Site(
      String id,
      String title,
      ZoneId timeZone,
      double latitudeDeg,
      double longitudeDeg,
      List<LinkConfig> links,
      List<Device> devices,
      List<Zone> zones,
      NetworkConfig network,
      List<ScheduleConfig> schedules,
      Map<String, Double> parameters,
      boolean fourEyes,
      Optional<PublishConfig> publish) {
    this(
        id,
        title,
        timeZone,
        latitudeDeg,
        longitudeDeg,
        links,
        devices,
        zones,
        network,
        schedules,
        parameters,
        fourEyes,
        publish,
        HolidayConfig.NONE,
        Optional.empty(),
        USUAL_REMINDER);
  }

  /** A site where an engineer alone may put a rule package in force. */
  public Site(
      String id,
      String title,
      ZoneId timeZone,
      double latitudeDeg,
      double longitudeDeg,
      List<LinkConfig> links,
      List<Device> devices,
      List<Zone> zones,
      NetworkConfig network,
      List<ScheduleConfig> schedules,
      Map<String, Double> parameters) {
    this(
        id,
        title,
        timeZone,
        latitudeDeg,
        longitudeDeg,
        links,
        devices,
        zones,
        network,
        schedules,
        parameters,
        false,
        Optional.empty(),
        HolidayConfig.NONE,
        Optional.empty(),
        USUAL_REMINDER);
  }

  /** The same site with other links and devices. */
  public Site with(List<LinkConfig> others, List<Device> carried) {
    return copy(others, carried, zones, network, parameters);
  }

  /** The same site with other zones and values of rule parameters. */
  public Site deciding(List<Zone> others, Map<String, Double> values) {
    return copy(links, devices, others, network, values);
  }

  /** The same site with another network. */
  public Site on(NetworkConfig other) {
    return copy(links, devices, zones, other, parameters);
  }

  private Site copy(
      List<LinkConfig> ofLinks,
      List<Device> ofDevices,
      List<Zone> ofZones,
      NetworkConfig ofNetwork,
      Map<String, Double> ofParameters) {
    return new Site(
        id,
        title,
        timeZone,
        latitudeDeg,
        longitudeDeg,
        ofLinks,
        ofDevices,
        ofZones,
        ofNetwork,
        schedules,
        ofParameters,
        fourEyes,
        publish,
        holidays,
        orders,
        overrideReminder);
  }

  /** Finds a device by id. */
  public Optional<Device> device(String id) {
    return devices.stream().filter(device -> device.id().equals(id)).findFirst();
  }

  /** Finds a point's template. */
  public Optional<PointTemplate> point(PointId id) {
    return device(id.device()).flatMap(device -> device.template().point(id.name()));
  }
}
