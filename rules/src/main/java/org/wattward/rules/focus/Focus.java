package org.wattward.rules.focus;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import org.wattward.rules.decide.Decider.Condition;
import org.wattward.rules.decide.Decider.Outcome;
import org.wattward.rules.decide.Snapshot;
import org.wattward.rules.decide.Snapshot.HeldCondition;

/**
 * What can change what a zone's rules decide. As long as no watched reading crosses one of its
 * levels or changes notably, and the rest has not passed, the same rules decide the same.
 *
 * @param points the readings
 * @param balances readings that are weighed against each other
 * @param sunLevelsDeg elevations of the sun
 * @param timesOfDayH local times
 * @param hourly whether a new hour matters: prices, the date
 * @param restless whether rules look at what changes all the time, so that there is no rest
 * @param immediate conditions whose beginning or end matters at once, by their name in snapshots
 * @param held for how many seconds a condition has held, by its name in snapshots
 * @param isSettled whether every reading that the rules can see was there when this was found
 */
public record Focus(
    List<Watched> points,
    List<Balance> balances,
    NavigableSet<Double> sunLevelsDeg,
    NavigableSet<Double> timesOfDayH,
    boolean hourly,
    boolean restless,
    Set<String> immediate,
    Map<String, NavigableSet<Double>> held,
    boolean isSettled) {
  /** Nothing can change it. */
  public static final Focus NONE =
      new Focus(
          List.of(),
          List.of(),
          Collections.emptyNavigableSet(),
          Collections.emptyNavigableSet(),
          false,
          false,
          Set.of(),
          Map.of(),
          true);

  /** No point of the earth turns faster under the sun: 360 degrees in 24 hours. */
  private static final double SUN_DEG_PER_S = 360.0 / 86_400;

  private static final double HOUR_S = 3600;
  private static final double DAY_H = 24;
  private static final NavigableSet<Double> NEVER = Collections.emptyNavigableSet();

  public Focus {
    points = List.copyOf(points);
    balances = List.copyOf(balances);
    immediate = Set.copyOf(immediate);
    held = Map.copyOf(held);
  }

  /**
   * How long nothing but a reading can change the decision.
   *
   * @param at what was decided on
   * @param outcome what was decided
   * @return 0 when the next decision may differ at once
   */
  public Duration rest(Snapshot at, Outcome outcome) {
    if (restless || !at.events().isEmpty()) {
      return Duration.ZERO;
    }
    double seconds = Math.min(sun(at), clock(at));
    Set<Condition> begun = new HashSet<>(outcome.conditions());
    for (HeldCondition one : at.held()) {
      boolean goesOn = begun.remove(new Condition(one.condition(), one.subject()));
      seconds = Math.min(seconds, goesOn ? untilLevel(one) : untilEndTells(one));
    }
    for (Condition one : begun) {
      seconds = Math.min(seconds, untilLevel(new HeldCondition(one.name(), one.subject(), 0)));
      seconds = immediate.contains(one.name()) ? 0 : seconds;
    }
    return Duration.ofMillis((long) (Math.min(seconds, DAY_H * HOUR_S) * 1000));
  }

  private double untilLevel(HeldCondition condition) {
    Double next = levels(condition).higher(condition.seconds());
    return next == null ? Double.POSITIVE_INFINITY : next - condition.seconds();
  }

  /** The end of a condition tells a rule nothing that waited for it to last longer. */
  private double untilEndTells(HeldCondition condition) {
    boolean tells =
        immediate.contains(condition.condition())
            || levels(condition).floor(condition.seconds()) != null;
    return tells ? 0 : Double.POSITIVE_INFINITY;
  }

  private NavigableSet<Double> levels(HeldCondition condition) {
    return held.getOrDefault(condition.condition(), NEVER);
  }

  private double sun(Snapshot at) {
    double least = Double.POSITIVE_INFINITY;
    for (double level : sunLevelsDeg) {
      least = Math.min(least, Math.abs(level - at.sunElevationDeg()));
    }
    return least / SUN_DEG_PER_S;
  }

  private double clock(Snapshot at) {
    LocalTime time = at.time().atZone(at.timeZone()).toLocalTime();
    double hour = time.toNanoOfDay() / 1e9 / HOUR_S;
    double least = hourly ? Math.floor(hour) + 1 - hour : DAY_H;
    for (double level : timesOfDayH) {
      double ahead = level - hour;
      least = Math.min(least, ahead > 0 ? ahead : ahead + DAY_H);
    }
    return least * HOUR_S;
  }
}
