package org.wattward.protocols.modbus;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.template.Address.ModbusRegister;
import org.wattward.devices.template.DeviceTemplate.Protocol;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkCounters;
import org.wattward.protocols.link.LinkListener;
import org.wattward.protocols.link.LinkStatus;
import org.wattward.protocols.link.LinkStatus.State;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.link.WriteRange;
import org.wattward.protocols.link.WriteSteps;
import org.wattward.protocols.modbus.WriteJob.WriteTarget;

/**
 * A Modbus link: one connection, one thread, one or more devices that take turns on it. The thread
 * is virtual, but for serial ports.
 */
public final class ModbusLink implements Link {
  private static final Duration CLOSE_WITHIN = Duration.ofMillis(900);

  private final String id;
  private final Time time;
  private final Map<PointId, Target> targets = new HashMap<>();
  private final WriteQueue writes = new WriteQueue();
  private final Semaphore wake = new Semaphore(0);
  private final LinkCounters counters = new LinkCounters();
  private final Outlet outlet;
  private final LinkWorker worker;
  private final Thread.Builder threads;
  private volatile @Nullable Thread thread;

  private record Target(ModbusDevice device, Optional<Writing> writing, boolean readable) {}

  /**
   * What makes a Modbus link, whatever its wire.
   *
   * @param config its id and periods
   * @param peer what it connects to, for messages
   * @param opener makes connections
   * @param requestTimeout how long a request may take
   * @param blocksNatively whether the wire blocks in native code, so that a virtual thread would
   *     hold its carrier
   */
  record Wiring(
      LinkConfig config,
      String peer,
      Wire.Opener opener,
      Duration requestTimeout,
      boolean blocksNatively) {}

  /** Makes a link over any wire. */
  ModbusLink(
      Wiring wiring,
      List<Device> devices,
      LinkListener listener,
      Time time,
      RandomGenerator random) {
    this.id = wiring.config().id();
    this.time = time;
    this.outlet = new Outlet(id, listener, time, counters);
    this.threads = wiring.blocksNatively() ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
    List<ModbusDevice> carried =
        devices.stream().map(device -> new ModbusDevice(checked(device), random)).toList();
    carried.forEach(this::addTargets);
    Line.Settings settings =
        new Line.Settings(
            id,
            wiring.peer(),
            wiring.opener(),
            wiring.requestTimeout(),
            longestPauseAfterConnect(devices));
    this.worker =
        new LinkWorker(
            id,
            new Line(settings, time, random, outlet, counters),
            carried,
            new PollSchedule(id, wiring.config().periods(), time.nanos()),
            new LinkWorker.Shared(writes, wake, outlet, counters, time));
  }

  /**
   * Makes a link over a network; nothing happens until it is started.
   *
   * @param config where the devices are
   * @param devices the devices on it, at least one, with Modbus templates
   * @param listener who is told what is read; called on the link's thread
   * @param time the time
   * @param random jitter of the back-off
   * @param credentials keys, for TLS
   * @throws WattwardException when a device is not a Modbus device
   */
  public static ModbusLink overNetwork(
      LinkConfig.ModbusTcp config,
      List<Device> devices,
      LinkListener listener,
      Time time,
      RandomGenerator random,
      Credentials credentials) {
    Wiring wiring =
        new Wiring(
            config,
            config.host() + ":" + config.port(),
            Wires.of(config, credentials),
            config.requestTimeout(),
            false);
    return new ModbusLink(wiring, devices, listener, time, random);
  }

  /**
   * Makes a link on a serial port; nothing happens until it is started.
   *
   * @param config the port
   * @param devices the devices on it, at least one, with Modbus templates
   * @param listener who is told what is read; called on the link's thread
   * @param time the time
   * @param random jitter of the back-off
   * @throws WattwardException when a device is not a Modbus device
   */
  public static ModbusLink onSerialPort(
      LinkConfig.ModbusSerial config,
      List<Device> devices,
      LinkListener listener,
      Time time,
      RandomGenerator random) {
    Wiring wiring =
        new Wiring(config, config.port(), Wires.of(config, time), config.requestTimeout(), true);
    return new ModbusLink(wiring, devices, listener, time, random);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void start() {
    thread = threads.name(id).start(worker);
  }

  @Override
  public LinkStatus status() {
    return counters.status();
  }

  @Override
  public WriteOutcome write(PointId point, double value, Duration deadline, WriteSteps steps) {
    Target target = targets.get(point);
    if (target == null) {
      return new WriteOutcome.Refused("Link %s carries no point %s.".formatted(id, point));
    }
    if (target.writing().isEmpty()) {
      return new WriteOutcome.Refused("The point %s is not writable.".formatted(point));
    }
    Optional<WriteOutcome> refusal =
        WriteRange.refusal(
            id, point, target.device().device().template().point(point.name()), value);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    WriteTarget wanted =
        new WriteTarget(value, target.writing().get().tolerance(), target.readable(), steps);
    WriteJob job = new WriteJob(target.device(), point, wanted);
    if (!writes.offer(job)) {
      return new WriteOutcome.Refused(
          "The write to %s was not sent: link %s is closed or too many writes wait."
              .formatted(point, id));
    }
    wake.release();
    return job.await(time, deadline);
  }

  @Override
  public void close() {
    outlet.shut();
    writes.close();
    Thread running = thread;
    counters.state(State.CLOSED, "It was closed.");
    if (running == null) {
      return;
    }
    running.interrupt();
    try {
      running.join(CLOSE_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void addTargets(ModbusDevice carried) {
    for (PointTemplate point : carried.device().points()) {
      if (point.address() instanceof ModbusRegister) {
        targets.put(
            carried.device().pointId(point),
            new Target(carried, point.writing(), point.readable()));
      }
    }
  }

  private Device checked(Device device) {
    if (device.template().protocol() != Protocol.MODBUS) {
      throw new WattwardException(
          "Device %s on link %s has the template %s, which is for %s. Maybe it belongs to another link."
              .formatted(
                  device.id(), id, device.template().id(), device.template().protocol().key()));
    }
    return device;
  }

  private static Duration longestPauseAfterConnect(List<Device> devices) {
    return devices.stream()
        .map(device -> device.template().pacing().pauseAfterConnect())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
