@NullMarked
package org.wattward.controller.simulation;

import org.jspecify.annotations.NullMarked;
