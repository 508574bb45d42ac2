package org.wattward.controller.record;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.arbitration.Decision;
import org.wattward.devices.point.PointId;

/**
 * Reads the record. Blocks on the database; any thread.
 *
 * <p>Every method throws {@link RecordUnavailable} when the database does not answer.
 */
public interface History {
  /**
   * Samples of one point.
   *
   * @param point which point
   * @param from inclusive
   * @param to exclusive, after {@code from}
   * @param target about how many samples are wanted; decides the resolution
   * @return samples in order of time; where several readings fall into one, their statistics
   */
  List<Sample> samples(PointId point, Instant from, Instant to, int target);

  /**
   * Readings as they were recorded.
   *
   * @param points whose
   * @param from inclusive
   * @param to exclusive
   * @return one series for each point, in the order asked; empty where nothing was recorded
   */
  List<RawSeries> readings(List<PointId> points, Instant from, Instant to);

  /**
   * Samples of one point, of a given width.
   *
   * @param point which point
   * @param from inclusive
   * @param to exclusive, after {@code from}
   * @param width a whole number of seconds
   * @throws IllegalArgumentException when what is left of that time is coarser
   */
  List<Sample> samples(PointId point, Instant from, Instant to, Duration width);

  /**
   * What a point's value came to, for balances of energy and cost.
   *
   * @param point which point
   * @param from inclusive
   * @param to exclusive
   */
  default Balance balance(PointId point, Instant from, Instant to) {
    return balances(point, List.of(from, to)).getFirst();
  }

  /**
   * The same for periods that follow each other.
   *
   * @param point which point
   * @param bounds starts of the periods and the end of the last, in order
   */
  List<Balance> balances(PointId point, List<Instant> bounds);

  /**
   * Decisions, newest first.
   *
   * @param point of this point only, if given
   * @param from inclusive
   * @param to exclusive
   * @param most how many at most
   */
  List<Decision> decisions(Optional<PointId> point, Instant from, Instant to, int most);

  /** One decision. */
  Optional<Decision> decision(UUID id);

  /** Alarms, newest first. */
  List<Alarm> alarms(Instant from, Instant to, int most);

  /**
   * How many readings of the time span are stored, for proof that none was lost.
   *
   * @param from inclusive
   * @param to exclusive
   */
  long countReadings(Instant from, Instant to);

  /**
   * A point's value over a span of time, in its unit.
   *
   * @param time start of the span
   * @param min least good value
   * @param max greatest good value
   * @param mean time-weighted mean of good values
   * @param last last good value
   * @param goodShare share of the span with good values, 0 to 1; the values are 0 where it is 0
   */
  record Sample(Instant time, double min, double max, double mean, double last, double goodShare) {}
}
