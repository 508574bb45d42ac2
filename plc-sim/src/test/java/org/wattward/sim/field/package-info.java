@NullMarked
package org.wattward.sim.field;

import org.jspecify.annotations.NullMarked;
