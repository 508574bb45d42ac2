/** A district that is not there: physics, and the field devices that show it. */
@NullMarked
package org.wattward.sim;

import org.jspecify.annotations.NullMarked;
