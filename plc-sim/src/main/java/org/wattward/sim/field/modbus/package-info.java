/**
 * Modbus TCP servers for simulated devices, made for thousands of them in one process.
 *
 * <p>{@link org.wattward.sim.field.modbus.ModbusServer} is one port with the units behind it. One
 * virtual thread accepts, one serves each connection; a unit's registers are locked for one request
 * at a time. Source: MODBUS Application Protocol V1.1b3; MODBUS Messaging on TCP/IP V1.0b.
 */
@NullMarked
package org.wattward.sim.field.modbus;

import org.jspecify.annotations.NullMarked;
