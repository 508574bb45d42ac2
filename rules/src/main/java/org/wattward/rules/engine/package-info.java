/**
 * Running rules: typed trees become Drools' canonical model with lambdas of our own, and a fresh
 * session decides over the facts.
 *
 * <p>The only package that knows Drools. Callers enter at {@link
 * org.wattward.rules.engine.RuleEngine}. Engines are immutable; any thread, many at once.
 */
@NullMarked
package org.wattward.rules.engine;

import org.jspecify.annotations.NullMarked;
