package org.wattward.devices.site;

import java.time.Duration;

/**
 * Where the controller tells what happens.
 *
 * @param broker the MQTT broker
 * @param topic what every topic begins with: {@code wattward/site-1}
 * @param every how often a point's changed value is told at most
 */
public record PublishConfig(LinkConfig.Mqtt broker, String topic, Duration every) {}
