package org.wattward.controller.writing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.wattward.controller.arbitration.Decision.Write.State;
import org.wattward.controller.arbitration.Field;
import org.wattward.controller.loop.Loop;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.protocols.link.WriteOutcome;

/**
 * How far the writing of one point is. Knows no thread and no link: it says when a write is due and
 * is told what became of it.
 *
 * <p>A refused or mismatched write is tried again twice, after 1 s and 4 s; then the point counts
 * as not controllable and is tried every 5 min, when its target changes, and when its device comes
 * back. When nobody knows whether the device took a value, nothing is sent before the point was
 * read again; a point that cannot be read waits for its next target or refresh.
 */
final class PointWriting {
  private static final int RETRIES = 2;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int PAUSE_GROWTH = 4;
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);
  private static final Duration LOOK_PERIOD = Duration.ofMillis(250);
  private static final Duration WATCH_PERIOD = Duration.ofSeconds(1);

  /** A reading that came this soon after a write may have been taken before it. */
  private static final long TOO_SOON_NANOS = 1_000_000_000L;

  private final PointId id;
  private final PointTemplate template;
  private final Writing writing;
  private final Field field;
  private final WriteNews news;
  private final Optional<EffectWatch> effect;
  private Phase phase = Phase.IDLE;
  private double target;
  private int attempts;
  private long dueNanos;
  private final WriteTimes times;
  private final Drift drift = new Drift();
  private boolean isNewTarget;
  private boolean wasAway;

  private enum Phase {
    /** No target yet. */
    IDLE,
    /** To be written. */
    WANTED,
    /** The device has it. */
    HELD,
    /** Nobody knows. */
    UNKNOWN,
    /** Given up for a while. */
    FAILED
  }

  PointWriting(PointId id, PointTemplate template, Field field, Writer.Listener listener) {
    this.id = id;
    this.template = template;
    this.writing = template.writing().orElseThrow();
    this.field = field;
    this.news = new WriteNews(id, template, listener);
    this.times = new WriteTimes(writing);
    this.effect = writing.effect().map(known -> new EffectWatch(known, id, field));
  }

  PointId id() {
    return id;
  }

  double target() {
    return target;
  }

  WriteTimes times() {
    return times;
  }

  /** A new target. */
  void target(double value, long nowNanos) {
    times.endAlone();
    target = value;
    phase = Phase.WANTED;
    attempts = 0;
    drift.reset();
    isNewTarget = true;
    news.target(value);
    dueNanos = nowNanos;
  }

  /**
   * Whether a write is due now; finds out first what readings say of it.
   *
   * @param closed why nothing may be written at all, a sentence
   */
  boolean isDue(long nowNanos, Instant now, Optional<String> closed) {
    if (times.isAlone(nowNanos)) {
      return false;
    }
    if (times.endAlone()) { // what happened meanwhile was wanted
      drift.forgetSeen();
      dueNanos = nowNanos;
    }
    boolean away = closed.isPresent() || !mayWrite();
    if (away && !wasAway && phase != Phase.IDLE) {
      attempts = 0;
    }
    boolean back = wasAway && !away;
    wasAway = away;
    return switch (phase) {
      case IDLE -> false;
      case WANTED -> isWantedNow(nowNanos, now, away ? waiting(closed) : "");
      case HELD -> {
        watchEffect(nowNanos, now);
        yield !away && isRefreshOrDriftDue(nowNanos, now, back);
      }
      case UNKNOWN -> !away && isKnownWrong(now, nowNanos);
      case FAILED -> !away && isWorthAnotherTry(nowNanos, now, back);
    };
  }

  /** Whether the last target before the end must still be written. */
  boolean isToFinish(long nowNanos, Instant now, Optional<String> closed) {
    if (phase == Phase.IDLE || phase == Phase.HELD) {
      return false;
    }
    if (closed.isPresent() || !mayWrite()) {
      news.unfinished(closed.orElse("it does not answer."), now);
      return false;
    }
    dueNanos = nowNanos;
    return phase == Phase.UNKNOWN ? isKnownWrong(now, nowNanos) : !isHeldAlready(now, nowNanos);
  }

  /** A write goes out. */
  void sending(long nowNanos) {
    times.sending(nowNanos);
    attempts++;
  }

  /** It came so far; the outcome is not known yet. Called while the writer waits for that. */
  void came(State state, Instant now) {
    if (phase == Phase.WANTED || phase == Phase.FAILED) { // a refresh of what is held is no news
      news.came(state, now);
    }
  }

  /**
   * What became of it.
   *
   * @return whether it failed for good, or nobody knows
   */
  boolean came(WriteOutcome outcome, long nowNanos, Instant now) {
    times.done(nowNanos);
    return switch (outcome) {
      case WriteOutcome.Verified(double readBack) -> {
        held(Optional.of(readBack), State.VERIFIED, nowNanos, now);
        yield false;
      }
      case WriteOutcome.Accepted() -> {
        held(Optional.empty(), State.ACCEPTED, nowNanos, now);
        yield false;
      }
      case WriteOutcome.Mismatch(double readBack) ->
          again(news.mismatch(readBack), Optional.of(readBack), nowNanos, now);
      case WriteOutcome.Refused(String reason) -> again(reason, Optional.empty(), nowNanos, now);
      case WriteOutcome.Unknown(String reason) -> {
        phase = Phase.UNKNOWN;
        dueNanos = times.nextRefresh(true, nowNanos);
        news.unknown(reason, now);
        yield true;
      }
    };
  }

  /** How long nothing will be due if no new target comes. */
  Duration sleep(long nowNanos) {
    if (times.isAlone(nowNanos)) {
      return LOOK_PERIOD;
    }
    return switch (phase) {
      case IDLE -> Loop.IDLE;
      case WANTED, UNKNOWN -> LOOK_PERIOD;
      case HELD, FAILED -> {
        Duration left = Duration.ofNanos(dueNanos - nowNanos);
        if (!left.isPositive()) { // it is due and waits for its device
          yield LOOK_PERIOD;
        }
        yield left.compareTo(WATCH_PERIOD) < 0 ? left : WATCH_PERIOD;
      }
    };
  }

  private boolean mayWrite() {
    return field.isSettled(id.device()) && (!template.readable() || good().isPresent());
  }

  private OptionalDouble good() {
    return field.reading(id).map(Reading::good).orElse(OptionalDouble.empty());
  }

  private String waiting(Optional<String> closed) {
    return closed.orElseGet(() -> "Waits until %s answers steadily.".formatted(id.device()));
  }

  private boolean isWantedNow(long nowNanos, Instant now, String waitsFor) {
    if (!waitsFor.isEmpty()) {
      news.waits(waitsFor, now);
      return false;
    }
    if (isNewTarget && isHeldAlready(now, nowNanos)) {
      return false;
    }
    return nowNanos - dueNanos >= 0 && times.isSpaced(nowNanos);
  }

  /** A device with a watchdog must be written to all the same, else it reverts. */
  private boolean isHeldAlready(Instant now, long nowNanos) {
    OptionalDouble value = freshValue(TOO_SOON_NANOS);
    if (value.isEmpty() || !writing.watchdog().isZero() || !isTarget(value.getAsDouble())) {
      return false;
    }
    held(Optional.of(value.getAsDouble()), State.NOT_NEEDED, nowNanos, now);
    return true;
  }

  /** A good value that was read after the last write. */
  private OptionalDouble freshValue(long afterNanos) {
    boolean fresh = times.isAfterWrite(field.receivedNanos(id), afterNanos);
    return template.readable() && fresh ? good() : OptionalDouble.empty();
  }

  private boolean isTarget(double value) {
    return Math.abs(value - target) <= writing.tolerance();
  }

  private void held(Optional<Double> readBack, State state, long nowNanos, Instant now) {
    boolean tell = isNewTarget || phase != Phase.HELD;
    phase = Phase.HELD;
    attempts = 0;
    isNewTarget = false;
    drift.forgetSeen();
    dueNanos = times.nextRefresh(state != State.NOT_NEEDED, nowNanos);
    if (tell) {
      news.held(state, readBack, now);
      effect.ifPresent(watch -> watch.begin(target, nowNanos));
    }
    news.works();
  }

  private void watchEffect(long nowNanos, Instant now) {
    effect.ifPresent(watch ->
        watch
            .news(nowNanos)
            .ifPresent(verdict -> {
              String measured = watch.measured();
              switch (verdict) {
                case WAITS -> {}
                case FOLLOWS -> news.follows(measured, now);
                case DOES_NOT -> news.doesNotFollow(measured, now);
              }
            }));
  }

  private boolean isRefreshOrDriftDue(long nowNanos, Instant now, boolean back) {
    if (times.hasRefresh() && (back || nowNanos - dueNanos >= 0)) {
      return true;
    }
    OptionalDouble value = freshValue(TOO_SOON_NANOS);
    if (value.isEmpty() || isTarget(value.getAsDouble())) {
      drift.forgetSeen();
      return false;
    }
    return drift.isConfirmed(field.receivedNanos(id))
        && drifted(value.getAsDouble(), nowNanos, now);
  }

  private boolean drifted(double value, long nowNanos, Instant now) {
    if (drift.isTooOften()) {
      giveUp(
          "%s It was set back %d times.".formatted(news.drifted(value), Drift.MOST), nowNanos, now);
      return false;
    }
    phase = Phase.WANTED;
    dueNanos = nowNanos;
    news.setsBack(value, now);
    return times.isSpaced(nowNanos);
  }

  private boolean isKnownWrong(Instant now, long nowNanos) {
    OptionalDouble value = freshValue(0);
    if (!template.readable()) {
      return times.hasRefresh() && nowNanos - dueNanos >= 0;
    }
    if (value.isEmpty()) {
      return false;
    }
    if (isTarget(value.getAsDouble())) {
      held(Optional.of(value.getAsDouble()), State.VERIFIED, nowNanos, now);
      return false;
    }
    again(news.knownWrong(value.getAsDouble()), Optional.of(value.getAsDouble()), nowNanos, now);
    return false;
  }

  private boolean isWorthAnotherTry(long nowNanos, Instant now, boolean back) {
    OptionalDouble value = freshValue(0);
    if (value.isPresent() && isTarget(value.getAsDouble()) && !drift.isTooOften()) {
      held(Optional.of(value.getAsDouble()), State.VERIFIED, nowNanos, now);
      return false;
    }
    if (back) {
      attempts = 0;
      phase = Phase.WANTED;
    }
    if (back || nowNanos - dueNanos >= 0) {
      drift.reset();
      return true;
    }
    return false;
  }

  /** Tries again after a growing pause, or gives up. Returns whether it gave up. */
  private boolean again(String reason, Optional<Double> readBack, long nowNanos, Instant now) {
    isNewTarget = false;
    if (attempts > RETRIES || phase == Phase.FAILED) {
      giveUp(reason, nowNanos, now);
      return true;
    }
    Duration pause = FIRST_PAUSE;
    for (int i = 1; i < attempts; i++) {
      pause = pause.multipliedBy(PAUSE_GROWTH);
    }
    phase = Phase.WANTED;
    dueNanos = nowNanos + pause.toNanos();
    String which = "%d of %d".formatted(attempts + 1, RETRIES + 1);
    news.tries(reason, readBack, which, pause, now);
    return false;
  }

  private void giveUp(String reason, long nowNanos, Instant now) {
    phase = Phase.FAILED;
    dueNanos = nowNanos + AFTER_FAILURE.toNanos();
    news.failed(reason, now);
  }
}
