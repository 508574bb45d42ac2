package org.wattward.protocols;

import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.wattward.devices.WattwardException;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkListener;
import org.wattward.protocols.modbus.ModbusLink;
import org.wattward.protocols.mqtt.MqttLink;
import org.wattward.protocols.opcua.OpcUaLink;

/** Makes the link that a site file describes. */
public final class Links {
  private Links() {}

  /**
   * Makes a link with passwords from the environment and keys below {@code data/keys}; it does
   * nothing until it is started.
   *
   * @see #open(LinkConfig, List, LinkListener, Time, RandomGenerator, Credentials)
   */
  public static Link open(
      LinkConfig config,
      List<Device> devices,
      LinkListener listener,
      Time time,
      RandomGenerator random) {
    Credentials credentials = Credentials.fromEnvironment(Path.of("data", "keys"));
    return open(config, devices, listener, time, random, credentials);
  }

  /**
   * Makes a link; it does nothing until it is started.
   *
   * @param config the connection
   * @param devices the devices it carries, at least one
   * @param listener who is told what it reads
   * @param time the time
   * @param random jitter of its back-off
   * @param credentials passwords and keys
   * @throws WattwardException when the link cannot carry these devices
   */
  public static Link open(
      LinkConfig config,
      List<Device> devices,
      LinkListener listener,
      Time time,
      RandomGenerator random,
      Credentials credentials) {
    return switch (config) {
      case LinkConfig.ModbusTcp modbus ->
          ModbusLink.overNetwork(modbus, devices, listener, time, random, credentials);
      case LinkConfig.ModbusSerial serial ->
          ModbusLink.onSerialPort(serial, devices, listener, time, random);
      case LinkConfig.OpcUa opcUa ->
          new OpcUaLink(opcUa, devices, listener, time, random, credentials);
      case LinkConfig.Mqtt mqtt -> new MqttLink(mqtt, devices, listener, time, random, credentials);
    };
  }
}
