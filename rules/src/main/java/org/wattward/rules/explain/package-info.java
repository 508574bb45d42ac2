/**
 * Answers for people: is a package right, do its tests pass, and why did a rule not fire.
 *
 * <p>Callers enter at {@link org.wattward.rules.explain.RuleChecker}, {@link
 * org.wattward.rules.explain.RuleTester} and {@link org.wattward.rules.explain.RuleExplainer}.
 * Nothing here decides; any thread.
 */
@NullMarked
package org.wattward.rules.explain;

import org.jspecify.annotations.NullMarked;
