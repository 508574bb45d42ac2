package org.wattward.rules.engine;

import org.wattward.devices.time.Time;

/** What one decision may cost. Rules ask it while they are tried, so even a bad join ends. */
final class Budget {
  /** The budget of the decision that the current thread is making. */
  static final ScopedValue<Budget> CURRENT = ScopedValue.newInstance();

  private static final int TICKS_BETWEEN_LOOKS = 1024;

  private final Time time;
  private final long deadlineNanos;
  private final RuleEngine.Limits limits;
  private int ticks;

  Budget(Time time, RuleEngine.Limits limits) {
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
    if (CURRENT.isBound()) {
      CURRENT.get().count();
    }
    return true;
  }

  private void count() {
    ticks++;
    if (ticks % TICKS_BETWEEN_LOOKS == 0) {
      look();
    }
  }

  /** Looks at the clock at once. */
  void look() {
    if (time.nanos() - deadlineNanos > 0) {
      throw new BudgetExceeded(
          "The decision took longer than %d ms. Maybe a rule joins too many facts with each other."
              .formatted(limits.time().toMillis()));
    }
  }
}
