package org.wattward.controller.district;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.site.NetworkConfig;
import org.wattward.devices.site.ScheduleConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.Zone;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.DeviceKind;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Form;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.template.PointTemplate.Writing;

/**
 * A small site: a meter and two heat pumps on links of their own, two lamps behind one gateway; the
 * zone {@code feeder} sees the meter and the heat pumps, {@code lighting} the lamps.
 */
public final class TestSite {
  /** What the meter reads, W. */
  public static final PointId METER_POWER = PointId.parse("meter-01/power");

  /** The most power heat pump 1 may take, W; by default 10000, safe 6000. */
  public static final PointId LIMIT = PointId.parse("heatpump-01/powerLimit");

  /** The same of heat pump 2. */
  public static final PointId LIMIT_2 = PointId.parse("heatpump-02/powerLimit");

  /** The light of lamp 1, %. */
  public static final PointId DIM = PointId.parse("lamp-01/dimLevel");

  static final PollPeriods PERIODS =
      new PollPeriods(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(60));

  private TestSite() {}

  /** The site with some schedules. */
  public static Site site(ScheduleConfig... schedules) {
    return new Site(
        "test",
        "A small site",
        ZoneId.of("Europe/Berlin"),
        51.2,
        6.8,
        List.of(link("link-meter"), link("link-hp-1"), link("link-hp-2"), link("gateway")),
        List.of(
            device("meter-01", DeviceKind.METER, "link-meter", reading("power")),
            heatPump("heatpump-01", "link-hp-1"),
            heatPump("heatpump-02", "link-hp-2"),
            lamp("lamp-01"),
            lamp("lamp-02")),
        List.of(
            zone("feeder", List.of("meter-01", "heatpump-01", "heatpump-02")),
            zone("lighting", List.of("lamp-01", "lamp-02"))),
        NetworkConfig.NONE,
        List.of(schedules),
        Map.of());
  }

  private static LinkConfig link(String id) {
    return new LinkConfig.ModbusTcp(id, "localhost", 1502, Duration.ofSeconds(1), PERIODS);
  }

  private static Zone zone(String id, List<String> devices) {
    return new Zone(id, id, Zone.Kind.FEEDER, devices, List.of("test"), Duration.ofSeconds(1));
  }

  private static Device heatPump(String id, String link) {
    return device(
        id,
        DeviceKind.HEAT_PUMP,
        link,
        reading("power"),
        writable("powerLimit", Unit.W, 10_000, writing(10_000, 6_000, Duration.ZERO)));
  }

  private static Device lamp(String id) {
    return device(
        id,
        DeviceKind.STREET_LIGHT,
        "gateway",
        reading("power"),
        writable("dimLevel", Unit.PERCENT, 100, writing(100, 100, Duration.ofSeconds(60))));
  }

  /** Whose relinquish default is its greatest value. */
  private static Writing writing(double max, double safe, Duration minHold) {
    return new Writing(
        0,
        max,
        0,
        safe,
        max,
        Duration.ofMinutes(5),
        Duration.ZERO,
        Duration.ZERO,
        0.5,
        Double.POSITIVE_INFINITY,
        minHold);
  }

  private static PointTemplate reading(String name) {
    return new PointTemplate(
        name,
        name,
        Form.NUMBER,
        Unit.W,
        -100_000,
        100_000,
        true,
        PollGroup.FAST,
        new Address.MqttTopic(name, "", Optional.empty(), Optional.empty(), 1),
        Optional.empty());
  }

  private static PointTemplate writable(String name, Unit unit, double max, Writing writing) {
    return new PointTemplate(
        name,
        name,
        Form.NUMBER,
        unit,
        0,
        max,
        true,
        PollGroup.NORMAL,
        new Address.MqttTopic(name, "", Optional.empty(), Optional.empty(), 1),
        Optional.of(writing));
  }

  private static Device device(String id, DeviceKind kind, String link, PointTemplate... points) {
    DeviceTemplate template =
        new DeviceTemplate(
            "test-" + kind.key(),
            "Test " + kind.key(),
            kind,
            DeviceTemplate.Protocol.MQTT,
            "none",
            DeviceTemplate.Pacing.NONE,
            List.of(points));
    return new Device(id, id, template, link, 0, "", Optional.empty(), Map.of());
  }
}
