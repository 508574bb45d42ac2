/** Tests of trials at commissioning. */
@NullMarked
package org.wattward.controller.commission;

import org.jspecify.annotations.NullMarked;
