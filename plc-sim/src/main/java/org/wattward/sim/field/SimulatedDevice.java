package org.wattward.sim.field;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.PointTemplate;

/**
 * One device that is not there: the values it shows, the setpoints it was given, its faults.
 *
 * <p>A model sets values by slot (a point's index in the template) and publishes them together, so
 * that nobody sees half a step. Servers read what is shown and hand in what is written. Safe on any
 * thread; {@link #set} and {@link #publish} belong to the model's one.
 */
public final class SimulatedDevice {
  private final Device device;
  private final List<PointTemplate> points;
  private final Map<String, Integer> slots = new HashMap<>();
  private final PointTemplate.Form[] forms;
  private final boolean[] writable;
  private final SplittableRandom random;
  private final double[] perStandardUnit;
  private final double[] next;
  private final double[] shown;
  private final double[] commands;
  private final Counters counters;
  private final Watchdogs watchdogs;
  private final WriteGate gate;
  private final Ailments ailments;
  private final List<Runnable> onPublish = new CopyOnWriteArrayList<>();
  private final List<Runnable> onFault = new CopyOnWriteArrayList<>();
  private final List<Witness> witnesses = new CopyOnWriteArrayList<>();
  private final AtomicInteger losses = new AtomicInteger();
  private volatile Quirks quirks = Quirks.NONE;

  /**
   * A device that shows 0, or its safe value where a point is writable.
   *
   * @param device the device as the site describes it
   * @param seed what its noise is drawn from, together with its id
   */
  public SimulatedDevice(Device device, long seed) {
    this.device = device;
    this.points = device.points();
    this.random = new SplittableRandom(seed * 31 + device.id().hashCode());
    this.forms = points.stream().map(PointTemplate::form).toArray(PointTemplate.Form[]::new);
    this.writable = new boolean[points.size()];
    this.perStandardUnit = StandardUnits.perStandardUnit(device);
    this.next = new double[points.size()];
    this.shown = new double[points.size()];
    this.commands = new double[points.size()];
    this.counters = new Counters(points.size());
    this.watchdogs = new Watchdogs(points);
    this.gate = new WriteGate(device, perStandardUnit);
    this.ailments = new Ailments(this::known, points.size());
    for (int slot = 0; slot < points.size(); slot++) {
      slots.put(points.get(slot).name(), slot);
      writable[slot] = points.get(slot).isWritable();
    }
    returnToSafeValues();
  }

  /** The device as the site describes it. */
  public Device device() {
    return device;
  }

  /** The slot of a point, or -1 when the template does not offer it. */
  public int slot(String point) {
    return slots.getOrDefault(point, -1);
  }

  /**
   * Copies all shown values, by slot, of one step.
   *
   * @param into where they go, from {@code offset} on
   */
  public synchronized void copyValues(double[] into, int offset) {
    System.arraycopy(shown, 0, into, offset, shown.length);
  }

  /** Whether any slot may have no value to show; when not, {@link #isAbsent} need not be asked. */
  public synchronized boolean hasAbsent() {
    return ailments.hasAbsent() || quirks.hasNotANumber();
  }

  /**
   * Sets what a measured point will show after the next {@link #publish()}. A model's call.
   *
   * @param slot a slot; -1 is passed over, so that a model need not know what a template offers
   * @param value in the unit that the device's kind gives the point (W, Wh, °C …), whatever the
   *     template's
   */
  public void set(int slot, double value) {
    if (slot >= 0) {
      next[slot] = value * perStandardUnit[slot];
    }
  }

  /** Shows everything that was set, at once, and tells the servers. */
  public void publish() {
    synchronized (this) {
      double noise = ailments.noise();
      for (int slot = 0; slot < next.length; slot++) {
        if (!writable[slot] && !ailments.isStuck(slot)) {
          shown[slot] = measured(slot, noise);
        }
      }
    }
    onPublish.forEach(Runnable::run);
  }

  private double measured(int slot, double noise) {
    return switch (forms[slot]) {
      case NUMBER -> noise == 0 ? next[slot] : next[slot] * (1 + noise * random.nextGaussian());
      case COUNTER -> counters.shown(slot, next[slot]);
      case SWITCH, STATE -> next[slot];
    };
  }

  /**
   * What a point shows.
   *
   * @throws IllegalArgumentException when the device has no such point
   */
  public synchronized double value(String point) {
    return shown[known(point)];
  }

  /**
   * What a slot shows; for a writable point what was last written, until its watchdog fell.
   *
   * @param slot a slot, not -1
   */
  public synchronized double value(int slot) {
    return shown[slot];
  }

  /** All shown values, by slot, of one step. */
  public synchronized double[] values() {
    return Arrays.copyOf(shown, shown.length);
  }

  /** Whether a slot has no value to show, by a fault or by a quirk, and says so. */
  public synchronized boolean isAbsent(int slot) {
    return ailments.isAbsent(slot) || quirks.isNotANumber(points.get(slot).name());
  }

  /**
   * The setpoint that holds for a point now, for the model: what was written, within what the
   * device can do.
   *
   * @param slot a slot, or -1
   * @param otherwise what to take when the template does not offer the point
   * @return in the unit that the device's kind gives the point
   */
  public synchronized double command(int slot, double otherwise) {
    return slot < 0 ? otherwise : commands[slot] / perStandardUnit[slot];
  }

  /**
   * Takes a setpoint from the field. It shows at once, and holds from the next step on.
   *
   * @param point a writable point
   * @param value in the point's unit
   * @throws IllegalArgumentException when the device has no such point or it cannot be written
   */
  public void write(String point, double value) {
    written(known(point), value);
  }

  /** As {@link #write}, by slot. */
  public synchronized void written(int slot, double value) {
    PointTemplate.Writing writing = writing(slot);
    shown[slot] = value;
    commands[slot] = Math.clamp(value, writing.min(), writing.max());
    watchdogs.fed(slot);
    witnesses.forEach(witness -> witness.written(slot, value));
  }

  /** A server shows a writable point to somebody. */
  public void read(int slot) {
    witnesses.forEach(witness -> witness.read(slot));
  }

  /** Lets somebody see what is done to it from now on. */
  public void witness(Witness witness) {
    witnesses.add(witness);
  }

  /** Takes a setpoint out of effect: the safe value holds from the next step on. */
  public synchronized void released(int slot) {
    double safe = writing(slot).safe();
    commands[slot] = safe;
    shown[slot] = safe;
  }

  /**
   * Lets the device's own clock run: a setpoint that was not refreshed in time becomes the safe
   * value, and counters that jump back by a quirk do when it is time.
   *
   * @param elapsed since the last call
   */
  public synchronized void elapse(Duration elapsed) {
    watchdogs.elapse(elapsed, quirks, this::fall);
    if (counters.jumpBack(elapsed, quirks)) {
      for (int slot = 0; slot < next.length; slot++) {
        counters.reset(slot, next[slot]);
      }
    }
  }

  private void fall(int slot) {
    boolean isAway = shown[slot] != writing(slot).safe();
    released(slot);
    if (isAway) {
      witnesses.forEach(witness -> witness.fell(slot));
    }
  }

  /** Forgets every setpoint, as after a restart: safe values hold. */
  public synchronized void returnToSafeValues() {
    for (int slot = 0; slot < commands.length; slot++) {
      if (points.get(slot).isWritable()) {
        released(slot);
      }
    }
    watchdogs.restart();
  }

  /**
   * Makes it have a fault besides those it has.
   *
   * @throws IllegalArgumentException when the fault names a point that it does not have
   */
  public void fault(Fault fault) {
    synchronized (this) {
      switch (fault) {
        case Fault.CounterReset reset -> {
          int slot = known(reset.point());
          counters.reset(slot, next[slot]);
        }
        case Fault.Lost _ -> losses.incrementAndGet();
        case Fault.SensorAbsent missing -> known(missing.point());
        case Fault.Stuck stuck -> stuck.point().ifPresent(this::known);
        case Fault.Restart _ -> returnToSafeValues();
        case Fault.HalfOpen _ -> losses.incrementAndGet();
        case Fault.Silent _,
            Fault.Slow _,
            Fault.WrongException _,
            Fault.Unplugged _,
            Fault.Noise _,
            Fault.ClockDrift _ -> {}
      }
      ailments.add(fault);
    }
    onFault.forEach(Runnable::run);
  }

  /**
   * Ends one fault; others go on. What is over at once, a counter that jumped back or a connection
   * that was lost, is not undone.
   */
  public void mend(Fault fault) {
    boolean had;
    synchronized (this) {
      had = ailments.remove(fault);
    }
    if (had) {
      onFault.forEach(Runnable::run);
    }
  }

  /** Ends all its faults. A counter that jumped back stays where it is. */
  public void clearFaults() {
    synchronized (this) {
      ailments.clear();
    }
    onFault.forEach(Runnable::run);
  }

  /** What its faults come to now. */
  public Health health() {
    return ailments.health();
  }

  /** How often its connections were lost without a word; one made before the last time is dead. */
  public int losses() {
    return losses.get();
  }

  /** Whether it takes what is written. */
  public WriteGate gate() {
    return gate;
  }

  /** How it is peculiar. */
  public Quirks quirks() {
    return quirks;
  }

  /** Makes it peculiar; servers take it up with the next connection or request. */
  public void quirks(Quirks chosen) {
    quirks = chosen;
  }

  /** Calls back after every publish, on the model's thread. */
  public void onPublish(Runnable listener) {
    onPublish.add(listener);
  }

  /** Calls back after faults came or went, on the thread that made them. */
  public void onFault(Runnable listener) {
    onFault.add(listener);
  }

  private int known(String point) {
    int slot = slot(point);
    if (slot < 0) {
      throw new IllegalArgumentException(
          "%s (template %s) has no point %s."
              .formatted(device.id(), device.template().id(), point));
    }
    return slot;
  }

  private PointTemplate.Writing writing(int slot) {
    return points
        .get(slot)
        .writing()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s cannot be written.".formatted(device.pointId(points.get(slot)))));
  }
}
