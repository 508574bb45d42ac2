package org.wattward.controller.commission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.wattward.controller.commission.WatchdogFinding.Verdict;
import org.wattward.devices.point.Reading;

/**
 * Pulls the plug on purpose: lets a device hold values that are not its safe ones, writes nothing
 * any more, and watches it return to its safe values by itself. All points of the device are left
 * alone at once, since a device may count any write as a sign of life.
 *
 * <p>Knows no thread and no clock: who runs it calls {@link #turn} again and again. The device is
 * given back at the end, however that comes.
 */
public final class WatchdogTrial implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration MOST_TO_HOLD = Duration.ofMinutes(2);

  private final Bench bench;
  private final List<Watched> points = new ArrayList<>();
  private OptionalLong beganNanos = OptionalLong.empty();
  private boolean isLeft;
  private volatile boolean isOver;
  private volatile List<WatchdogFinding> findings = List.of();

  /** A point under trial. */
  private static final class Watched {
    private final WatchdogSubject subject;
    private final double held;
    private Verdict verdict = Verdict.PREPARES;
    private OptionalDouble afterS = OptionalDouble.empty();
    private OptionalDouble seen = OptionalDouble.empty();
    private OptionalLong seenNanos = OptionalLong.empty();
    private String detail = "";

    Watched(WatchdogSubject subject, double held) {
      this.subject = subject;
      this.held = held;
    }

    WatchdogFinding finding() {
      return new WatchdogFinding(
          subject.point(),
          subject.template().unit(),
          held,
          subject.writing().safe(),
          subject.writing().watchdog(),
          subject.grace(),
          verdict,
          afterS,
          seen,
          detail);
    }
  }

  /**
   * A trial that has not begun.
   *
   * @param subjects the points; each without an {@link WatchdogSubject#obstacle()}
   * @param bench the device
   */
  public WatchdogTrial(List<WatchdogSubject> subjects, Bench bench) {
    this.bench = bench;
    for (WatchdogSubject subject : subjects) {
      OptionalDouble now =
          bench.reading(subject.point()).map(Reading::good).orElse(OptionalDouble.empty());
      points.add(new Watched(subject, subject.held(now)));
    }
    note();
  }

  /** How long a trial may take at most. */
  public Duration most() {
    Duration longest =
        points.stream()
            .map(each -> each.subject.most())
            .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) > 0 ? a : b);
    return MOST_TO_HOLD.plus(longest);
  }

  /** Whether it has come to its end. Any thread. */
  public boolean isOver() {
    return isOver;
  }

  /** What it found so far, point by point. Any thread. */
  public List<WatchdogFinding> findings() {
    return findings;
  }

  /** Goes on; says when to come again. */
  public Duration turn(long nowNanos) {
    if (isOver) {
      return LOOK;
    }
    if (beganNanos.isEmpty()) {
      beganNanos = OptionalLong.of(nowNanos);
      points.forEach(each -> bench.hold(each.subject.point(), each.held));
    }
    if (isLeft) {
      points.stream()
          .filter(each -> each.verdict == Verdict.WATCHED)
          .forEach(each -> watch(each, nowNanos));
    } else {
      prepare(nowNanos);
    }
    boolean ended =
        points.stream()
            .noneMatch(each -> each.verdict == Verdict.PREPARES || each.verdict == Verdict.WATCHED);
    note();
    if (ended) {
      close();
    }
    return LOOK;
  }

  private void prepare(long nowNanos) {
    boolean all = points.stream().allMatch(each -> bench.holds(each.subject.point(), each.held));
    if (all) {
      isLeft = true;
      points.forEach(each -> {
        bench.letGo(each.subject.point());
        each.verdict = Verdict.WATCHED;
      });
    } else if (nowNanos - beganNanos.orElse(nowNanos) > MOST_TO_HOLD.toNanos()) {
      for (Watched each : points) {
        boolean held = bench.holds(each.subject.point(), each.held);
        each.verdict = held ? Verdict.BROKEN_OFF : Verdict.NOT_HELD;
        each.detail =
            held
                ? "Another point of the device could not be prepared."
                : bench.state(each.subject.point());
      }
    }
  }

  private void watch(Watched each, long nowNanos) {
    if (!bench.isLetGo(each.subject.point())) {
      each.verdict = Verdict.BROKEN_OFF;
      each.detail = bench.state(each.subject.point());
      return;
    }
    // A write that was on its way when the point was let go counts, too.
    long sentNanos = bench.sentNanos(each.subject.point()).orElse(nowNanos);
    look(each, sentNanos);
    Duration most = each.subject.most();
    if (each.verdict == Verdict.WATCHED && nowNanos - sentNanos > most.toNanos()) {
      conclude(each, sentNanos, nowNanos);
    }
  }

  private void look(Watched each, long sentNanos) {
    OptionalLong received = bench.receivedNanos(each.subject.point());
    OptionalDouble value =
        bench.reading(each.subject.point()).map(Reading::good).orElse(OptionalDouble.empty());
    if (received.isEmpty() || value.isEmpty()) {
      return;
    }
    long afterNanos = received.getAsLong() - sentNanos;
    if (afterNanos <= 0 || afterNanos - each.subject.most().toNanos() > 0) {
      return; // from before, or too late to count
    }
    each.seen = value;
    each.seenNanos = received;
    if (each.subject.isSafe(value.getAsDouble())) {
      returned(each, afterNanos);
    }
  }

  private void returned(Watched each, long afterNanos) {
    each.afterS = OptionalDouble.of(afterNanos / 1e9);
    if (afterNanos - each.subject.feeding().toNanos() < 0) {
      each.verdict = Verdict.TOO_SOON;
      each.detail =
          "The controller writes it every %d s and could not hold a value there. Lengthen the device's time, or shorten the template's refresh."
              .formatted(each.subject.feeding().toSeconds());
    } else {
      each.verdict = Verdict.REVERTED;
    }
  }

  /** Its time is over, and it was not seen to hold its safe value. */
  private void conclude(Watched each, long sentNanos, long nowNanos) {
    long dueNanos = sentNanos + each.subject.writing().watchdog().toNanos();
    boolean readSince = each.seenNanos.isPresent() && each.seenNanos.getAsLong() - dueNanos > 0;
    each.afterS = OptionalDouble.of((nowNanos - sentNanos) / 1e9);
    if (!readSince) {
      each.verdict = Verdict.NOT_READ;
      each.detail = bench.state(each.subject.point());
    } else if (each.subject.isHeld(each.seen.orElse(Double.NaN), each.held)) {
      each.verdict = Verdict.STAYED;
    } else {
      each.verdict = Verdict.ELSEWHERE;
    }
  }

  private void note() {
    findings = points.stream().map(Watched::finding).toList();
  }

  /** Ends it, wherever it is, and gives the device back. */
  @Override
  public void close() {
    if (!isOver) {
      for (Watched each : points) {
        if (each.verdict == Verdict.PREPARES || each.verdict == Verdict.WATCHED) {
          each.verdict = Verdict.BROKEN_OFF;
          each.detail = "It was ended before its time.";
        }
      }
      note();
      points.forEach(each -> bench.giveBack(each.subject.point()));
      isOver = true;
    }
  }

  /** A finding that is not as it should be, if there is one. */
  public Optional<WatchdogFinding> fault() {
    return findings.stream().filter(finding -> !finding.isRight()).findFirst();
  }
}
