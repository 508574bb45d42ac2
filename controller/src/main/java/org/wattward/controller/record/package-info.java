/**
 * The record: every reading and every decision, in PostgreSQL.
 *
 * <p>Callers enter at {@link org.wattward.controller.record.RecordStore}, which gives them a {@link
 * org.wattward.controller.record.Recorder} to hand things over and a {@link
 * org.wattward.controller.record.History} to ask. Writing has two virtual threads of its own: one
 * makes batches, one brings them to the database; what that cannot take waits in memory, then on
 * disk. A third keeps the database running, rolls up and throws away.
 */
@NullMarked
package org.wattward.controller.record;

import org.jspecify.annotations.NullMarked;
