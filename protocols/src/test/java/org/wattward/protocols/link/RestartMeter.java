package org.wattward.protocols.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.wattward.devices.time.Time;

/**
 * How long a link takes until it is live again after each of many restarts of what it talks to, and
 * whether memory grows with them.
 */
public final class RestartMeter {
  /** Fewer restarts say nothing about memory. */
  private static final int HEAP_FROM_RESTARTS = 40;

  private static final int HEAP_EVERY_RESTARTS = 10;
  private static final double MOST_GROWTH_MIB_PER_RESTART = 0.1;
  private static final double MIB = 1024.0 * 1024;

  private final String what;
  private final Time time;
  private final List<Double> seconds = new ArrayList<>();
  private final List<Double> heapMiB = new ArrayList<>();
  private long restartedNanos;

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
    if (seconds.size() % HEAP_EVERY_RESTARTS == 0) {
      System.gc();
      heapMiB.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB);
    }
  }

  /** Fails when a restart took longer, or when memory grows in the second half of them. */
  public void assertLiveWithinAndHeapFlat(Duration most) {
    System.out.printf(
        "%d restarts of the %s: live again after %.1f s on average, %.1f s at most; heap MiB %s%n",
        seconds.size(),
        what,
        seconds.stream().mapToDouble(Double::doubleValue).average().orElse(0),
        seconds.stream().mapToDouble(Double::doubleValue).max().orElse(0),
        heapMiB.stream().map("%.1f"::formatted).toList());
    assertThat(seconds).allMatch(one -> one <= most.toMillis() / 1e3);
    if (seconds.size() >= HEAP_FROM_RESTARTS) {
      // What is made once, and grows to its size at first, is not of the restarts.
      int middle = heapMiB.size() / 2;
      double growth = heapMiB.getLast() - heapMiB.get(middle);
      assertThat(growth / (seconds.size() / 2.0))
          .as("growth of the heap in MiB a restart")
          .isLessThan(MOST_GROWTH_MIB_PER_RESTART);
    }
  }
}
