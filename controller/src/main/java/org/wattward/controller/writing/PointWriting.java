package org.wattward.controller.writing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.wattward.controller.arbitration.Decision.Write;
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

  private static final int MOST_DRIFTS = 3;

  private final PointId id;
  private final PointTemplate template;
  private final Writing writing;
  private final Field field;
  private final Writer.Listener listener;
  private final Optional<EffectWatch> effect;
  private Phase phase = Phase.IDLE;
  private double target;
  private int attempts;
  private long dueNanos;
  private OptionalLong writtenNanos = OptionalLong.empty();
  private volatile OptionalLong sentNanos = OptionalLong.empty();
  private volatile OptionalLong aloneUntilNanos = OptionalLong.empty();
  private OptionalLong driftSeenNanos = OptionalLong.empty();
  private int drifts;
  private boolean isNewTarget;
  private boolean waitingTold;
  private boolean failedTold;
  private boolean wasAway;
  private boolean ineffectiveTold;
  private Optional<Double> heldReadBack = Optional.empty();

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
    this.listener = listener;
    this.effect = writing.effect().map(known -> new EffectWatch(known, id, field));
  }

  PointId id() {
    return id;
  }

  double target() {
    return target;
  }

  /** When a write last went out, on the monotonic clock. Any thread. */
  OptionalLong sentNanos() {
    return sentNanos;
  }

  /**
   * Neither refreshes nor corrects what the device holds until then, or until a new target comes.
   * Any thread.
   */
  void leaveAlone(long untilNanos) {
    aloneUntilNanos = OptionalLong.of(untilNanos);
  }

  /** Whether what the device holds is left alone. Any thread. */
  boolean isAlone(long nowNanos) {
    OptionalLong until = aloneUntilNanos;
    return until.isPresent() && nowNanos - until.getAsLong() < 0;
  }

  /** A new target. */
  void target(double value, long nowNanos) {
    aloneUntilNanos = OptionalLong.empty();
    target = value;
    phase = Phase.WANTED;
    attempts = 0;
    drifts = 0;
    driftSeenNanos = OptionalLong.empty();
    isNewTarget = true;
    waitingTold = false;
    dueNanos = nowNanos;
  }

  /**
   * Whether a write is due now; finds out first what readings say of it.
   *
   * @param closed why nothing may be written at all, a sentence
   */
  boolean isDue(long nowNanos, Instant now, Optional<String> closed) {
    if (isAlone(nowNanos)) {
      return false;
    }
    if (aloneUntilNanos.isPresent()) { // what happened meanwhile was wanted
      aloneUntilNanos = OptionalLong.empty();
      driftSeenNanos = OptionalLong.empty();
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
      String why = closed.orElse("it does not answer.");
      listener.progress(id, target, write(State.FAILED, now, "Not written: " + why));
      return false;
    }
    dueNanos = nowNanos;
    return phase == Phase.UNKNOWN ? isKnownWrong(now, nowNanos) : !isHeldAlready(now, nowNanos);
  }

  /** A write goes out. */
  void sending(long nowNanos) {
    writtenNanos = OptionalLong.of(nowNanos);
    sentNanos = writtenNanos;
    attempts++;
  }

  /** It came so far; the outcome is not known yet. Called while the writer waits for that. */
  void came(State state, Instant now) {
    if (phase == Phase.WANTED || phase == Phase.FAILED) { // a refresh of what is held is no news
      listener.progress(id, target, write(state, now, ""));
    }
  }

  /**
   * What became of it.
   *
   * @return whether it failed for good, or nobody knows
   */
  boolean came(WriteOutcome outcome, long nowNanos, Instant now) {
    writtenNanos = OptionalLong.of(nowNanos);
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
          again(
              "%s holds %s %s instead of %s %s."
                  .formatted(id, readBack, template.unit(), target, template.unit()),
              Optional.of(readBack),
              nowNanos,
              now);
      case WriteOutcome.Refused(String reason) -> again(reason, Optional.empty(), nowNanos, now);
      case WriteOutcome.Unknown(String reason) -> {
        phase = Phase.UNKNOWN;
        dueNanos = nextRefresh(sentNanos.orElse(nowNanos));
        listener.progress(
            id, target, write(State.UNKNOWN, now, reason + " It is read before it is sent again."));
        yield true;
      }
    };
  }

  /** How long nothing will be due if no new target comes. */
  Duration sleep(long nowNanos) {
    if (isAlone(nowNanos)) {
      return LOOK_PERIOD;
    }
    return switch (phase) {
      case IDLE -> Loop.IDLE;
      case WANTED, UNKNOWN -> LOOK_PERIOD;
      case HELD, FAILED -> {
        Duration left = Duration.ofNanos(dueNanos - nowNanos);
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
      if (!waitingTold) {
        waitingTold = true;
        listener.progress(id, target, write(State.REQUESTED, now, waitsFor));
      }
      return false;
    }
    if (isNewTarget && isHeldAlready(now, nowNanos)) {
      return false;
    }
    return nowNanos - dueNanos >= 0 && nowNanos - spacedNanos(nowNanos) >= 0;
  }

  /**
   * When the point may be written again without wearing it out. The arbiter spaces what it decides;
   * how long that then waited for its device only is known here.
   */
  private long spacedNanos(long nowNanos) {
    return sentNanos.isEmpty() ? nowNanos : sentNanos.getAsLong() + writing.minSpacing().toNanos();
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
    OptionalLong received = field.receivedNanos(id);
    boolean fresh =
        writtenNanos.isEmpty()
            || (received.isPresent()
                && received.getAsLong() - writtenNanos.getAsLong() > afterNanos);
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
    driftSeenNanos = OptionalLong.empty();
    dueNanos = nextRefresh(state == State.NOT_NEEDED ? nowNanos : sentNanos.orElse(nowNanos));
    if (tell) {
      heldReadBack = readBack;
      listener.progress(id, target, new Write(state, readBack, now, ""));
      followed();
      effect.ifPresent(watch -> watch.begin(target, nowNanos));
    }
    if (failedTold) {
      failedTold = false;
      listener.works(id);
    }
  }

  private void watchEffect(long nowNanos, Instant now) {
    effect.ifPresent(
        watch -> watch.news(nowNanos).ifPresent(verdict -> tellEffect(watch, verdict, now)));
  }

  private void tellEffect(EffectWatch watch, EffectWatch.Verdict verdict, Instant now) {
    String measured = watch.measured();
    switch (verdict) {
      case WAITS -> {}
      case FOLLOWS -> {
        listener.progress(
            id, target, new Write(State.EFFECTIVE, heldReadBack, now, measured + " and follows."));
        followed();
      }
      case DOES_NOT -> {
        String reason =
            "%s and does not follow %s %s.".formatted(measured, target, template.unit());
        State held = template.readable() ? State.VERIFIED : State.ACCEPTED;
        listener.progress(id, target, new Write(held, heldReadBack, now, reason));
        ineffectiveTold = true;
        listener.ineffective(id, reason);
      }
    }
  }

  private void followed() {
    if (ineffectiveTold) {
      ineffectiveTold = false;
      listener.effective(id);
    }
  }

  /**
   * A watchdog is fed three times in its time even if the template gives no refresh. It runs since
   * the value left, not since it was read back.
   */
  private long nextRefresh(long fromNanos) {
    Duration refresh =
        writing.refresh().isZero() ? writing.watchdog().dividedBy(3) : writing.refresh();
    return fromNanos + (refresh.isZero() ? Loop.IDLE.multipliedBy(24) : refresh).toNanos();
  }

  private boolean hasRefresh() {
    return !writing.refresh().isZero() || !writing.watchdog().isZero();
  }

  private boolean isRefreshOrDriftDue(long nowNanos, Instant now, boolean back) {
    if (hasRefresh() && (back || nowNanos - dueNanos >= 0)) {
      return true;
    }
    OptionalDouble value = freshValue(TOO_SOON_NANOS);
    if (value.isEmpty() || isTarget(value.getAsDouble())) {
      driftSeenNanos = OptionalLong.empty();
      return false;
    }
    OptionalLong received = field.receivedNanos(id);
    if (driftSeenNanos.isEmpty() || driftSeenNanos.equals(received)) {
      driftSeenNanos = received; // one odd reading is none; the next one decides
      return false;
    }
    return drifted(value.getAsDouble(), nowNanos, now);
  }

  private boolean drifted(double value, long nowNanos, Instant now) {
    driftSeenNanos = OptionalLong.empty();
    drifts++;
    String reason =
        "%s went from %s %s to %s %s by itself."
            .formatted(id, target, template.unit(), value, template.unit());
    if (drifts > MOST_DRIFTS) {
      giveUp(reason + " It was set back %d times.".formatted(MOST_DRIFTS), nowNanos, now);
      return false;
    }
    phase = Phase.WANTED;
    dueNanos = nowNanos;
    listener.progress(
        id,
        target,
        new Write(State.REQUESTED, Optional.of(value), now, reason + " It is written again."));
    return nowNanos - spacedNanos(nowNanos) >= 0;
  }

  private boolean isKnownWrong(Instant now, long nowNanos) {
    OptionalDouble value = freshValue(0);
    if (!template.readable()) {
      return hasRefresh() && nowNanos - dueNanos >= 0;
    }
    if (value.isEmpty()) {
      return false;
    }
    if (isTarget(value.getAsDouble())) {
      held(Optional.of(value.getAsDouble()), State.VERIFIED, nowNanos, now);
      return false;
    }
    again(
        "It was read and holds %s %s.".formatted(value.getAsDouble(), template.unit()),
        Optional.of(value.getAsDouble()),
        nowNanos,
        now);
    return false;
  }

  private boolean isWorthAnotherTry(long nowNanos, Instant now, boolean back) {
    OptionalDouble value = freshValue(0);
    if (value.isPresent() && isTarget(value.getAsDouble()) && drifts <= MOST_DRIFTS) {
      held(Optional.of(value.getAsDouble()), State.VERIFIED, nowNanos, now);
      return false;
    }
    if (back) {
      attempts = 0;
      phase = Phase.WANTED;
    }
    if (back || nowNanos - dueNanos >= 0) {
      drifts = 0;
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
    String further =
        "%s Try %d of %d follows in %d s."
            .formatted(reason, attempts + 1, RETRIES + 1, pause.toSeconds());
    listener.progress(id, target, new Write(State.REQUESTED, readBack, now, further));
    return false;
  }

  private void giveUp(String reason, long nowNanos, Instant now) {
    phase = Phase.FAILED;
    dueNanos = nowNanos + AFTER_FAILURE.toNanos();
    listener.progress(id, target, write(State.FAILED, now, reason));
    if (!failedTold) {
      failedTold = true;
      listener.failed(id, reason);
    }
  }

  private static Write write(State state, Instant now, String reason) {
    return new Write(state, Optional.empty(), now, reason);
  }
}
