package org.wattward.controller.command;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.arbitration.Decision.Verdict;
import org.wattward.controller.district.District;
import org.wattward.controller.district.District.Change;
import org.wattward.controller.district.District.Counters;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.PointId;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;

/**
 * Watches how a running district controls: it asks for a setpoint several times a second, now this,
 * now that, and takes the time until it is decided on and until the device has given it back.
 */
final class ControlProbe implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(200);
  private static final Duration LIFE = Duration.ofSeconds(30);
  private static final String POINT = "powerLimit";

  private final Time time;
  private final District district;
  private final List<Target> targets;
  private final AutoCloseable watching;
  private final Thread asker;
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final Map<String, Long> askedNanos = new ConcurrentHashMap<>();
  private final Map<UUID, Long> decidedOf = new ConcurrentHashMap<>();
  private final Queue<Double> decidedMs = new ConcurrentLinkedQueue<>();
  private final Queue<Double> verifiedMs = new ConcurrentLinkedQueue<>();
  private Counters before;
  private long beforeNanos;

  /** A point and the two values that it is asked to have in turns. */
  private record Target(PointId point, double one, double other) {}

  /**
   * How a district controlled for a while.
   *
   * @param seconds how long
   * @param pollsPerS polls a second
   * @param latePolls polls that began late
   * @param ticksPerS decisions of zones a second
   * @param missedTicks those that could not be taken in time
   * @param reactions setpoints asked for and decided on
   * @param decidedP50Ms from asking to the decision, half came sooner
   * @param decidedP99Ms all but one in a hundred
   * @param verifiedP99Ms from asking until the device gave it back
   */
  record Figures(
      double seconds,
      double pollsPerS,
      long latePolls,
      double ticksPerS,
      long missedTicks,
      int reactions,
      double decidedP50Ms,
      double decidedP99Ms,
      double verifiedP99Ms) {}

  ControlProbe(Time time, District district) {
    this.time = time;
    this.district = district;
    this.targets =
        district.site().devices().stream()
            .flatMap(device ->
                device.points().stream()
                    .filter(point -> point.name().equals(POINT) && point.writing().isPresent())
                    .map(point -> target(device.pointId(point), point.writing().orElseThrow())))
            .toList();
    if (targets.isEmpty()) {
      throw new WattwardException("The site has no point %s to be asked for.".formatted(POINT));
    }
    this.before = district.counters();
    this.beforeNanos = time.nanos();
    this.watching = district.watch(this::changed);
    this.asker = Thread.ofVirtual().name("control-probe").start(this::ask);
  }

  private static Target target(PointId point, Writing writing) {
    return new Target(point, writing.max(), writing.max() * 0.9);
  }

  private void ask() {
    try {
      for (int number = 0; running.get(); number++) {
        Target target = targets.get(number % targets.size());
        boolean one = number / targets.size() % 2 == 0;
        String id = "probe-" + number;
        askedNanos.put(id, time.nanos());
        district.request(
            new Request(
                id,
                target.point,
                new Wish.Set(one ? target.one : target.other),
                2,
                "The reaction is measured.",
                new Request.Source(Request.Source.Kind.PROGRAM, "probe", ""),
                time.now(),
                LIFE,
                Set.of()));
        if (number >= targets.size()) {
          district.withdraw("probe-" + (number - targets.size()));
        }
        time.sleep(STEP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void changed(Change change) {
    if (change instanceof Change.Decided(Decision decision)) {
      long nowNanos = time.nanos();
      for (Decision.Claim claim : decision.claims()) {
        if (claim.verdict() == Verdict.WON) {
          Long asked = askedNanos.remove(claim.request().id());
          if (asked != null) {
            decidedMs.add((nowNanos - asked) / 1e6);
            decidedOf.put(decision.id(), asked);
          }
        }
      }
      if (decision.write().state() == Decision.Write.State.VERIFIED) {
        Long asked = decidedOf.remove(decision.id());
        if (asked != null) {
          verifiedMs.add((nowNanos - asked) / 1e6);
        }
      }
    }
  }

  /** The figures since the last call; one thread. */
  Figures take() {
    Counters now = district.counters();
    long nowNanos = time.nanos();
    double seconds = (nowNanos - beforeNanos) / 1e9;
    double[] decided = drained(decidedMs);
    double[] verified = drained(verifiedMs);
    Figures figures =
        new Figures(
            seconds,
            (now.polls() - before.polls()) / seconds,
            now.latePolls() - before.latePolls(),
            (now.ticks() - before.ticks()) / seconds,
            now.missedTicks() - before.missedTicks(),
            decided.length,
            percentile(decided, 0.5),
            percentile(decided, 0.99),
            percentile(verified, 0.99));
    before = now;
    beforeNanos = nowNanos;
    return figures;
  }

  private static double[] drained(Queue<Double> queue) {
    int size = queue.size();
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      Double value = queue.poll();
      values[i] = value == null ? 0 : value;
    }
    Arrays.sort(values);
    return values;
  }

  private static double percentile(double[] sorted, double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, index)];
  }

  @Override
  public void close() {
    running.set(false);
    try {
      asker.join();
      watching.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception fault) {
      throw new WattwardException("The probe did not end.", fault);
    }
  }
}
