/**
 * How the things of a district behave: small models that are stepped through time.
 *
 * <p>Every model takes the length of the step and what acts on it during the step, constant, and
 * afterwards answers what it did: mean powers over the step, temperatures at its end. Same inputs,
 * same outputs: no clock, no randomness, no I/O. Power is positive when consumed from the electric
 * network; heat is positive in the direction a method names.
 *
 * <p>Models keep state and belong to one thread at a time; parameters are immutable.
 */
@NullMarked
package org.wattward.sim.physics;

import org.jspecify.annotations.NullMarked;
