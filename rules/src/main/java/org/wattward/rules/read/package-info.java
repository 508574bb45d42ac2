/**
 * Reading rule files: text to typed tree, or all that is wrong with it.
 *
 * <p>Callers enter at {@link org.wattward.rules.read.RuleReader}. Limits come first, then the
 * grammar, then names, units and guards; nothing of the text is ever run or compiled. Pure; any
 * thread.
 */
@NullMarked
package org.wattward.rules.read;

import org.jspecify.annotations.NullMarked;
