/** One hand on every switch: all wishes for a point meet here, one wins, limits come last. */
@NullMarked
package org.wattward.controller.arbitration;

import org.jspecify.annotations.NullMarked;
