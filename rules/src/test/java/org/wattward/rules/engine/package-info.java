/** Tests of this package. */
@NullMarked
package org.wattward.rules.engine;

import org.jspecify.annotations.NullMarked;
