package org.wattward.controller.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.Time;

/**
 * A scheduler program that gives orders at a steady rate, each in a call of its own or some
 * together, over a few connections. Times count from when a call was due, so a stall is felt by all
 * that came due in it.
 */
final class OrderLoad {
  private static final String PATH = "/api/v1/requests";
  private static final int FIRST_REDIRECT = 300;
  private static final long NANOS_PER_S = 1_000_000_000L;

  /** So many that a stall is not prolonged by calls that wait for a connection. */
  static final int CALLERS = 64;

  private final int port;
  private final String token;
  private final Time time;
  private final AtomicReference<@Nullable IOException> fault = new AtomicReference<>();
  private final LongAdder refused = new LongAdder();
  private final LongAdder cpuNanos = new LongAdder();
  private final AtomicInteger keys = new AtomicInteger();

  OrderLoad(int port, String token, Time time) {
    this.port = port;
    this.token = token;
    this.time = time;
  }

  /**
   * What orders ask.
   *
   * @param point of which point
   * @param value in its unit
   */
  record Ask(PointId point, double value) {}

  /** What came of a run. */
  static final class Result {
    private final double seconds;
    private final long[] sortedNanos;
    private final long refused;
    private final double cpuS;

    /**
     * Sums up.
     *
     * @param seconds from the first due to the last answer
     * @param lateNanos of each call the time from when it was due to its answer
     * @param refused how many were not taken
     * @param cpuS processor seconds a second of the callers themselves
     */
    Result(double seconds, long[] lateNanos, long refused, double cpuS) {
      this.cpuS = cpuS;
      this.seconds = seconds;
      this.sortedNanos = lateNanos.clone();
      this.refused = refused;
      Arrays.sort(sortedNanos);
    }

    double seconds() {
      return seconds;
    }

    double cpuS() {
      return cpuS;
    }

    long refused() {
      return refused;
    }

    double perSecond() {
      return sortedNanos.length / seconds;
    }

    double percentileMs(double percent) {
      int index = (int) Math.ceil(percent / 100 * sortedNanos.length) - 1;
      return sortedNanos[Math.max(0, index)] / 1e6;
    }
  }

  /**
   * Gives orders.
   *
   * @param asks gone through again and again
   * @param perSecond the rate
   * @param length how long
   * @param life how long each order lives
   */
  Result run(List<Ask> asks, int perSecond, Duration length, Duration life)
      throws InterruptedException {
    return pace(
        perSecond,
        length,
        (caller, number) -> caller.post(PATH, order(asks.get(number % asks.size()), life)));
  }

  /**
   * Gives the same orders, some in a call.
   *
   * @param perSecond orders a second
   * @param together how many a call
   */
  Result batches(List<Ask> asks, int perSecond, Duration length, Duration life, int together)
      throws InterruptedException {
    return pace(
        perSecond / together,
        length,
        (caller, number) -> caller.post(PATH, orders(asks, number * together, together, life)));
  }

  /** Asks for receipts at the same rate, as a baseline of what a call costs. */
  Result baseline(int perSecond, Duration length) throws InterruptedException {
    return pace(perSecond, length, (caller, _) -> caller.get(PATH + "?after=" + Long.MAX_VALUE));
  }

  private interface Call {
    int of(OrderCaller caller, int number) throws IOException;
  }

  private Result pace(int perSecond, Duration length, Call call) throws InterruptedException {
    int count = (int) (length.toMillis() * perSecond / 1000);
    long[] lateNanos = new long[count];
    long refusedBefore = refused.sum();
    cpuNanos.reset();
    long startNanos = time.nanos();
    AtomicInteger next = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(
          Thread.ofPlatform()
              .start(() -> {
                try (OrderCaller caller = new OrderCaller(port, token)) {
                  for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                    long dueNanos = startNanos + n * NANOS_PER_S / perSecond;
                    time.sleep(Duration.ofNanos(dueNanos - time.nanos()));
                    check(call.of(caller, n));
                    lateNanos[n] = time.nanos() - dueNanos;
                  }
                } catch (IOException e) {
                  fault.compareAndSet(null, e);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } finally {
                  cpuNanos.add(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
                }
              }));
    }
    for (Thread each : callers) {
      each.join();
    }
    double seconds = (time.nanos() - startNanos) / (double) NANOS_PER_S;
    IOException broken = fault.get();
    if (broken != null) {
      throw new UncheckedIOException("A call to the controller broke.", broken);
    }
    double cpuS = cpuNanos.sum() / (double) NANOS_PER_S / seconds;
    return new Result(seconds, lateNanos, refused.sum() - refusedBefore, cpuS);
  }

  private void check(int status) {
    if (status >= FIRST_REDIRECT) {
      refused.increment();
    }
  }

  private String order(Ask ask, Duration life) {
    return String.format(
        Locale.ROOT,
        "{\"key\":\"bench-%d\",\"point\":\"%s\",\"value\":%s,\"duration\":\"%s\",\"reason\":\"Measuring.\"}",
        keys.getAndIncrement(),
        ask.point,
        ask.value,
        life);
  }

  private String orders(List<Ask> asks, int from, int count, Duration life) {
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < count; i++) {
      json.append(i == 0 ? "" : ",").append(order(asks.get((from + i) % asks.size()), life));
    }
    return json.append(']').toString();
  }

  /** One call with many orders: how long it took. */
  Duration bulk(List<Ask> asks, int count, Duration life) {
    String json = orders(asks, 0, count, life);
    try (OrderCaller caller = new OrderCaller(port, token)) {
      long startNanos = time.nanos();
      check(caller.post(PATH, json));
      return Duration.ofNanos(time.nanos() - startNanos);
    } catch (IOException e) {
      throw new UncheckedIOException("A call to the controller broke.", e);
    }
  }
}
