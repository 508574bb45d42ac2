/**
 * Setpoints to the field: written on change or due refresh, verified, retried a few times, alarmed.
 *
 * <p>Callers enter at {@link org.wattward.controller.writing.Writer}. One virtual thread per link.
 */
@NullMarked
package org.wattward.controller.writing;

import org.jspecify.annotations.NullMarked;
