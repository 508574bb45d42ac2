/**
 * Civil schedules: what the site file asks for at certain local times.
 *
 * <p>Callers enter at {@link org.wattward.controller.schedule.Schedules}, which has one virtual
 * thread.
 */
@NullMarked
package org.wattward.controller.schedule;

import org.jspecify.annotations.NullMarked;
