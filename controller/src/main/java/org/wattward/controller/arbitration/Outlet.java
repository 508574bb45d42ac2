package org.wattward.controller.arbitration;

import org.wattward.devices.point.PointId;

/** Where setpoints go. */
@FunctionalInterface
public interface Outlet {
  /**
   * From now on a point shall have a value. A newer one takes the place of one not yet written.
   *
   * @param value in the point's unit, within what its equipment bears
   */
  void target(PointId point, double value);
}
