package org.wattward.controller.zone;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.wattward.controller.loop.Loop;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Zone;
import org.wattward.rules.decide.Decider;
import org.wattward.rules.decide.Decider.Outcome;
import org.wattward.rules.decide.Snapshot;
import org.wattward.rules.decide.Snapshot.Price;

/**
 * One zone at work. It decides when something of it changed and at least once in its tick.
 *
 * <p>What changes while it decides, and for a while after, is decided on together: it rests for
 * eight times as long as the last decision took, at least 5 ms and at most 200 ms. So a quick zone
 * reacts at once, and a slow one cannot keep a core to itself. What only drifts as every measured
 * value does can wait for five hundred times as long, so that ten thousand devices, of which each
 * shows another value in each second, leave time for what matters.
 */
public final class ZoneLoop implements AutoCloseable {
  private static final long LEAST_REST_NANOS = 5_000_000;
  private static final long MOST_REST_NANOS = 200_000_000;
  private static final int REST_FACTOR = 8;
  private static final long LEAST_CALM_NANOS = 50_000_000;
  private static final int CALM_FACTOR = 500;

  private final Zone zone;
  private final List<Device> devices;
  private final Decider decider;
  private final ZoneSources sources;
  private final Listener listener;
  private final Sun sun;
  private final ConditionKeeper conditions;
  private final Forecaster forecaster;
  private final QuarterMeter quarter;
  private final Loop loop;
  private final AtomicBoolean changed = new AtomicBoolean();
  private final AtomicBoolean drifted = new AtomicBoolean();
  private final LongAdder decisions = new LongAdder();
  private final LongAdder missed = new LongAdder();
  private volatile double maxLatenessMs;
  private boolean hasDecided;
  private boolean failing;
  private long restUntilNanos;
  private long calmUntilNanos;
  private long tickNanos;

  /** Who is told what a zone decided. Called on the zone's thread. */
  public interface Listener {
    /** The zone decided. */
    void decided(Zone zone, Snapshot snapshot, Outcome outcome);

    /** Conditions that its rules state began or ended to hold. */
    void stated(Zone zone, List<ConditionChange> changes);

    /** Its rules had a fault; said once, until they work again. */
    void failed(Zone zone, RuntimeException fault);

    /** Its rules work again. */
    void recovered(Zone zone);
  }

  /** Makes a zone that does not run yet. */
  public ZoneLoop(Zone zone, Decider decider, ZoneSources sources, Listener listener) {
    this.zone = zone;
    this.decider = decider;
    this.sources = sources;
    this.listener = listener;
    this.devices =
        zone.devices().stream().map(sources.site()::device).flatMap(Optional::stream).toList();
    this.forecaster = new Forecaster(zone, devices);
    this.quarter = new QuarterMeter(devices);
    this.sun = new Sun(sources.site());
    this.conditions = new ConditionKeeper(zone.id(), sources.conditions(), sources.time().nanos());
    this.loop = sources.loops().loop("zone-" + zone.id(), this::turn);
  }

  /** Starts the zone's thread. */
  public void start() {
    loop.start();
  }

  /** Something that the zone sees has changed. Any thread, never blocks. */
  public void changed() {
    if (changed.compareAndSet(false, true)) {
      loop.wake();
    }
  }

  /** Something that the zone sees has changed by as little as noise does. */
  public void drifted() {
    if (drifted.compareAndSet(false, true)) {
      loop.wake();
    }
  }

  /** How often it decided. */
  public long decisions() {
    return decisions.sum();
  }

  /** How many ticks passed without the decision that was due. */
  public long missedTicks() {
    return missed.sum();
  }

  /** How late the latest of its ticks was decided. */
  public double maxLatenessMs() {
    return maxLatenessMs;
  }

  @Override
  public void close() {
    loop.close();
  }

  /** Decides if it is time; package-private so that tests can go step by step. */
  Duration turn(long nowNanos) {
    boolean tickDue = !hasDecided || nowNanos - tickNanos >= 0;
    boolean rested = !hasDecided || nowNanos - restUntilNanos >= 0;
    boolean calmDue = drifted.get() && nowNanos - calmUntilNanos >= 0;
    boolean due = rested && (tickDue || calmDue || changed.get());
    if (due && hasDecided && !sources.wanted().test(zone)) {
      changed.set(false);
      drifted.set(false);
      tickNanos = nowNanos + zone.tick().toNanos();
    } else if (due) {
      if (hasDecided && tickDue) {
        countLateness(nowNanos - tickNanos);
      }
      boolean wasChanged = changed.getAndSet(false);
      drifted.set(false);
      decide(nowNanos);
      rest(nowNanos, wasChanged);
    }
    return Duration.ofNanos(dueNanos() - sources.time().nanos());
  }

  /** A decision that only time or drift called for does not keep a change waiting. */
  private void rest(long startNanos, boolean wasChanged) {
    long endNanos = sources.time().nanos();
    long tookNanos = endNanos - startNanos;
    long restNanos =
        wasChanged
            ? Math.clamp(REST_FACTOR * tookNanos, LEAST_REST_NANOS, MOST_REST_NANOS)
            : LEAST_REST_NANOS;
    restUntilNanos = endNanos + restNanos;
    calmUntilNanos = endNanos + Math.max(CALM_FACTOR * tookNanos, LEAST_CALM_NANOS);
    tickNanos = startNanos + zone.tick().toNanos();
    hasDecided = true;
  }

  private long dueNanos() {
    if (changed.get()) {
      return restUntilNanos;
    }
    long due = drifted.get() && calmUntilNanos - tickNanos < 0 ? calmUntilNanos : tickNanos;
    return restUntilNanos - due > 0 ? restUntilNanos : due;
  }

  private void countLateness(long lateNanos) {
    maxLatenessMs = Math.max(maxLatenessMs, lateNanos / 1e6);
    missed.add(lateNanos / zone.tick().toNanos());
  }

  /** One of the two places where faults end: a zone's fault is its own. */
  private void decide(long nowNanos) {
    try {
      Snapshot snapshot = snapshot(nowNanos);
      Outcome outcome = decider.decide(snapshot);
      List<ConditionChange> changes = conditions.stated(outcome.conditions(), nowNanos);
      decisions.increment();
      listener.decided(zone, snapshot, outcome);
      if (!changes.isEmpty()) {
        listener.stated(zone, changes);
      }
      if (failing) {
        failing = false;
        listener.recovered(zone);
      }
    } catch (RuntimeException e) {
      if (!failing) {
        failing = true;
        listener.failed(zone, e);
      }
    }
  }

  private Snapshot snapshot(long nowNanos) {
    Instant now = sources.time().now();
    Map<PointId, Reading> readings = sources.readings().apply(devices);
    List<Price> prices = sources.prices().from(now);
    return new Snapshot(
        zone,
        now,
        sources.site().timeZone(),
        sun.elevationDeg(now),
        devices,
        readings,
        sources.setpoints().apply(devices),
        sources.events().get(),
        prices,
        conditions.held(nowNanos),
        forecaster.expect(now, readings, prices),
        zone.kind() == Zone.Kind.FEEDER ? sources.switching().get() : Optional.empty(),
        quarter.observe(now, readings),
        sources.parameters().get());
  }
}
