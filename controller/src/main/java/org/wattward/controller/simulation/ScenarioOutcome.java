package org.wattward.controller.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a scenario went.
 *
 * @param title what it is about
 * @param seed what noise and lots were drawn from
 * @param faults each, by time
 * @param requestsWithdrawn requests withdrawn in decisions
 * @param alarmsRaised alarms that came
 * @param alarmsCleared alarms that went
 * @param writes what became of writes
 */
public record ScenarioOutcome(
    String title,
    long seed,
    List<FaultOutcome> faults,
    long requestsWithdrawn,
    long alarmsRaised,
    long alarmsCleared,
    Writes writes) {
  public ScenarioOutcome {
    faults = List.copyOf(faults);
  }

  /**
   * How a fault at a device was taken.
   *
   * @param what its word
   * @param line where it stands in its file
   * @param device whom it befell
   * @param began when it came
   * @param ended when it went, if it does
   * @param noticed when the device was first not good, if it ever was by this
   * @param recovered when it was good again afterwards
   */
  public record FaultOutcome(
      String what,
      int line,
      String device,
      Instant began,
      Optional<Instant> ended,
      Optional<Instant> noticed,
      Optional<Instant> recovered) {
    /** Whether the controller saw it, and saw no end of it so long after it had gone. */
    boolean isMissing(Instant now, Duration patience) {
      boolean over = ended.map(end -> end.plus(patience).isBefore(now)).orElse(false);
      return over && noticed.isPresent() && recovered.isEmpty();
    }
  }

  /**
   * What became of writes; all zero where nobody counts them.
   *
   * @param verified read back
   * @param refused the device said no, or it never went out
   * @param unknown nobody knows
   * @param mismatched acknowledged and without effect
   * @param blind sent again after nobody knew, before the device was read
   */
  public record Writes(long verified, long refused, long unknown, long mismatched, long blind) {
    /** None yet. */
    public static final Writes NONE = new Writes(0, 0, 0, 0, 0);

    Writes plus(Writes other) {
      return new Writes(
          verified + other.verified,
          refused + other.refused,
          unknown + other.unknown,
          mismatched + other.mismatched,
          blind + other.blind);
    }
  }

  /**
   * The faults whose devices did not come back.
   *
   * @param now the end of what was watched
   * @param patience how long a device may take to come back
   */
  public List<FaultOutcome> missing(Instant now, Duration patience) {
    return faults.stream().filter(fault -> fault.isMissing(now, patience)).toList();
  }

  /** That of several districts as one; the seed is that of the first. */
  static ScenarioOutcome sum(List<ScenarioOutcome> all) {
    ScenarioOutcome first = all.getFirst();
    List<FaultOutcome> faults = new ArrayList<>();
    long withdrawn = 0;
    long raised = 0;
    long cleared = 0;
    Writes writes = Writes.NONE;
    for (ScenarioOutcome one : all) {
      faults.addAll(one.faults);
      withdrawn += one.requestsWithdrawn;
      raised += one.alarmsRaised;
      cleared += one.alarmsCleared;
      writes = writes.plus(one.writes);
    }
    return new ScenarioOutcome(first.title, first.seed, faults, withdrawn, raised, cleared, writes);
  }
}
