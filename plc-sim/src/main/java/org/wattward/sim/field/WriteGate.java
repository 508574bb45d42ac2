package org.wattward.sim.field;

import java.time.Duration;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Writing;

/**
 * Whether a device takes a write, by its quirks; one for all protocols. Safe on any thread.
 *
 * <p>A server asks {@link #soon} once for a request and {@link #accepts} for each value in it, and
 * says {@link #passed} when it took the request.
 */
public final class WriteGate {
  private static final String RATED_POWER = "ratedPowerW";

  private final Device device;
  private final double[] perStandardUnit;
  private boolean open;
  private long lastNanos;

  WriteGate(Device device, double[] perStandardUnit) {
    this.device = device;
    this.perStandardUnit = perStandardUnit;
  }

  /** What becomes of a request that comes now. */
  public enum Pace {
    IN_TIME,
    /** It is refused as busy. */
    REFUSED,
    /** It is acknowledged and without effect. */
    IGNORED
  }

  /**
   * Whether a request comes too soon after the last one that was taken.
   *
   * @param nowNanos by a monotonic clock, always the same
   */
  public synchronized Pace soon(Quirks quirks, long nowNanos) {
    Duration spacing = quirks.writeSpacing();
    if (!open || !spacing.isPositive() || nowNanos - lastNanos >= spacing.toNanos()) {
      return Pace.IN_TIME;
    }
    return quirks.ignoresSoonWrites() ? Pace.IGNORED : Pace.REFUSED;
  }

  /** A request was taken. */
  public synchronized void passed(long nowNanos) {
    open = true;
    lastNanos = nowNanos;
  }

  /** Whether it takes a value instead of refusing it; one that it takes may still be limited. */
  public boolean accepts(Quirks quirks, int slot, double value) {
    if (!quirks.rejectAboveRated()) {
      return true;
    }
    PointTemplate point = device.points().get(slot);
    Writing writing = point.writing().orElseThrow();
    boolean within = value >= writing.min() && value <= writing.max();
    return within && Math.abs(value) <= ratedIn(point, slot);
  }

  private double ratedIn(PointTemplate point, int slot) {
    Double ratedW = device.properties().get(RATED_POWER);
    return switch (point.unit()) {
      case W, KW, MW -> ratedW == null ? Double.POSITIVE_INFINITY : ratedW * perStandardUnit[slot];
      default -> Double.POSITIVE_INFINITY;
    };
  }
}
