/**
 * Field devices that are not there, as values: what each shows, what was written to it, and the
 * faults it is made to have.
 *
 * <p>A {@link org.wattward.sim.field.SimulatedDevice} is where a model and the servers of one
 * device meet: the model publishes values step by step, servers show them and hand in what is
 * written. Safe on any thread; no socket and no thread of its own. The servers are in the packages
 * below.
 */
@NullMarked
package org.wattward.sim.field;

import org.jspecify.annotations.NullMarked;
