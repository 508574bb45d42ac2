package org.wattward.sim.field.modbus;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.site.NetworkConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.DeviceKind;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.DeviceTemplate.Pacing;
import org.wattward.devices.template.DeviceTemplate.Protocol;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Form;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.template.RegisterEncoding;
import org.wattward.devices.template.RegisterEncoding.RegisterType;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.time.Time;

/**
 * Thousands of Modbus devices for measuring the acquisition: some with a port each, the others in
 * groups behind gateways. Two virtual threads per connection, no memory per value. Safe on any
 * thread.
 */
public final class LoadField implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  /** The holding register that every device has, a whole number that can be written. */
  public static final int SWITCH_REGISTER = 500;

  private final LoadSwitches switches = new LoadSwitches();
  private final LongAdder requests = new LongAdder();
  private final Set<Integer> silent = ConcurrentHashMap.newKeySet();
  private final List<ModbusPort> ports = new ArrayList<>();

  /**
   * How large a field is.
   *
   * @param devices how many devices, at least {@code single}
   * @param points how many points each has, 1 to 62
   * @param single how many of the devices have a port of their own
   * @param unitsPerGateway how many of the others share a port, 1 to 247
   */
  public record Size(int devices, int points, int single, int unitsPerGateway) {
    public Size {
      if (single < 0 || single > devices || points < 1 || points > 62) {
        throw new IllegalArgumentException(
            "A field of %d devices with %d points each, %d of them alone, cannot be."
                .formatted(devices, points, single));
      }
      if (unitsPerGateway < 1 || unitsPerGateway > 247) {
        throw new IllegalArgumentException(
            "%d units cannot share a gateway; 1 to 247 can.".formatted(unitsPerGateway));
      }
    }

    /** How many ports that takes. */
    public int ports() {
      return single + Math.ceilDiv(devices - single, unitsPerGateway);
    }

    private int port(int device) {
      return device < single ? device : single + (device - single) / unitsPerGateway;
    }

    private int unit(int device) {
      return device < single ? 1 : 1 + (device - single) % unitsPerGateway;
    }
  }

  /**
   * A field that is not open yet.
   *
   * @param time what moves the values
   */
  public LoadField(Size size, Time time) {
    List<Map<Integer, ModbusUnit>> units = new ArrayList<>();
    IntStream.range(0, size.ports()).forEach(_ -> units.add(new HashMap<>()));
    for (int device = 0; device < size.devices(); device++) {
      units
          .get(size.port(device))
          .put(
              size.unit(device),
              new LoadUnit(device, size.points(), silent, switches, requests, time));
    }
    for (int port = 0; port < units.size(); port++) {
      ports.add(new ModbusPort("load-" + port, Map.copyOf(units.get(port)), time));
    }
  }

  /**
   * Opens all ports.
   *
   * @throws org.wattward.devices.WattwardException when there are not enough; maybe the limit of
   *     open files is too low
   */
  public void start() {
    ports.forEach(ModbusPort::open);
  }

  /** The ports, in the order of the links of {@link #site}; known once started. */
  public List<Integer> ports() {
    return ports.stream().map(ModbusPort::port).toList();
  }

  /**
   * Makes a device fall silent: it takes requests and does not answer until it is woken.
   *
   * @param device index of the device, from 0
   */
  public void silence(int device) {
    silent.add(device);
  }

  /**
   * Makes a silent device answer again.
   *
   * @param device index of the device, from 0
   */
  public void wake(int device) {
    silent.remove(device);
  }

  /**
   * Makes a device show a value at its first point from now on.
   *
   * @param device index of the device, from 0
   */
  public void show(int device, float value) {
    switches.show(device, value);
  }

  /** What was written since the last call, oldest first. */
  public List<Written> drainWritten() {
    return switches.drain();
  }

  /**
   * A write that came.
   *
   * @param device index of the device
   * @param value what was written
   * @param nanos when its request had come, on the machine's monotonic clock
   */
  public record Written(int device, int value, long nanos) {}

  /** How many read requests were answered so far. */
  public long requests() {
    return requests.sum();
  }

  @Override
  public void close() {
    ports.forEach(ModbusPort::shut);
  }

  /**
   * Whether a value can have been shown by a point of a field.
   *
   * @param device index of the device, from 0
   * @param point index of the point, from 0
   */
  public static boolean isPossible(int device, int point, double value) {
    double fraction = value - device * 10 - point;
    return fraction >= 0 && fraction < 1 && fraction * 16 == Math.rint(fraction * 16);
  }

  /**
   * The site of a field, for another process that knows only its size and ports.
   *
   * @param ports as {@link #ports()} told
   * @param period how often every point is read
   */
  public static Site site(Size size, List<Integer> ports, Duration period) {
    PollPeriods periods = new PollPeriods(period, period, period);
    List<LinkConfig> links = new ArrayList<>();
    for (int port = 0; port < ports.size(); port++) {
      links.add(
          new LinkConfig.ModbusTcp(
              linkId(port), HOST, ports.get(port), Duration.ofSeconds(1), periods));
    }
    DeviceTemplate template = template(size.points());
    List<Device> devices =
        IntStream.range(0, size.devices())
            .mapToObj(index -> device(size, index, template))
            .toList();
    return new Site(
        "load",
        "Load field of %d devices".formatted(size.devices()),
        ZoneOffset.UTC,
        0,
        0,
        links,
        devices,
        List.of(),
        NetworkConfig.NONE,
        List.of(),
        Map.of());
  }

  private static Device device(Size size, int index, DeviceTemplate template) {
    String id = "load-%05d".formatted(index);
    return new Device(
        id,
        id,
        template,
        linkId(size.port(index)),
        size.unit(index),
        "",
        Optional.empty(),
        Map.of());
  }

  private static String linkId(int port) {
    return "link-%04d".formatted(port);
  }

  private static DeviceTemplate template(int points) {
    return new DeviceTemplate(
        "load-device",
        "A device of the load field",
        DeviceKind.SENSOR,
        Protocol.MODBUS,
        "made up for measuring",
        Pacing.NONE,
        IntStream.range(0, points).mapToObj(LoadField::point).toList());
  }

  private static PointTemplate point(int index) {
    return new PointTemplate(
        "value%02d".formatted(index),
        "Value %d".formatted(index),
        Form.NUMBER,
        Unit.ONE,
        0,
        1e7,
        true,
        PollGroup.FAST,
        new Address.ModbusRegister(
            RegisterTable.INPUT,
            2 * index,
            new RegisterEncoding(RegisterType.FLOAT32, false),
            1,
            0,
            Optional.empty(),
            List.of(),
            List.of()),
        Optional.empty());
  }
}
