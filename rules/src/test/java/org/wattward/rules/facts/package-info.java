/** Tests of this package. */
@NullMarked
package org.wattward.rules.facts;

import org.jspecify.annotations.NullMarked;
