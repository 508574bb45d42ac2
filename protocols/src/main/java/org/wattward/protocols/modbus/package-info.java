/**
 * Modbus over j2mod's messages: what a device answers is believed only when every part of it fits
 * the question.
 *
 * <p>Callers enter at {@link org.wattward.protocols.modbus.ModbusLink}, usually through {@link
 * org.wattward.protocols.Links}. Each link's virtual thread alone touches its connection, its plans
 * and its devices' state; only the queue of writes and the counters are shared. j2mod's types stay
 * inside this package.
 */
@NullMarked
package org.wattward.protocols.modbus;

import org.jspecify.annotations.NullMarked;
