/**
 * MQTT for simulated devices: a broker for the demonstration, and a publishing client per device.
 *
 * <p>{@link org.wattward.sim.field.mqtt.MqttFieldServer} is one link. Values are handed over on the
 * model's thread and published on a virtual thread per device, so that a slow broker never holds a
 * step.
 */
@NullMarked
package org.wattward.sim.field.mqtt;

import org.jspecify.annotations.NullMarked;
