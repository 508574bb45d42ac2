/**
 * Trials of devices at commissioning: does a device return to its safe value by itself when its
 * controller falls silent?
 *
 * <p>Callers enter at {@link org.wattward.controller.commission.WatchdogTrial}, which knows no
 * thread, and for a running district at {@link org.wattward.controller.commission.Commissioning},
 * which has one loop.
 */
@NullMarked
package org.wattward.controller.commission;

import org.jspecify.annotations.NullMarked;
