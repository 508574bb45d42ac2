/**
 * One controller for a device: a mark that the device itself holds, where it can hold one. The
 * token in the database is the record's.
 *
 * <p>Callers enter at {@link org.wattward.controller.fence.MarkedLink}. One virtual thread per link
 * with such devices.
 */
@NullMarked
package org.wattward.controller.fence;

import org.jspecify.annotations.NullMarked;
