/**
 * Demand-response events, in memory: announced, cancelled, over.
 *
 * <p>Callers enter at {@link org.wattward.controller.event.Events}. Any thread.
 */
@NullMarked
package org.wattward.controller.event;

import org.jspecify.annotations.NullMarked;
