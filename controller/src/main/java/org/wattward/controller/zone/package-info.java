/**
 * Zones: each takes snapshots of what its devices say and lets its rules decide.
 *
 * <p>One virtual thread per zone, {@link org.wattward.controller.zone.ZoneLoop}.
 */
@NullMarked
package org.wattward.controller.zone;

import org.jspecify.annotations.NullMarked;
