/**
 * MQTT over Eclipse Paho: callers enter at {@link org.wattward.protocols.mqtt.MqttLink}.
 *
 * <p>One virtual thread per link owns the client and is the only one to call it. Paho calls back on
 * threads of its own; those calls only put what they bring into a bounded inbox. No type of Paho
 * leaves this package.
 */
@NullMarked
package org.wattward.protocols.mqtt;

import org.jspecify.annotations.NullMarked;
