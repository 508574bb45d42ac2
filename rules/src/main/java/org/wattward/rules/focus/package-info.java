/**
 * What a zone's rules look at: {@link org.wattward.rules.focus.Focus} says which readings, which
 * levels of them and which times can change a decision, found in the rules' trees.
 *
 * <p>Callers enter at {@link org.wattward.rules.packages.RuleBook#focus}. Immutable; any thread.
 */
@NullMarked
package org.wattward.rules.focus;

import org.jspecify.annotations.NullMarked;
