/** Tests of the inner watchdog. */
@NullMarked
package org.wattward.controller.vital;

import org.jspecify.annotations.NullMarked;
