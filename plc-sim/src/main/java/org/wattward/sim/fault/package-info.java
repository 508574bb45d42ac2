/**
 * A network that misbehaves on purpose: a TCP proxy whose faults are drawn from a seed.
 *
 * <p>Callers enter at {@link org.wattward.sim.fault.TcpFaultProxy}. One virtual thread accepts, two
 * carry each connection.
 */
@NullMarked
package org.wattward.sim.fault;

import org.jspecify.annotations.NullMarked;
