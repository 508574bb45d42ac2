/**
 * What rules see: immutable facts made from one snapshot, and the schema that says which fields
 * they have and in which unit.
 *
 * <p>Callers enter at {@link org.wattward.rules.facts.FactMaker} (snapshot to facts) and {@link
 * org.wattward.rules.facts.FactSchema} (names, types and units). A field that may be absent has a
 * {@code has…} field beside it; a rule must ask it first. Pure; any thread.
 */
@NullMarked
package org.wattward.rules.facts;

import org.jspecify.annotations.NullMarked;
