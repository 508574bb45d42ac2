@NullMarked
package org.wattward.sim.scenario;

import org.jspecify.annotations.NullMarked;
