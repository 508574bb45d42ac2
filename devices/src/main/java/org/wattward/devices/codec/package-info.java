/**
 * Modbus words to values and back.
 *
 * <p>Callers make one {@link org.wattward.devices.codec.RegisterCodec} per point and keep it. What
 * a device sends never leads to an exception: it is a {@link org.wattward.devices.codec.Decoded}.
 * Immutable, safe on any thread.
 */
@NullMarked
package org.wattward.devices.codec;

import org.jspecify.annotations.NullMarked;
