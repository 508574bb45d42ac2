/** Tests of decision tables. */
@NullMarked
package org.wattward.rules.table;

import org.jspecify.annotations.NullMarked;
