/**
 * Decision tables in Drools' layout, CSV or XLSX, turned into rule text that the same reader reads
 * as any rule file, so the same checks hold; problems name sheet and cell.
 *
 * <p>Callers enter at {@link org.wattward.rules.table.DecisionTable}. Nothing of a file is ever
 * run: no macro, no formula, no external entity. Pure; any thread.
 */
@NullMarked
package org.wattward.rules.table;

import org.jspecify.annotations.NullMarked;
