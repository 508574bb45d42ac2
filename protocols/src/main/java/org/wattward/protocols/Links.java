package org.wattward.protocols;

import java.util.List;
import java.util.random.RandomGenerator;
import org.wattward.devices.WattwardException;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkListener;
import org.wattward.protocols.modbus.ModbusLink;

/** Makes the link that a site file describes. */
public final class Links {
  private Links() {}

  /**
   * Makes a link; it does nothing until it is started.
   *
   * @param config the connection
   * @param devices the devices it carries, at least one
   * @param listener who is told what it reads
   * @param time the time
   * @param random jitter of its back-off
   * @throws WattwardException when the link cannot carry these devices
   */
  public static Link open(
      LinkConfig config,
      List<Device> devices,
      LinkListener listener,
      Time time,
      RandomGenerator random) {
    return switch (config) {
      case LinkConfig.ModbusTcp modbus -> new ModbusLink(modbus, devices, listener, time, random);
      case LinkConfig.OpcUa opcUa -> missing(opcUa.id(), "OPC UA");
      case LinkConfig.Mqtt mqtt -> missing(mqtt.id(), "MQTT");
    };
  }

  private static Link missing(String link, String protocol) {
    throw new WattwardException(
        "Link \"%s\" cannot be opened: there are no %s links yet.".formatted(link, protocol));
  }
}
