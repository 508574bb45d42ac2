@NullMarked
package org.wattward.sim.district;

import org.jspecify.annotations.NullMarked;
