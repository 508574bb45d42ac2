package org.wattward.controller.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.Zone;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.DeviceKind;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.DeviceTemplate.Pacing;
import org.wattward.devices.template.DeviceTemplate.Protocol;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Form;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.devices.template.RegisterEncoding;
import org.wattward.devices.template.RegisterEncoding.RegisterType;
import org.wattward.devices.template.RegisterTable;
import org.wattward.sim.field.modbus.LoadField;

/**
 * A load field as feeders of many devices: the first is the meter at the transformer, the last a
 * heat pump with an SG Ready input, between them meters. Each is ruled by {@code peak-limit}: when
 * the transformer's power is near what was agreed on, the heat pump must make no extra heat.
 */
final class ReactSite {
  /** A power that leaves the heat pump free, W. */
  static final float CALM_W = 1_000;

  /** A power far above what was agreed on, W. */
  static final float PEAK_W = 500_000;

  private static final String PACKAGE = "peak-limit";
  private static final int EXTRA_HEAT = 3;

  private ReactSite() {}

  /**
   * Makes it.
   *
   * @param zoneDevices how many devices a zone has
   */
  static Site of(LoadField.Size size, int zoneDevices, List<Integer> ports, Duration period) {
    Site plain = LoadField.site(size, ports, period);
    List<Device> devices = new ArrayList<>();
    List<Zone> zones = new ArrayList<>();
    DeviceTemplate meter = template("load-meter", DeviceKind.METER, meterPoints(size.points()));
    DeviceTemplate pump =
        template("load-heat-pump", DeviceKind.HEAT_PUMP, pumpPoints(size.points()));
    for (int index = 0; index < size.devices(); index++) {
      Device device = plain.devices().get(index);
      int place = index % zoneDevices;
      boolean isPump = place == zoneDevices - 1;
      devices.add(
          new Device(
              device.id(),
              device.title(),
              isPump ? pump : meter,
              device.link(),
              device.unit(),
              "",
              Optional.empty(),
              place == 0 ? Map.of("ratedApparentPowerVa", 630_000.0) : Map.of()));
    }
    for (int first = 0; first + zoneDevices <= size.devices(); first += zoneDevices) {
      zones.add(
          new Zone(
              "feeder-%03d".formatted(first / zoneDevices),
              "Feeder %d".formatted(first / zoneDevices),
              Zone.Kind.FEEDER,
              devices.subList(first, first + zoneDevices).stream().map(Device::id).toList(),
              List.of(PACKAGE),
              Duration.ofSeconds(1)));
    }
    return new Site(
        plain.id(),
        plain.title(),
        plain.timeZone(),
        0,
        0,
        plain.links(),
        devices,
        zones,
        plain.network(),
        List.of(),
        Map.of());
  }

  private static DeviceTemplate template(String id, DeviceKind kind, List<PointTemplate> points) {
    return new DeviceTemplate(
        id, id, kind, Protocol.MODBUS, "made up for measuring", Pacing.NONE, points);
  }

  private static List<PointTemplate> meterPoints(int count) {
    return IntStream.range(0, count).mapToObj(ReactSite::measured).toList();
  }

  private static List<PointTemplate> pumpPoints(int count) {
    List<PointTemplate> points = new ArrayList<>(meterPoints(count));
    points.add(
        new PointTemplate(
            "sgReady",
            "SG Ready",
            Form.STATE,
            Unit.ONE,
            1,
            4,
            true,
            PollGroup.FAST,
            register(RegisterTable.HOLDING, LoadField.SWITCH_REGISTER, RegisterType.UINT16),
            Optional.of(
                new Writing(
                    1,
                    4,
                    1,
                    2,
                    EXTRA_HEAT,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    0,
                    Double.POSITIVE_INFINITY,
                    Duration.ZERO))));
    return points;
  }

  private static PointTemplate measured(int index) {
    return new PointTemplate(
        index == 0 ? "power" : "value%02d".formatted(index),
        index == 0 ? "Power" : "Value %d".formatted(index),
        Form.NUMBER,
        index == 0 ? Unit.W : Unit.ONE,
        0,
        1e7,
        true,
        PollGroup.FAST,
        register(RegisterTable.INPUT, 2 * index, RegisterType.FLOAT32),
        Optional.empty());
  }

  private static Address register(RegisterTable table, int address, RegisterType type) {
    return new Address.ModbusRegister(
        table,
        address,
        new RegisterEncoding(type, false),
        1,
        0,
        Optional.empty(),
        List.of(),
        List.of());
  }
}
