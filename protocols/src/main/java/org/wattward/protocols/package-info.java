/**
 * How to talk to the field: Modbus, OPC UA, MQTT. Callers enter at {@link
 * org.wattward.protocols.Links}; each link owns one virtual thread.
 */
@NullMarked
package org.wattward.protocols;

import org.jspecify.annotations.NullMarked;
