/**
 * What rules may conclude: the only things that the consequence of a rule can make.
 *
 * <p>Plain values. A rule file writes {@code insertLogical(new SetPoint(...))}.
 */
@NullMarked
package org.wattward.rules.conclusions;

import org.jspecify.annotations.NullMarked;
