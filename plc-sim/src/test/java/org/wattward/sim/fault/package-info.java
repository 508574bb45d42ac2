@NullMarked
package org.wattward.sim.fault;

import org.jspecify.annotations.NullMarked;
