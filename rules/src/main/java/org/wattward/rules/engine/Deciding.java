package org.wattward.rules.engine;

import java.util.ArrayList;
import java.util.List;
import org.wattward.devices.time.Time;

/**
 * One decision while it is made: what it has concluded and what it may still cost. Rules ask it
 * while they are tried, so even a bad join ends.
 *
 * <p>Conclusions are gathered here and not inserted among the facts: no pattern can match one and
 * no fact leaves during a decision, so nothing that was concluded is ever taken back, and Drools'
 * truth maintenance would only cost time.
 */
final class Deciding {
  /** The decision that the current thread is making. */
  static final ScopedValue<Deciding> CURRENT = ScopedValue.newInstance();

  private static final int TICKS_BETWEEN_LOOKS = 1024;

  private final Time time;
  private final long deadlineNanos;
  private final RuleEngine.Limits limits;
  private final List<Concluded> conclusions = new ArrayList<>();
  private int ticks;

  Deciding(Time time, RuleEngine.Limits limits) {
    this.time = time;
    this.limits = limits;
    this.deadlineNanos = time.nanos() + limits.time().toNanos();
  }

  /**
   * Counts a step of work.
   *
   * @return true, so that it can stand in a condition
   * @throws BudgetExceeded when the decision's time is over
   */
  static boolean tick() {
    CURRENT.get().count();
    return true;
  }

  /** Counts a step of work and takes what a rule concludes. */
  static void conclude(List<Concluded> concluded) {
    Deciding deciding = CURRENT.get();
    deciding.count();
    deciding.conclusions.addAll(concluded);
  }

  /** What was concluded, in the order in which rules fired; the caller may sort it. */
  List<Concluded> conclusions() {
    return conclusions;
  }

  private void count() {
    ticks++;
    if (ticks % TICKS_BETWEEN_LOOKS == 0) {
      look();
    }
  }

  private void look() {
    if (time.nanos() - deadlineNanos > 0) {
      throw new BudgetExceeded(
          "The decision took longer than %d ms. Maybe a rule joins too many facts with each other."
              .formatted(limits.time().toMillis()));
    }
  }
}
