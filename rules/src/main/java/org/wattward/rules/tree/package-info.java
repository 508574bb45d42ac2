/**
 * The typed tree of a rule file: what the reader makes and the engine, the checks and the
 * explanations work on.
 *
 * <p>Plain values in which every name is resolved and every number has its quantity.
 */
@NullMarked
package org.wattward.rules.tree;

import org.jspecify.annotations.NullMarked;
