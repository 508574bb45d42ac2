package org.wattward.sim.district;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wattward.devices.point.PointId;
import org.wattward.devices.template.PointTemplate;
import org.wattward.sim.field.Health;
import org.wattward.sim.field.SimulatedDevice;

/**
 * The points of a district by number, for who looks at all of them in every step: {@link #look()}
 * takes over what the devices show and finds what has changed notably, without making an object.
 *
 * <p>Points keep their numbers, from 0, for as long as the model lives: devices in the site's
 * order, of each all points in its template's. Of a point only the last told value counts: a change
 * is notable when it leaves the point's deadband around that, so that a slow drift is told, too.
 *
 * <p>Each table remembers for itself what it has told; one thread at a time.
 */
public final class PointTable {
  private final SimulatedDevice[] devices;

  /** The number of each device's first point, and after the last device the number of all. */
  private final int[] first;

  private final List<PointId> points;
  private final Map<PointId, Integer> numbers;
  private final boolean[] readable;
  private final int[] deviceOfPoint;
  private final double[] deadband;
  private final double[] now;
  private final double[] told;
  private final State[] states;
  private final State[] toldStates;
  private final int[] changed;

  /** Whether all of a device's points were good in the last look. */
  private final boolean[] wasWhole;

  private boolean looked;

  /** Whether a point has a value. */
  public enum State {
    /** Its device answers, and it has one. */
    GOOD,
    /** Its device answers that it has none: a sensor is missing. */
    ABSENT,
    /** Its device does not answer, or only with exceptions. */
    SILENT
  }

  PointTable(Collection<SimulatedDevice> all) {
    this.devices = all.toArray(SimulatedDevice[]::new);
    this.first = new int[devices.length + 1];
    List<PointId> ids = new ArrayList<>();
    List<PointTemplate> templates = new ArrayList<>();
    for (int index = 0; index < devices.length; index++) {
      first[index] = ids.size();
      for (PointTemplate point : devices[index].device().points()) {
        ids.add(devices[index].device().pointId(point));
        templates.add(point);
      }
    }
    int count = ids.size();
    first[devices.length] = count;
    this.points = List.copyOf(ids);
    this.numbers = HashMap.newHashMap(count);
    this.readable = new boolean[count];
    this.deviceOfPoint = new int[count];
    int device = 0;
    for (int number = 0; number < count; number++) {
      numbers.put(ids.get(number), number);
      readable[number] = templates.get(number).readable();
      while (number >= first[device + 1]) {
        device++;
      }
      deviceOfPoint[number] = device;
    }
    this.deadband = new double[count];
    this.now = new double[count];
    this.told = new double[count];
    this.states = new State[count];
    this.toldStates = new State[count];
    Arrays.fill(states, State.GOOD);
    this.changed = new int[count];
    this.wasWhole = new boolean[devices.length];
  }

  /** How many points there are. */
  public int size() {
    return points.size();
  }

  /** A point by its number. */
  public PointId point(int number) {
    return points.get(number);
  }

  /**
   * A point's number.
   *
   * @throws IllegalArgumentException when the site has no such point
   */
  public int number(PointId point) {
    Integer number = numbers.get(point);
    if (number == null) {
      throw new IllegalArgumentException("The simulated site has no point %s.".formatted(point));
    }
    return number;
  }

  /** Whether a point can be read at all; others never change here. */
  public boolean isReadable(int number) {
    return readable[number];
  }

  /**
   * Says how far a point may be from what was last told of it without that being notable.
   *
   * @param width in the point's unit, not negative; at first 0, so that every change is notable
   */
  public void deadband(int number, double width) {
    if (!(width >= 0)) {
      throw new IllegalArgumentException(
          "The deadband of %s is %s; it must not be negative."
              .formatted(points.get(number), width));
    }
    deadband[number] = width;
  }

  /**
   * Takes over what all devices show now. The first time every readable point has changed.
   *
   * @return how many points have changed notably since they were last told; {@link #changed} names
   *     them until the next look
   */
  public int look() {
    int found = 0;
    for (int index = 0; index < devices.length; index++) {
      SimulatedDevice device = devices[index];
      device.copyValues(now, first[index]);
      boolean whole = answers(device.health()) && !device.hasAbsent();
      if (!whole || !wasWhole[index]) {
        readStates(index);
      }
      wasWhole[index] = whole;
      for (int number = first[index]; number < first[index + 1]; number++) {
        if (readable[number] && isNotable(number)) {
          told[number] = now[number];
          toldStates[number] = states[number];
          changed[found++] = number;
        }
      }
    }
    looked = true;
    return found;
  }

  private void readStates(int index) {
    SimulatedDevice device = devices[index];
    boolean answers = answers(device.health());
    for (int number = first[index]; number < first[index + 1]; number++) {
      states[number] =
          !answers
              ? State.SILENT
              : device.isAbsent(number - first[index]) ? State.ABSENT : State.GOOD;
    }
  }

  private boolean isNotable(int number) {
    return !looked
        || states[number] != toldStates[number]
        // A value that is no number leaves every deadband.
        || !(Math.abs(now[number] - told[number]) <= deadband[number]);
  }

  private static boolean answers(Health health) {
    return !health.silent()
        && !health.halfOpen()
        && !health.unplugged()
        && health.exceptionCode() == 0;
  }

  /**
   * One of the points that have changed in the last look.
   *
   * @param index from 0, below what {@link #look()} gave; rising with the points' numbers
   * @return its number
   */
  public int changed(int index) {
    return changed[index];
  }

  /** What a point showed in the last look, in its unit; says nothing unless its state is good. */
  public double value(int number) {
    return now[number];
  }

  /** Whether a point had a value in the last look. */
  public State state(int number) {
    return states[number];
  }

  /**
   * Writes a point, as the field would; the next look sees it.
   *
   * @param value in the point's unit
   * @throws IllegalArgumentException when the point cannot be written
   */
  public void write(int number, double value) {
    int device = deviceOfPoint[number];
    devices[device].written(number - first[device], value);
  }
}
