/**
 * Device types as data: which points a device has, in which unit, and where they live on the wire.
 *
 * <p>Callers enter at {@link org.wattward.devices.template.Templates}. Templates are YAML files
 * read once at start; the records are immutable and safe on any thread.
 */
@NullMarked
package org.wattward.devices.template;

import org.jspecify.annotations.NullMarked;
