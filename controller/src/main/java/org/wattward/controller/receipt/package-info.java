/**
 * What programs ask for, and what became of it: orders are taken once for each of their keys, kept
 * on disk, begun and ended in time, and each has a receipt that follows it through arbitration and
 * writing.
 *
 * <p>Callers enter at {@link org.wattward.controller.receipt.Receipts}. Any thread; one virtual
 * thread begins and ends orders.
 */
@NullMarked
package org.wattward.controller.receipt;

import org.jspecify.annotations.NullMarked;
