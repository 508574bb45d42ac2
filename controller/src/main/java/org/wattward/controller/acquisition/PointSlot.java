package org.wattward.controller.acquisition;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.PointTemplate;

/**
 * The place of one point's latest reading. Its quality is found when it is looked at, so nothing
 * has to be written, nor locked, for a reading to grow old.
 */
final class PointSlot {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NOTABLE_SHARE = 0.02;
  private static final double NOTABLE_OF_RANGE = 1e-4;

  final PointId id;
  final PointTemplate template;
  final DeviceSlot device;

  /** Its place in the device's list. */
  final int index;

  private final Ageing ageing;
  private final boolean fixed;

  /** The object by which its link names it; knowing it again needs no look at its texts. */
  private PointId alias;

  private volatile @Nullable Entry entry;
  private volatile double noted = Double.NaN;

  /** The sweep's own note of how the point was when it last looked. */
  Stage swept = Stage.UNREAD;

  /** A reading and when it came, on the monotonic clock. */
  record Entry(Reading reading, long receivedNanos) {}

  /** What a point's reading is worth, in one word. */
  enum Stage {
    UNREAD,
    GOOD,
    STALE,
    BAD
  }

  PointSlot(DeviceSlot device, int index, Ageing ageing) {
    this.template = device.device.points().get(index);
    this.id = device.device.pointId(template);
    this.alias = id;
    this.device = device;
    this.index = index;
    this.ageing = ageing;
    this.fixed = template.address() instanceof Address.Fixed;
  }

  /** Whether it is the place of this point. */
  @SuppressWarnings("ReferenceEquality") // the very object is a short cut, its texts decide
  boolean isOf(PointId point) {
    if (point == alias) {
      return true;
    }
    boolean is = id.equals(point);
    if (is) {
      alias = point;
    }
    return is;
  }

  /** Whether the point comes from the device and so shows whether that answers. */
  boolean isPolled() {
    return template.readable() && !fixed;
  }

  @Nullable Entry entry() {
    return entry;
  }

  void put(Reading reading, long nowNanos) {
    Entry known = entry;
    boolean lost = reading.quality() instanceof Quality.Bad;
    if (fixed && lost && known != null && known.reading().quality().isGood()) {
      return; // what the template itself says stays true while its device is away
    }
    entry = new Entry(reading, nowNanos);
  }

  /**
   * Whether a value differs from the last notable one by more than noise and drift do, so that
   * control should look at it at once: by a fiftieth and a ten-thousandth of the point's range, or
   * at all where it is a state. Counters only grow. One thread at a time.
   */
  boolean isNotable(double value) {
    boolean is =
        switch (template.form()) {
          case SWITCH, STATE -> value != noted;
          case COUNTER -> false;
          case NUMBER ->
              !(Math.abs(value - noted)
                  <= Math.max(
                      NOTABLE_SHARE * Math.abs(noted),
                      NOTABLE_OF_RANGE * (template.max() - template.min())));
        };
    if (is) {
      noted = value;
    }
    return is;
  }

  Stage stage(long nowNanos) {
    Entry known = entry;
    if (known == null) {
      return Stage.UNREAD;
    }
    if (known.reading().quality() instanceof Quality.Bad) {
      return Stage.BAD;
    }
    if (fixed) {
      return Stage.GOOD;
    }
    long ageNanos = nowNanos - known.receivedNanos();
    long silentNanos = nowNanos - device.lastGoodNanos();
    if (ageNanos > ageing.badNanos() || silentNanos > device.ageing().badNanos()) {
      return Stage.BAD;
    }
    boolean stale = ageNanos > ageing.staleNanos() || silentNanos > device.ageing().staleNanos();
    return stale || known.reading().quality() == Quality.Known.STALE ? Stage.STALE : Stage.GOOD;
  }

  /** For how long its stage stays as it is when nothing is read of its device. */
  long steadyNanos(long nowNanos) {
    Entry known = entry;
    if (known == null || fixed) {
      return Long.MAX_VALUE;
    }
    long ageNanos = nowNanos - known.receivedNanos();
    long silentNanos = nowNanos - device.lastGoodNanos();
    return switch (stage(nowNanos)) {
      case UNREAD, BAD -> Long.MAX_VALUE;
      case GOOD ->
          Math.min(ageing.staleNanos() - ageNanos, device.ageing().staleNanos() - silentNanos);
      case STALE ->
          Math.min(ageing.badNanos() - ageNanos, device.ageing().badNanos() - silentNanos);
    };
  }

  /** The last reading with its quality now; empty when it was never read. */
  Optional<Reading> reading(long nowNanos) {
    Entry known = entry;
    if (known == null) {
      return Optional.empty();
    }
    Reading reading = known.reading();
    return switch (stage(nowNanos)) {
      case UNREAD -> Optional.empty();
      case GOOD -> Optional.of(reading);
      case STALE -> Optional.of(reading.stale());
      case BAD ->
          Optional.of(
              reading.quality() instanceof Quality.Bad
                  ? reading
                  : Reading.bad(id, reading.time(), silence(reading)));
    };
  }

  private String silence(Reading last) {
    long limitNanos = Math.min(ageing.badNanos(), device.ageing().badNanos());
    String reason =
        "No reading of %s for more than %.0f s; the last was %s %s."
            .formatted(id, limitNanos / NANOS_PER_SECOND, number(last.value()), template.unit());
    return device.lossReason().isEmpty() ? reason : reason + " " + device.lossReason();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.2f", value);
  }
}
