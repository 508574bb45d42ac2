@NullMarked
package org.wattward.sim.field.modbus;

import org.jspecify.annotations.NullMarked;
