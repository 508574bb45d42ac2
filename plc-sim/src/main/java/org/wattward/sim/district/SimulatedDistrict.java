package org.wattward.sim.district;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.Fault;
import org.wattward.sim.field.FieldServer;
import org.wattward.sim.field.Quirks;
import org.wattward.sim.field.SimulatedDevice;

/**
 * A district that is not there, shown through real protocols on loopback: what the demonstration
 * controls. A thread of its own steps the model once a second; servers answer on virtual threads.
 * Safe on any thread.
 */
public final class SimulatedDistrict implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SimulatedDistrict.class);
  private static final Duration STEP = Duration.ofSeconds(1);

  private final Time time;
  private final DistrictModel model;
  private final List<FieldServer> servers;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean started;

  /**
   * A district of any model.
   *
   * @param time the time it lives in
   * @param model the model; from now on this district's alone to step
   */
  public SimulatedDistrict(Time time, DistrictModel model) {
    this.time = time;
    this.model = model;
    this.servers = FieldServers.of(model, time);
  }

  /**
   * The demonstration district: a German rural low-voltage grid with its meters, PV, heat pumps, a
   * battery, street lights and a data centre's waste heat.
   *
   * @param time the time it lives in; an accelerated one makes the calendar run faster
   * @param seed what its noise and faults are drawn from
   */
  public static SimulatedDistrict demo(Time time, long seed) {
    return new SimulatedDistrict(time, DistrictModel.demo(time.now(), seed));
  }

  /** Opens the servers on free ports and starts the steps. Returns when everything answers. */
  public synchronized void start() {
    if (started) {
      return;
    }
    model.step(STEP);
    servers.forEach(FieldServer::start);
    started = true;
    spawn("sim-steps", this::run);
  }

  /**
   * The site with links that point to where the servers really are.
   *
   * @throws IllegalStateException before {@link #start()}
   */
  public Site site() {
    if (!started) {
      throw new IllegalStateException("Start the simulated district before asking for its ports.");
    }
    Map<String, LinkConfig> real =
        servers.stream()
            .map(FieldServer::link)
            .collect(Collectors.toMap(LinkConfig::id, Function.identity()));
    Site site = model.site();
    return site.with(
        site.links().stream().map(link -> real.getOrDefault(link.id(), link)).toList(),
        site.devices());
  }

  /** The model, for looking; it is stepped by this district's own thread. */
  public DistrictModel model() {
    return model;
  }

  /**
   * The day-ahead price of the hour that an instant lies in; it may be negative.
   *
   * @param at any time, also of the next day
   */
  public double priceEurPerKwh(Instant at) {
    return model.priceEurPerKwh(at);
  }

  /**
   * Makes a device have a fault, besides those it has already.
   *
   * @param deviceId a device of the site
   * @throws IllegalArgumentException when there is no such device or it has no such point
   */
  public void fault(String deviceId, Fault fault) {
    device(deviceId).fault(fault);
  }

  /** Ends all faults of a device; a pulled one is plugged in again on the same port. */
  public void clear(String deviceId) {
    device(deviceId).clearFaults();
  }

  /**
   * Restarts a device once: its connections drop, and it comes back on the same port with its safe
   * values.
   *
   * @param away how long it is away
   */
  public void restart(String deviceId, Duration away) {
    SimulatedDevice device = device(deviceId);
    Fault restart = new Fault.Restart();
    device.fault(restart);
    spawn(
        "sim-restart-" + deviceId,
        () -> {
          time.sleep(away);
          device.mend(restart);
        });
  }

  /** Makes a device peculiar. */
  public void quirks(String deviceId, Quirks quirks) {
    device(deviceId).quirks(quirks);
  }

  /** Stops the steps and the servers, and waits until they are gone. */
  @Override
  public synchronized void close() {
    started = false;
    threads.forEach(Thread::interrupt);
    boolean interrupted = false;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    servers.forEach(FieldServer::close);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() throws InterruptedException {
    Instant last = time.now();
    long next = time.nanos();
    while (started) {
      next += STEP.toNanos();
      time.sleep(Duration.ofNanos(next - time.nanos()));
      Instant now = time.now();
      Duration calendar = Duration.between(last, now);
      last = now;
      if (calendar.isPositive()) {
        model.step(calendar, STEP);
      }
    }
  }

  private void spawn(String name, Work work) {
    Thread thread =
        Thread.ofVirtual()
            .name(name)
            .uncaughtExceptionHandler((_, e) -> log.error("{} ended by a fault.", name, e))
            .unstarted(() -> {
              try {
                work.run();
              } catch (InterruptedException _) {
                log.debug("{} was stopped.", name);
              } finally {
                threads.remove(Thread.currentThread());
              }
            });
    threads.add(thread);
    thread.start();
  }

  private SimulatedDevice device(String id) {
    SimulatedDevice device = model.devices().get(id);
    if (device == null) {
      throw new IllegalArgumentException("The simulated site has no device %s.".formatted(id));
    }
    return device;
  }

  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }
}
