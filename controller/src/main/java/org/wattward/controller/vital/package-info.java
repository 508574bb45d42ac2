/**
 * Whether the controller is alive: its parts are asked again and again, and the service manager is
 * told while all that control needs answer.
 *
 * <p>Callers enter at {@link org.wattward.controller.vital.Vitals} and {@link
 * org.wattward.controller.vital.Watchdog}, whose platform thread goes on when virtual ones hang.
 */
@NullMarked
package org.wattward.controller.vital;

import org.jspecify.annotations.NullMarked;
