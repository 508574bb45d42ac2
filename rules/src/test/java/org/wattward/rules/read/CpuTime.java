package org.wattward.rules.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;

/** The processor time of the current thread: what a text costs, whatever else the machine does. */
public final class CpuTime {
  /** Most that reading a file may cost, hostile or not. */
  public static final long MOST_NANOS = 50_000_000;

  private static final int TRIES = 5;

  private CpuTime() {}

  /** Nanoseconds since the thread began. */
  public static long nanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /**
   * Reads, and fails when that costs too much. A pause of the machine is no hang: the cheapest of
   * some tries counts.
   *
   * @param reading what is done
   * @param what is read, for the message
   */
  public static ReadOutcome soon(Supplier<ReadOutcome> reading, String what) {
    long least = Long.MAX_VALUE;
    ReadOutcome outcome = new ReadOutcome.Refused(List.of());
    for (int i = 0; i < TRIES && least > MOST_NANOS; i++) {
      long start = nanos();
      outcome = reading.get();
      least = Math.min(least, nanos() - start);
    }
    assertThat(least).as("ns for %s", what).isLessThan(MOST_NANOS);
    return outcome;
  }
}
