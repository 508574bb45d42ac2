package org.wattward.controller.writing;

import java.time.Duration;
import java.util.OptionalLong;
import org.wattward.controller.loop.Loop;
import org.wattward.devices.template.PointTemplate.Writing;

/**
 * When a point was written, and when it may and must be again. Only the writing thread changes it,
 * but for {@link #leaveAlone}.
 */
final class WriteTimes {
  private final Writing writing;
  private OptionalLong writtenNanos = OptionalLong.empty();
  private volatile OptionalLong sentNanos = OptionalLong.empty();
  private volatile OptionalLong aloneUntilNanos = OptionalLong.empty();

  WriteTimes(Writing writing) {
    this.writing = writing;
  }

  /** A write goes out. */
  void sending(long nowNanos) {
    writtenNanos = OptionalLong.of(nowNanos);
    sentNanos = writtenNanos;
  }

  /** Its outcome is known. */
  void done(long nowNanos) {
    writtenNanos = OptionalLong.of(nowNanos);
  }

  /** When a write last went out. Any thread. */
  OptionalLong sentNanos() {
    return sentNanos;
  }

  /** Whether what was received then was read later than so long after the last write. */
  boolean isAfterWrite(OptionalLong receivedNanos, long byNanos) {
    return writtenNanos.isEmpty()
        || (receivedNanos.isPresent()
            && receivedNanos.getAsLong() - writtenNanos.getAsLong() > byNanos);
  }

  /** Nothing is refreshed or corrected until then. Any thread. */
  void leaveAlone(long untilNanos) {
    aloneUntilNanos = OptionalLong.of(untilNanos);
  }

  /** Whether nothing is refreshed or corrected. Any thread. */
  boolean isAlone(long nowNanos) {
    OptionalLong until = aloneUntilNanos;
    return until.isPresent() && nowNanos - until.getAsLong() < 0;
  }

  /** Ends that nothing is refreshed; whether that was so. */
  boolean endAlone() {
    boolean was = aloneUntilNanos.isPresent();
    aloneUntilNanos = OptionalLong.empty();
    return was;
  }

  /**
   * When the point may be written again without wearing it out. The arbiter spaces what it decides;
   * how long that then waited for its device only is known here.
   */
  boolean isSpaced(long nowNanos) {
    OptionalLong sent = sentNanos;
    return sent.isEmpty() || nowNanos - (sent.getAsLong() + writing.minSpacing().toNanos()) >= 0;
  }

  /** Whether the value is written again without a change. */
  boolean hasRefresh() {
    return !writing.refresh().isZero() || !writing.watchdog().isZero();
  }

  /**
   * When the next refresh is due. A watchdog is fed three times in its time even if the template
   * gives no refresh; it runs since the value left, not since it was read back.
   *
   * @param wasWritten whether the device got the value by a write at all
   */
  long nextRefresh(boolean wasWritten, long nowNanos) {
    Duration refresh =
        writing.refresh().isZero() ? writing.watchdog().dividedBy(3) : writing.refresh();
    Duration never = Loop.IDLE.multipliedBy(24);
    long fromNanos = wasWritten ? sentNanos.orElse(nowNanos) : nowNanos;
    return fromNanos + (refresh.isZero() ? never : refresh).toNanos();
  }
}
