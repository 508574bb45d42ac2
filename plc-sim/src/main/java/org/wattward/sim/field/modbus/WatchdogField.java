package org.wattward.sim.field.modbus;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.site.NetworkConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.Zone;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.ControllerMark;
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
import org.wattward.devices.time.Time;
import org.wattward.sim.field.Health;
import org.wattward.sim.field.Quirks;

/**
 * A few heat pumps that watch their controller: a power limit that falls back to its safe value
 * when it is not written for a while, and a release without a watchdog that must hold its state for
 * some time. Everything that is read or written is noted. Safe on any thread.
 */
public final class WatchdogField implements AutoCloseable {
  /** After so long without a write the power limit falls back. */
  public static final Duration WATCHDOG = Duration.ofSeconds(4);

  /** So long the release must hold a state. */
  public static final Duration HOLD = Duration.ofSeconds(3);

  /** The power limit that a device falls back to, W. */
  public static final int SAFE_W = 3_000;

  private static final int LIMIT = 0;
  private static final int RELEASE = 1;
  private static final int MARK = 2;
  private static final int REGISTERS = 3;
  private static final int MOST_MARK = 65_535;

  /** How often a controller renews its mark on a device that holds one. */
  public static final Duration MARK_PERIOD = Duration.ofSeconds(2);

  private static final int DEFAULT_W = 8_000;
  private static final int MOST_W = 10_000;
  private static final String HOST = "127.0.0.1";

  private final Time time;
  private final ModbusPort port;
  private final Queue<Event> events = new ConcurrentLinkedQueue<>();
  private final List<Pump> pumps = new ArrayList<>();

  /** What happened to a register. */
  public enum Kind {
    READ,
    WRITTEN
  }

  /**
   * Something that happened to a point.
   *
   * @param nanos when, on the monotonic clock
   * @param value what was read or written, in the point's unit
   */
  public record Event(long nanos, Kind kind, PointId point, int value) {}

  /** A field of some devices behind one port that is not open yet. */
  public WatchdogField(int devices, Time time) {
    this.time = time;
    Map<Integer, ModbusUnit> units = new HashMap<>();
    for (int index = 0; index < devices; index++) {
      Pump pump = new Pump(index);
      pumps.add(pump);
      units.put(index + 1, pump);
    }
    this.port = new ModbusPort("watchdogs", Map.copyOf(units), time);
  }

  /** Opens the port. */
  public void start() {
    port.open();
  }

  /** The port, once started. */
  public int port() {
    return port.port();
  }

  /** How many devices there are. */
  public int devices() {
    return pumps.size();
  }

  /** What happened since the last call, oldest first. */
  public List<Event> drain() {
    List<Event> drained = new ArrayList<>();
    for (Event event = events.poll(); event != null; event = events.poll()) {
      drained.add(event);
    }
    return drained;
  }

  /** How many devices have a power limit in force that is not their safe value. */
  public long away() {
    return pumps.stream().filter(pump -> pump.limitW() != SAFE_W).count();
  }

  @Override
  public void close() {
    port.shut();
  }

  /** A device's power limit. */
  public static PointId limit(int device) {
    return new PointId("pump-" + device, "powerLimit");
  }

  /** A device's release. */
  public static PointId release(int device) {
    return new PointId("pump-" + device, "release");
  }

  /** The site of a field whose devices hold which controller has them. */
  public static Site markedSite(int devices, int port) {
    Site plain = site(devices, port);
    return new Site(
        plain.id(),
        plain.title(),
        plain.timeZone(),
        plain.latitudeDeg(),
        plain.longitudeDeg(),
        plain.links(),
        plain.devices().stream().map(WatchdogField::marked).toList(),
        plain.zones(),
        plain.network(),
        plain.schedules(),
        plain.parameters());
  }

  private static Device marked(Device device) {
    Writing writing =
        new Writing(
            0,
            MOST_MARK,
            1,
            0,
            0,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            0,
            Double.POSITIVE_INFINITY,
            Duration.ZERO);
    List<PointTemplate> points = new ArrayList<>(device.points());
    points.add(point("owner", Unit.ONE, MARK, MOST_MARK, writing));
    DeviceTemplate template =
        device.template().withPoints(points).markedBy(new ControllerMark("owner", MARK_PERIOD));
    return new Device(
        device.id(),
        device.title(),
        template,
        device.link(),
        device.unit(),
        device.prefix(),
        device.bus(),
        device.properties());
  }

  /** The site of a field, for another process that knows only its size and port. */
  public static Site site(int devices, int port) {
    Duration period = Duration.ofMillis(200);
    LinkConfig link =
        new LinkConfig.ModbusTcp(
            "pumps", HOST, port, Duration.ofSeconds(1), new PollPeriods(period, period, period));
    DeviceTemplate template =
        new DeviceTemplate(
            "watchdog-pump",
            "A heat pump that watches its controller",
            DeviceKind.HEAT_PUMP,
            Protocol.MODBUS,
            "made up for tests",
            Pacing.NONE,
            List.of(
                point("powerLimit", Unit.W, LIMIT, MOST_W, limitWriting()),
                point("release", Unit.ONE, RELEASE, 1, releaseWriting())));
    List<Device> all =
        IntStream.range(0, devices)
            .mapToObj(index ->
                new Device(
                    "pump-" + index,
                    "Pump " + index,
                    template,
                    "pumps",
                    index + 1,
                    "",
                    Optional.empty(),
                    Map.of()))
            .toList();
    Zone zone =
        new Zone(
            "house",
            "House",
            Zone.Kind.BUILDING,
            all.stream().map(Device::id).toList(),
            List.of(),
            Duration.ofSeconds(1));
    return new Site(
        "watchdogs",
        "Heat pumps that watch their controller",
        ZoneOffset.UTC,
        0,
        0,
        List.of(link),
        all,
        List.of(zone),
        NetworkConfig.NONE,
        List.of(),
        Map.of());
  }

  private static Writing limitWriting() {
    return new Writing(
        0,
        MOST_W,
        1,
        SAFE_W,
        DEFAULT_W,
        WATCHDOG.dividedBy(4),
        WATCHDOG,
        Duration.ZERO,
        0.5,
        Double.POSITIVE_INFINITY,
        Duration.ZERO);
  }

  private static Writing releaseWriting() {
    return new Writing(
        0,
        1,
        1,
        0,
        0,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        0,
        Double.POSITIVE_INFINITY,
        HOLD);
  }

  private static PointTemplate point(
      String name, Unit unit, int register, double max, Writing writing) {
    return new PointTemplate(
        name,
        name,
        Form.NUMBER,
        unit,
        0,
        max,
        true,
        PollGroup.FAST,
        new Address.ModbusRegister(
            RegisterTable.HOLDING,
            register,
            new RegisterEncoding(RegisterType.UINT16, false),
            1,
            0,
            Optional.empty(),
            List.of(),
            List.of()),
        Optional.of(writing));
  }

  /** One device. Its watchdog is a matter of when the limit was written last. */
  private final class Pump implements ModbusUnit {
    private final int index;
    private int writtenW = SAFE_W;
    private int released;
    private int marked;
    private long writtenNanos;

    Pump(int index) {
      this.index = index;
    }

    synchronized int limitW() {
      boolean fed = time.nanos() - writtenNanos <= WATCHDOG.toNanos();
      return fed ? writtenW : SAFE_W;
    }

    @Override
    public synchronized int readWords(
        RegisterTable table, int address, int count, ByteBuffer into) {
      if (table != RegisterTable.HOLDING || address + count > REGISTERS) {
        return ExceptionCode.ILLEGAL_ADDRESS;
      }
      for (int register = address; register < address + count; register++) {
        int value = value(register);
        note(Kind.READ, register, value);
        into.putShort((short) value);
      }
      return ExceptionCode.NONE;
    }

    @Override
    public synchronized int writeWords(int address, int count, ByteBuffer from) {
      if (address + count > REGISTERS) {
        return ExceptionCode.ILLEGAL_ADDRESS;
      }
      for (int register = address; register < address + count; register++) {
        int value = Short.toUnsignedInt(from.getShort());
        note(Kind.WRITTEN, register, value);
        if (register == LIMIT) {
          writtenW = value;
          writtenNanos = time.nanos();
        } else if (register == RELEASE) {
          released = value;
        } else {
          marked = value;
        }
      }
      return ExceptionCode.NONE;
    }

    private int value(int register) {
      return switch (register) {
        case LIMIT -> limitW();
        case RELEASE -> released;
        default -> marked;
      };
    }

    private void note(Kind kind, int register, int value) {
      if (register == MARK) {
        return; // no matter of control
      }
      PointId point = register == LIMIT ? limit(index) : release(index);
      events.add(new Event(time.nanos(), kind, point, value));
    }

    @Override
    public int readBits(RegisterTable table, int address, int count, ByteBuffer into) {
      return ExceptionCode.ILLEGAL_ADDRESS;
    }

    @Override
    public int writeBits(int address, int count, ByteBuffer from) {
      return ExceptionCode.ILLEGAL_ADDRESS;
    }

    @Override
    public boolean writesMultipleOnly() {
      return false;
    }

    @Override
    public int maxRegistersPerRead() {
      return REGISTERS;
    }

    @Override
    public Health health() {
      return Health.WELL;
    }

    @Override
    public Quirks quirks() {
      return Quirks.NONE;
    }
  }
}
