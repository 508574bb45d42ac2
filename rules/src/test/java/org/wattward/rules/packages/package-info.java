/** Tests of this package. */
@NullMarked
package org.wattward.rules.packages;

import org.jspecify.annotations.NullMarked;
