@NullMarked
package org.wattward.sim.field.mqtt;

import org.jspecify.annotations.NullMarked;
