package org.wattward.protocols.modbus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.Address.CompanionWrite;
import org.wattward.devices.template.Address.Fixed;
import org.wattward.devices.template.Address.ModbusRegister;
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

/** Builds small Modbus devices for tests. */
final class TestDevices {
  private final String id;
  private final int unit;
  private final List<PointTemplate> points = new ArrayList<>();
  private Pacing pacing = Pacing.NONE;

  private TestDevices(String id, int unit) {
    this.id = id;
    this.unit = unit;
  }

  static TestDevices device(String id, int unit) {
    return new TestDevices(id, unit);
  }

  /** A link with quick polls. */
  static LinkConfig.ModbusTcp link(int port, Duration requestTimeout, Duration fast) {
    return new LinkConfig.ModbusTcp(
        "link-1",
        "127.0.0.1",
        port,
        requestTimeout,
        new PollPeriods(fast, fast.multipliedBy(2), fast.multipliedBy(4)));
  }

  TestDevices pacing(Pacing demanded) {
    pacing = demanded;
    return this;
  }

  /** A fast point of one register, unscaled. */
  TestDevices word(String name, RegisterTable table, int address) {
    return point(name, register(table, address, RegisterType.UINT16, 1), PollGroup.FAST, false);
  }

  /** A fast holding register that can be written. */
  TestDevices writable(String name, int address, CompanionWrite... companions) {
    return point(
        name,
        new ModbusRegister(
            RegisterTable.HOLDING,
            address,
            new RegisterEncoding(RegisterType.UINT16, false),
            1,
            0,
            Optional.empty(),
            List.of(),
            List.of(companions)),
        PollGroup.FAST,
        true);
  }

  TestDevices point(
      String name, RegisterTable table, int address, RegisterType type, double scale) {
    return point(name, register(table, address, type, scale), PollGroup.FAST, false);
  }

  TestDevices fixed(String name, double value) {
    return point(name, new Fixed(OptionalDouble.of(value)), PollGroup.ONCE, false);
  }

  TestDevices point(String name, Address address, PollGroup group, boolean writable) {
    points.add(
        new PointTemplate(
            name,
            name,
            Form.NUMBER,
            Unit.W,
            -1e9,
            1e9,
            true,
            group,
            address,
            writable ? Optional.of(writing()) : Optional.empty()));
    return this;
  }

  Device build() {
    DeviceTemplate template =
        new DeviceTemplate(
            "test", "Test", DeviceKind.SENSOR, Protocol.MODBUS, "none", pacing, points);
    return new Device(id, id, template, "link-1", unit, "", Optional.empty(), Map.of());
  }

  static ModbusRegister register(
      RegisterTable table, int address, RegisterType type, double scale) {
    return new ModbusRegister(
        table,
        address,
        new RegisterEncoding(type, false),
        scale,
        0,
        Optional.empty(),
        List.of(),
        List.of());
  }

  static PointId id(String device, String name) {
    return new PointId(device, name);
  }

  private static Writing writing() {
    return new Writing(
        0,
        60000,
        0,
        0,
        0,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        0,
        Double.POSITIVE_INFINITY,
        Duration.ZERO);
  }
}
