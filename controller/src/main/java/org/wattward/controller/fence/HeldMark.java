package org.wattward.controller.fence;

import java.util.Optional;
import org.wattward.devices.point.PointId;
import org.wattward.devices.template.ControllerMark;

/**
 * What is known of the mark of one device. The upper byte of a mark names its controller, the lower
 * one counts, so that a mark that stays tells of a controller that is gone. Any thread.
 */
final class HeldMark {
  private static final int NOBODY = 0;
  private static final int NONE = -1;
  private static final int BYTE = 256;
  private static final double NANOS_PER_SECOND = 1e9;

  private final PointId point;
  private final ControllerMark mark;
  private final int own;
  private boolean wasRead;
  private int written = NONE;
  private int writtenBefore = NONE;
  private int count;
  private int foreign = NOBODY;
  private long foreignNanos;
  private boolean owned;
  private long ownedNanos;

  /**
   * A mark that was not read yet.
   *
   * @param own the controller's number, 1 to 255
   */
  HeldMark(PointId point, ControllerMark mark, int own) {
    this.point = point;
    this.mark = mark;
    this.own = own;
  }

  PointId point() {
    return point;
  }

  ControllerMark mark() {
    return mark;
  }

  /** The device shows a mark. */
  synchronized void read(int value, long nowNanos) {
    wasRead = true;
    boolean fromBeforeRestart = written == NONE && value / BYTE == own;
    if (value == NOBODY || value == written || value == writtenBefore || fromBeforeRestart) {
      foreign = NOBODY;
    } else if (value != foreign) {
      foreign = value;
      foreignNanos = nowNanos;
      owned = false;
    }
  }

  /** The next mark to write; empty while the device is another's, or was not read. */
  synchronized Optional<Integer> next(long nowNanos) {
    if (!wasRead || isAnothers(nowNanos)) {
      owned = false;
      return Optional.empty();
    }
    count = count % (BYTE - 1) + 1;
    writtenBefore = written;
    written = own * BYTE + count;
    return Optional.of(written);
  }

  /** A mark that was sent then is what the device holds. */
  synchronized void verified(int value, long sentNanos) {
    if (value == written) {
      foreign = NOBODY;
      owned = true;
      ownedNanos = sentNanos;
    }
  }

  /** Whether the device is to be let go at the end. */
  synchronized boolean isOwned() {
    return owned;
  }

  /** Why nothing may be written to the device, a sentence; empty when it may. */
  synchronized Optional<String> closed(long nowNanos) {
    if (isAnothers(nowNanos)) {
      return Optional.of(
          "Another controller holds %s: its mark is %d and changed %.0f s ago. Nothing is written to it before the mark stays for %d s."
              .formatted(
                  point.device(),
                  foreign,
                  (nowNanos - foreignNanos) / NANOS_PER_SECOND,
                  mark.fresh().toSeconds()));
    }
    boolean fresh = owned && nowNanos - ownedNanos <= mark.fresh().toNanos();
    return fresh
        ? Optional.empty()
        : Optional.of(
            "%s does not hold this controller's mark yet; nothing is written to it before."
                .formatted(point.device()));
  }

  private boolean isAnothers(long nowNanos) {
    return foreign != NOBODY && nowNanos - foreignNanos < mark.fresh().toNanos();
  }
}
