/**
 * A district's year in minutes: the very zones, rules, arbiter and writer of the controller against
 * the physics in process.
 *
 * <p>{@link org.wattward.controller.simulation.Simulation} runs one; each transformer district on a
 * thread of its own, its loops stepped by a virtual clock. The same seed gives the same figures.
 */
@NullMarked
package org.wattward.controller.simulation;

import org.jspecify.annotations.NullMarked;
