/** How to talk to the field: Modbus, OPC UA, MQTT. */
@NullMarked
package org.wattward.protocols;

import org.jspecify.annotations.NullMarked;
