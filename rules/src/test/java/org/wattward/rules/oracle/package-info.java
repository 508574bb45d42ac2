/** Holds our engine against Drools' own compiler. */
@NullMarked
package org.wattward.rules.oracle;

import org.jspecify.annotations.NullMarked;
