/**
 * Points and readings: the nouns that every other room speaks.
 *
 * <p>Plain values, no I/O, safe on any thread.
 */
@NullMarked
package org.wattward.devices.point;

import org.jspecify.annotations.NullMarked;
