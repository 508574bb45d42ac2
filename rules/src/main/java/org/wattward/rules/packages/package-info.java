/**
 * Rule packages: named, versioned folders of rules with their parameters and tests, and the book
 * that decides with them.
 *
 * <p>Callers enter at {@link org.wattward.rules.packages.PackageLoader} (folder to package), {@link
 * org.wattward.rules.packages.RuleBook} (packages to a {@link org.wattward.rules.decide.Decider})
 * and {@link org.wattward.rules.packages.ScenarioRunner}. Any thread.
 */
@NullMarked
package org.wattward.rules.packages;

import org.jspecify.annotations.NullMarked;
