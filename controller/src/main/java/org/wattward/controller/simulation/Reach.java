package org.wattward.controller.simulation;

import java.time.Duration;
import java.util.Optional;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.template.DeviceTemplate.Protocol;
import org.wattward.sim.field.Health;

/**
 * How a device would be reached over its own link, for what faults do there.
 *
 * @param protocol how it is talked to
 * @param patience how long a request waits for its answer
 */
record Reach(Protocol protocol, Duration patience) {
  private static final Duration USUAL = Duration.ofSeconds(5);

  static Reach of(Device device, LinkConfig link) {
    Duration patience =
        switch (link) {
          case LinkConfig.ModbusTcp modbus -> modbus.requestTimeout();
          case LinkConfig.ModbusSerial serial -> serial.requestTimeout();
          case LinkConfig.OpcUa _, LinkConfig.Mqtt _ -> USUAL;
        };
    return new Reach(device.template().protocol(), patience);
  }

  /** Whether values come with the time of their source. */
  boolean hasTimes() {
    return protocol != Protocol.MODBUS;
  }

  /** Whether a value that is older than the last one is not heeded. */
  boolean isOrdered() {
    return protocol == Protocol.MQTT;
  }

  /** Whether an answer comes after nobody waits for it any more. */
  boolean isTooLate(Health health) {
    return protocol == Protocol.MODBUS && health.delay().compareTo(patience) >= 0;
  }

  /** Why nothing is heard of a device at all, a sentence; empty when it answers somehow. */
  Optional<String> silence(Device device, Health health) {
    String id = device.id();
    if (health.unplugged()) {
      return Optional.of("%s cannot be reached.".formatted(id));
    }
    if (health.silent() || health.halfOpen()) {
      return Optional.of("%s does not answer.".formatted(id));
    }
    if (isTooLate(health)) {
      return Optional.of(
          "%s answers only after %d ms, and %d ms are waited for."
              .formatted(id, health.delay().toMillis(), patience.toMillis()));
    }
    // A device that publishes has no way to refuse: it says nothing.
    return protocol == Protocol.MQTT && health.exceptionCode() != 0
        ? Optional.of("%s publishes nothing.".formatted(id))
        : Optional.empty();
  }

  /** What a device that refuses everything says. */
  static String refusal(String device, int code) {
    return "%s refuses every request with exception %d.".formatted(device, code);
  }
}
