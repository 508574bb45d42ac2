package org.wattward.protocols.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.wattward.devices.time.Time;

/**
 * How long a link takes until it is live again after each of many restarts of what it talks to, and
 * whether what lives after a garbage collection, or the number of threads, grows with them.
 *
 * <p>The median of the last quarter is held against that of the first: what is made once and then
 * kept is in both, and one odd sample moves neither.
 */
public final class RestartMeter {
  /** Fewer restarts say nothing about memory. */
  private static final int GROWTH_FROM_RESTARTS = 40;

  private static final int LOOK_EVERY_RESTARTS = 2;
  private static final double MOST_GROWTH = 0.1;
  private static final int MOST_MORE_THREADS = 4;
  private static final double MIB = 1024.0 * 1024;

  private final String what;
  private final Time time;
  private final List<Double> seconds = new ArrayList<>();
  private final List<Double> liveMiB = new ArrayList<>();
  private final List<Double> threads = new ArrayList<>();
  private long restartedNanos;

  /**
   * Makes one.
   *
   * @param what what is restarted; it lives in another process
   */
  public RestartMeter(String what, Time time) {
    this.what = what;
    this.time = time;
  }

  /** It is there again. */
  public void restarted() {
    restartedNanos = time.nanos();
  }

  /** All items are live again. */
  public void live() {
    seconds.add((time.nanos() - restartedNanos) / 1e9);
    if (seconds.size() % LOOK_EVERY_RESTARTS == 0) {
      liveMiB.add(liveBytes() / MIB);
      threads.add((double) ManagementFactory.getThreadMXBean().getThreadCount());
    }
  }

  private static double liveBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Fails when a restart took longer, or when memory or threads grow with them. */
  public void assertLiveWithinAndNothingGrows(Duration most) {
    List<Double> sorted = seconds.stream().sorted().toList();
    System.out.printf(
        "%d restarts of the %s: live again after %.2f s in the median, %.2f s at most; live heap"
            + " %.3f MiB in the first quarter, %.3f MiB in the last (%.3f to %.3f); threads %.0f,"
            + " %.0f%n",
        seconds.size(),
        what,
        sorted.get(sorted.size() / 2),
        sorted.getLast(),
        quarter(liveMiB, 0),
        quarter(liveMiB, 3),
        liveMiB.stream().mapToDouble(Double::doubleValue).min().orElse(0),
        liveMiB.stream().mapToDouble(Double::doubleValue).max().orElse(0),
        quarter(threads, 0),
        quarter(threads, 3));
    assertThat(seconds).allMatch(one -> one <= most.toMillis() / 1e3);
    if (seconds.size() >= GROWTH_FROM_RESTARTS) {
      assertThat(quarter(liveMiB, 3) / quarter(liveMiB, 0))
          .as("what lives in the last quarter, to that of the first")
          .isLessThan(1 + MOST_GROWTH);
      assertThat(quarter(threads, 3) - quarter(threads, 0))
          .as("more threads in the last quarter than in the first")
          .isLessThanOrEqualTo(MOST_MORE_THREADS);
    }
  }

  private static double quarter(List<Double> samples, int number) {
    int size = samples.size() / 4;
    List<Double> sorted =
        samples.subList(number * size, (number + 1) * size).stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }
}
