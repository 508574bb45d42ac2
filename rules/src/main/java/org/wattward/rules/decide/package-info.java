/**
 * Deciding: {@link org.wattward.rules.decide.Decider} turns a snapshot into requests.
 *
 * <p>Pure; runs on the caller's thread.
 */
@NullMarked
package org.wattward.rules.decide;

import org.jspecify.annotations.NullMarked;
