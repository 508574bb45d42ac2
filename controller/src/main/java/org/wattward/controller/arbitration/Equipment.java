package org.wattward.controller.arbitration;

import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Writing;

/**
 * What a point's equipment can bear.
 *
 * @param point which point
 * @param unit its unit
 * @param writing its range, step, ramp, hold and spacing
 * @param maxStartsPerHour how often it may go up from its least value in any hour; 0 for any number
 */
public record Equipment(PointId point, Unit unit, Writing writing, int maxStartsPerHour) {
  /**
   * What follows a point's name in the device property that gives {@code maxStartsPerHour}: {@code
   * powerLimitMaxStartsPerHour: 3}.
   */
  public static final String STARTS_PROPERTY = "MaxStartsPerHour";

  /** Whether it matters how long ago the point changed. */
  boolean hasMinimumTimes() {
    return writing.minHold().isPositive()
        || writing.minSpacing().isPositive()
        || maxStartsPerHour > 0;
  }

  /**
   * The equipment behind a writable point.
   *
   * @throws IllegalArgumentException when the point cannot be written
   */
  public static Equipment of(Device device, PointTemplate point) {
    Writing writing =
        point
            .writing()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "%s cannot be written.".formatted(device.pointId(point))));
    int starts = device.properties().getOrDefault(point.name() + STARTS_PROPERTY, 0.0).intValue();
    return new Equipment(device.pointId(point), point.unit(), writing, starts);
  }
}
