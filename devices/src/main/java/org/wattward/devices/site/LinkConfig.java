package org.wattward.devices.site;

import java.time.Duration;
import java.util.Optional;

/** A connection that carries one or more devices, as the site file describes it. */
public sealed interface LinkConfig {
  /** Its id, unique in the site. */
  String id();

  /** How often its points are read. */
  PollPeriods periods();

  /**
   * The periods of the poll groups.
   *
   * @param fast period of fast points
   * @param normal period of normal points
   * @param slow period of slow points
   */
  record PollPeriods(Duration fast, Duration normal, Duration slow) {}

  /**
   * Modbus over a network.
   *
   * @param host name or address
   * @param port TCP or UDP port, 1 to 65535
   * @param carrier how the requests travel
   * @param requestTimeout how long one request may take in all
   */
  record ModbusTcp(
      String id,
      String host,
      int port,
      Carrier carrier,
      Duration requestTimeout,
      PollPeriods periods)
      implements LinkConfig {

    /** Modbus TCP as it is most often. */
    public ModbusTcp(
        String id, String host, int port, Duration requestTimeout, PollPeriods periods) {
      this(id, host, port, Carrier.TCP, requestTimeout, periods);
    }

    /** How Modbus travels over a network. */
    public enum Carrier {
      TCP("tcp"),
      /** Modbus/TCP Security: TLS with certificates of both sides. */
      TLS("tls"),
      UDP("udp"),
      /** A gateway that passes the bytes of a serial line. */
      RTU_OVER_TCP("rtu-over-tcp");

      private final String key;

      Carrier(String key) {
        this.key = key;
      }

      /** As written in YAML. */
      public String key() {
        return key;
      }
    }
  }

  /**
   * Modbus RTU on a serial port.
   *
   * @param port the system's name of the port: {@code /dev/ttyUSB0}
   * @param baudRate bits per second
   * @param parity the parity bit; where there is none, two stop bits are usual
   * @param stopBits 1 or 2
   * @param requestTimeout how long one request may take in all
   */
  record ModbusSerial(
      String id,
      String port,
      int baudRate,
      Parity parity,
      int stopBits,
      Duration requestTimeout,
      PollPeriods periods)
      implements LinkConfig {

    /** The parity bit of a character. */
    public enum Parity {
      NONE,
      EVEN,
      ODD
    }
  }

  /**
   * OPC UA over TCP.
   *
   * @param endpointUrl {@code opc.tcp://host:port/path}
   * @param security {@code None} or a policy name such as {@code Basic256Sha256}
   * @param username user, if the server asks for one; the password comes from the environment
   */
  record OpcUa(
      String id,
      String endpointUrl,
      String security,
      Optional<String> username,
      PollPeriods periods)
      implements LinkConfig {
    /** A link without a user. */
    public OpcUa(String id, String endpointUrl, String security, PollPeriods periods) {
      this(id, endpointUrl, security, Optional.empty(), periods);
    }
  }

  /**
   * An MQTT broker.
   *
   * @param url {@code tcp://host:port} or {@code ssl://host:port}
   * @param clientId the client identifier shown to the broker
   * @param username user, if the broker asks for one; the password comes from the environment
   */
  record Mqtt(
      String id, String url, String clientId, Optional<String> username, PollPeriods periods)
      implements LinkConfig {}
}
