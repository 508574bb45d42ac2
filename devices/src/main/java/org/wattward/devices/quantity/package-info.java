/**
 * Units and their dimensions.
 *
 * <p>Signs and units are the house's: power is seen from the network, import positive and export
 * negative, for every device; energy counters are two, import and export, and never negative.
 */
@NullMarked
package org.wattward.devices.quantity;

import org.jspecify.annotations.NullMarked;
