package org.wattward.protocols.modbus;

import java.io.IOException;
import org.wattward.devices.site.LinkConfig.ModbusSerial;
import org.wattward.devices.site.LinkConfig.ModbusTcp;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Credentials;

/** Opens the wire that a link's configuration describes. */
final class Wires {
  private Wires() {}

  static Wire.Opener of(ModbusTcp config, Credentials credentials) {
    return switch (config.carrier()) {
      case TCP -> deadline -> new TcpWire(plain(config, deadline));
      case TLS -> deadline -> new TcpWire(secure(config, credentials, deadline));
      case UDP -> deadline -> UdpWire.connect(config.host(), config.port());
      case RTU_OVER_TCP -> deadline -> new RtuWire(plain(config, deadline));
    };
  }

  static Wire.Opener of(ModbusSerial config, Time time) {
    return deadline -> new RtuWire(SerialLine.open(config, time));
  }

  private static ByteLine plain(ModbusTcp config, Deadline deadline) throws IOException {
    TimedSocket socket = TimedSocket.connect(config.host(), config.port(), deadline);
    return new SocketLine(socket, socket);
  }

  private static ByteLine secure(ModbusTcp config, Credentials credentials, Deadline deadline)
      throws IOException {
    TimedSocket socket = TimedSocket.connect(config.host(), config.port(), deadline);
    try {
      TlsSockets tls = new TlsSockets(config.id(), credentials);
      return new SocketLine(socket, tls.over(socket, config.host(), config.port()));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
