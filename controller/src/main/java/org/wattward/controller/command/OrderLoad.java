package org.wattward.controller.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.Time;

/**
 * A scheduler program that gives orders at a steady rate, each in a call of its own, over a few
 * connections. Times count from when an order was due, so a stall is felt by all that came due in
 * it.
 */
final class OrderLoad implements AutoCloseable {
  private static final long NANOS_PER_S = 1_000_000_000L;

  /** So many connections a scheduler keeps open. */
  private static final int CALLERS = 64;

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI address;
  private final String token;
  private final Time time;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
  private final LongAdder refused = new LongAdder();
  private int keys;

  OrderLoad(int port, String token, Time time) {
    this.address = URI.create("http://127.0.0.1:%d/api/v1/requests".formatted(port));
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

    /**
     * Sums up.
     *
     * @param seconds from the first due to the last answer
     * @param lateNanos of each call the time from when it was due to its answer
     * @param refused how many were not taken
     */
    Result(double seconds, long[] lateNanos, long refused) {
      this.seconds = seconds;
      this.sortedNanos = lateNanos.clone();
      this.refused = refused;
      Arrays.sort(sortedNanos);
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
    return pace(perSecond, length, number -> order(asks.get(number % asks.size()), life));
  }

  /** Asks for receipts at the same rate, as a baseline of what a call costs. */
  Result baseline(int perSecond, Duration length) throws InterruptedException {
    return pace(
        perSecond,
        length,
        _ -> request().uri(URI.create(address + "?after=" + Long.MAX_VALUE)).GET().build());
  }

  private interface Call {
    HttpRequest of(int number);
  }

  private Result pace(int perSecond, Duration length, Call call) throws InterruptedException {
    int count = (int) (length.toMillis() * perSecond / 1000);
    long[] lateNanos = new long[count];
    long refusedBefore = refused.sum();
    long startNanos = time.nanos();
    AtomicInteger next = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                  long dueNanos = startNanos + n * NANOS_PER_S / perSecond;
                  if (!sleepUntil(dueNanos)) {
                    return;
                  }
                  send(call.of(n));
                  lateNanos[n] = time.nanos() - dueNanos;
                }
              }));
    }
    for (Thread each : callers) {
      each.join();
    }
    double seconds = (time.nanos() - startNanos) / (double) NANOS_PER_S;
    return new Result(seconds, lateNanos, refused.sum() - refusedBefore);
  }

  private boolean sleepUntil(long dueNanos) {
    try {
      time.sleep(Duration.ofNanos(dueNanos - time.nanos()));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized int nextKey() {
    return keys++;
  }

  private HttpRequest order(Ask ask, Duration life) {
    String json =
        String.format(
            Locale.ROOT,
            "{\"key\":\"bench-%d\",\"point\":\"%s\",\"value\":%s,\"duration\":\"%s\",\"reason\":\"Measuring.\"}",
            nextKey(),
            ask.point,
            ask.value,
            life);
    return post(json);
  }

  private HttpRequest post(String json) {
    return request()
        .uri(address)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json))
        .build();
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder().timeout(TIMEOUT).header("Authorization", "Bearer " + token);
  }

  /** One call with many orders; how long it took, or an exception when it was refused. */
  Duration bulk(List<Ask> asks, int count, Duration life) throws InterruptedException {
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < count; i++) {
      Ask ask = asks.get(i % asks.size());
      json.append(i == 0 ? "" : ",")
          .append(
              String.format(
                  Locale.ROOT,
                  "{\"key\":\"bulk-%d\",\"point\":\"%s\",\"value\":%s,\"duration\":\"%s\",\"reason\":\"Measuring.\"}",
                  nextKey(),
                  ask.point,
                  ask.value,
                  life));
    }
    long startNanos = time.nanos();
    send(post(json.append(']').toString()));
    return Duration.ofNanos(time.nanos() - startNanos);
  }

  private void send(HttpRequest request) {
    try {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status >= 300) {
        refused.increment();
      }
    } catch (IOException e) {
      refused.increment();
    } catch (InterruptedException e) {
      refused.increment();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    client.close();
    threads.close();
  }
}
