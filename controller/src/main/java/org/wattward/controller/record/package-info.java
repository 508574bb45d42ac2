/**
 * The record: every reading and every decision, in PostgreSQL.
 *
 * <p>Callers enter at {@link org.wattward.controller.record.Recorder} and {@link
 * org.wattward.controller.record.History}. Writing has one virtual thread of its own.
 */
@NullMarked
package org.wattward.controller.record;

import org.jspecify.annotations.NullMarked;
