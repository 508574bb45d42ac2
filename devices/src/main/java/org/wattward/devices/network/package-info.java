/**
 * The electric network of a district as a calculation sees it, and its power flow.
 *
 * <p>Callers build a {@link org.wattward.devices.network.GridModel} once, fill {@link
 * org.wattward.devices.network.BusLoads} and ask a {@link org.wattward.devices.network.PowerFlow}.
 * SI units outside, per unit on 1 MVA inside. One value stands for the three phases of a balanced
 * system; nothing here ties a branch to exactly one complex number except {@code PiBranch}.
 *
 * <p>Models and results are immutable and safe on any thread; a {@code PowerFlow} is a workspace
 * and belongs to one thread at a time. No clock, no I/O.
 */
@NullMarked
package org.wattward.devices.network;

import org.jspecify.annotations.NullMarked;
