/** Tests of this package. */
@NullMarked
package org.wattward.rules.read;

import org.jspecify.annotations.NullMarked;
