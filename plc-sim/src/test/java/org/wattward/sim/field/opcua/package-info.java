@NullMarked
package org.wattward.sim.field.opcua;

import org.jspecify.annotations.NullMarked;
