package org.wattward.controller.command;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.wattward.controller.acquisition.Acquisition;
import org.wattward.controller.acquisition.DeviceHealth;
import org.wattward.controller.command.FieldSummary.FullSpeed;
import org.wattward.controller.loop.Loops;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;
import org.wattward.protocols.Links;
import org.wattward.protocols.link.Lateness;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkListener.StateChange;
import org.wattward.protocols.link.LinkStatus;
import org.wattward.protocols.modbus.BareLoop;
import org.wattward.sim.field.modbus.LoadField;

/**
 * Measures the acquisition against a load field: links, decoding, and the table of readings, as the
 * controller runs them. Blocks the calling thread.
 */
final class FieldBench {
  private static final double MIB = 1024.0 * 1024;

  /** So short that the next poll is always due: the bare loop does not pause either. */
  private static final Duration WITHOUT_PAUSE = Duration.ofNanos(1000);

  private static final Duration SAMPLE_EVERY = Duration.ofSeconds(1);

  private final Time time;
  private final LoadField.Size size;
  private final FieldProcess field;

  /**
   * What was measured over some seconds.
   *
   * @param seconds how long
   * @param requests requests sent in that time
   * @param points good readings handed on in that time
   * @param leastPollsPerS polls in the worst second
   * @param missed polls that were due in that time and left out
   * @param failures requests without a valid answer
   * @param cpuS processor seconds of this process
   * @param fieldCpuS processor seconds of the simulated field
   * @param peakHeapMiB greatest heap in use
   * @param lateness how late polls began
   */
  record Run(
      double seconds,
      long requests,
      long points,
      double leastPollsPerS,
      long missed,
      long failures,
      double cpuS,
      double fieldCpuS,
      double peakHeapMiB,
      Lateness lateness) {

    double requestsPerS() {
      return requests / seconds;
    }

    double pointsPerS() {
      return points / seconds;
    }
  }

  /**
   * How two are measured in turns.
   *
   * @param count how often each
   * @param warmUp before each turn
   * @param duration of each turn
   */
  record Turns(int count, Duration warmUp, Duration duration) {}

  FieldBench(Time time, LoadField.Size size, FieldProcess field) {
    this.time = time;
    this.size = size;
    this.field = field;
  }

  /**
   * Asks as fast as it goes, in turns with j2mod alone and with the links, so that a machine that
   * others use too is fair to both.
   */
  FullSpeed fullSpeed(Turns turns) throws InterruptedException {
    double bareRequests = 0;
    double requests = 0;
    for (int turn = 0; turn < turns.count; turn++) {
      bareRequests += bare(turns.warmUp, turns.duration);
      requests += fullSpeed(turns.warmUp, turns.duration);
    }
    return new FullSpeed(
        requests / turns.count, bareRequests / turns.count, requests / bareRequests);
  }

  private double bare(Duration warmUp, Duration duration) throws InterruptedException {
    try (BareLoop loop = new BareLoop()) {
      loop.start(targets());
      time.sleep(warmUp);
      long before = loop.requests();
      long startNanos = time.nanos();
      time.sleep(duration);
      double seconds = (time.nanos() - startNanos) / 1e9;
      return (loop.requests() - before) / seconds;
    }
  }

  private double fullSpeed(Duration warmUp, Duration duration) throws InterruptedException {
    try (Acquisition acquisition =
        acquisition(LoadField.site(size, field.ports(), WITHOUT_PAUSE))) {
      acquisition.start();
      time.sleep(warmUp);
      return run(acquisition, duration).requestsPerS();
    }
  }

  /** Polls as a site does; call {@link Paced#run} on it. */
  Paced paced(Duration period) {
    return new Paced(LoadField.site(size, field.ports(), period));
  }

  /** Polling under way. */
  final class Paced implements AutoCloseable {
    private final List<Device> devices;
    private final Acquisition acquisition;

    private Paced(Site site) {
      this.devices = site.devices();
      this.acquisition = acquisition(site);
      acquisition.start();
    }

    /** Measures. */
    Run run(Duration warmUp, Duration duration) throws InterruptedException {
      time.sleep(warmUp);
      return FieldBench.this.run(acquisition, duration);
    }

    /** How many points do not show, at this moment, a good value that the field can have shown. */
    long wrong() {
      long wrong = 0;
      for (int index = 0; index < devices.size(); index++) {
        var readings = acquisition.table().readingsOf(List.of(devices.get(index)));
        for (int point = 0; point < size.points(); point++) {
          Reading reading =
              readings.get(devices.get(index).pointId(devices.get(index).points().get(point)));
          boolean right =
              reading != null
                  && reading.quality().isGood()
                  && LoadField.isPossible(index, point, reading.value());
          wrong += right ? 0 : 1;
        }
      }
      return wrong;
    }

    @Override
    public void close() {
      acquisition.close();
    }
  }

  private Acquisition acquisition(Site site) {
    RandomGenerator random = RandomGenerator.getDefault();
    return new Acquisition(
        site,
        time,
        (link, devices, listener) -> Links.open(link, devices, listener, time, random),
        Loops.threads(time),
        new Nobody());
  }

  private List<BareLoop.Target> targets() {
    Site site = LoadField.site(size, field.ports(), WITHOUT_PAUSE);
    List<BareLoop.Target> targets = new ArrayList<>();
    for (int port = 0; port < field.ports().size(); port++) {
      String link = site.links().get(port).id();
      List<Integer> units =
          site.devices().stream()
              .filter(device -> device.link().equals(link))
              .map(Device::unit)
              .toList();
      targets.add(new BareLoop.Target(field.ports().get(port), units, 2 * size.points()));
    }
    return targets;
  }

  private record Sum(long requests, long points, long missed, long failures, Lateness lateness) {}

  private static Sum sum(List<Link> links) {
    Sum sum = new Sum(0, 0, 0, 0, Lateness.NONE);
    for (Link link : links) {
      LinkStatus status = link.status();
      sum =
          new Sum(
              sum.requests + status.requests(),
              sum.points + status.points(),
              sum.missed + status.missedPolls(),
              sum.failures + status.failures(),
              sum.lateness.plus(status.lateness()));
    }
    return sum;
  }

  private Run run(Acquisition acquisition, Duration duration) throws InterruptedException {
    List<MemoryPoolMXBean> pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    pools.forEach(MemoryPoolMXBean::resetPeakUsage);
    Sum before = sum(acquisition.links());
    long cpuNanos = Machine.cpuNanos();
    Duration fieldCpu = field.cpu();
    long startNanos = time.nanos();
    double least = leastPollsPerS(acquisition, startNanos, duration);
    double seconds = (time.nanos() - startNanos) / 1e9;
    Sum after = sum(acquisition.links());
    return new Run(
        seconds,
        after.requests - before.requests,
        after.points - before.points,
        least,
        after.missed - before.missed,
        after.failures - before.failures,
        (Machine.cpuNanos() - cpuNanos) / 1e9,
        field.cpu().minus(fieldCpu).toNanos() / 1e9,
        pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / MIB,
        after.lateness.since(before.lateness));
  }

  /** Waits, looking every second. */
  private double leastPollsPerS(Acquisition acquisition, long startNanos, Duration duration)
      throws InterruptedException {
    double least = Double.POSITIVE_INFINITY;
    long seen = acquisition.totals().polls();
    long lookedNanos = startNanos;
    for (long second = 1; second <= duration.toSeconds(); second++) {
      time.sleep(Duration.ofNanos(startNanos + second * SAMPLE_EVERY.toNanos() - time.nanos()));
      long polls = acquisition.totals().polls();
      long nowNanos = time.nanos();
      least = Math.min(least, (polls - seen) * 1e9 / (nowNanos - lookedNanos));
      seen = polls;
      lookedNanos = nowNanos;
    }
    return least;
  }

  /** Control, recorder and pages are measured elsewhere. */
  private static final class Nobody implements Acquisition.Listener {
    @Override
    public void arrived(Acquisition.Batch batch) {}

    @Override
    public void aged(List<Reading> readings) {}

    @Override
    public void linkChanged(StateChange change) {}

    @Override
    public void deviceChanged(Device device, DeviceHealth health) {}
  }
}
