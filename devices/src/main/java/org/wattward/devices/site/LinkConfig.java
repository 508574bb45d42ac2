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
  record PollPeriods(Duration fast, Duration normal, Duration slow) {
    /** Half of each. */
    public PollPeriods halved() {
      return new PollPeriods(fast.dividedBy(2), normal.dividedBy(2), slow.dividedBy(2));
    }
  }

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
   * @param security how the channel is secured
   * @param user who logs in
   * @param reading how values are had
   */
  record OpcUa(
      String id,
      String endpointUrl,
      Security security,
      User user,
      Reading reading,
      PollPeriods periods)
      implements LinkConfig {
    /** A link that subscribes, with signed and encrypted messages, if any are. */
    public OpcUa(
        String id,
        String endpointUrl,
        String policy,
        Optional<String> username,
        PollPeriods periods) {
      this(
          id,
          endpointUrl,
          new Security(policy, Security.Mode.SIGN_AND_ENCRYPT),
          username.<User>map(User.Named::new).orElse(new User.Anonymous()),
          Reading.subscribed(periods),
          periods);
    }

    /** A link without a user. */
    public OpcUa(String id, String endpointUrl, String policy, PollPeriods periods) {
      this(id, endpointUrl, policy, Optional.empty(), periods);
    }

    /** The same link to a server elsewhere. */
    public OpcUa at(String otherEndpointUrl) {
      return new OpcUa(id, otherEndpointUrl, security, user, reading, periods);
    }

    /**
     * How the channel is secured.
     *
     * @param policy {@code None} or a policy's name such as {@code Basic256Sha256}
     * @param mode what is done to each message; without a meaning for {@code None}
     */
    public record Security(String policy, Mode mode) {
      /** What is done to each message. */
      public enum Mode {
        /** Nobody can change it, all can read it. */
        SIGN,
        SIGN_AND_ENCRYPT
      }
    }

    /** Who logs in. */
    public sealed interface User {
      /** Nobody in particular. */
      record Anonymous() implements User {}

      /**
       * A user with a password, which comes from the environment.
       *
       * @param name the user's name
       */
      record Named(String name) implements User {}

      /** The owner of the certificate in the link's file of the key folder. */
      record Certified() implements User {}
    }

    /**
     * How values are had.
     *
     * @param how by subscription or by asking
     * @param sampling how often the server looks at its variables, for each poll group
     * @param publishing how often the server tells what changed, for each poll group
     */
    public record Reading(How how, PollPeriods sampling, PollPeriods publishing) {
      /** By subscription or by asking. */
      public enum How {
        SUBSCRIBE,
        POLL
      }

      /** Subscriptions that sample in a group's period and tell twice in it. */
      public static Reading subscribed(PollPeriods periods) {
        return new Reading(How.SUBSCRIBE, periods, periods.halved());
      }
    }
  }

  /**
   * An MQTT broker.
   *
   * @param url {@code tcp://host:port} or {@code ssl://host:port}
   * @param clientId the client identifier shown to the broker
   * @param username user, if the broker asks for one; the password comes from the environment
   * @param version of the protocol
   * @param keys whom to trust and who we are, for {@code ssl}
   */
  record Mqtt(
      String id,
      String url,
      String clientId,
      Optional<String> username,
      Version version,
      Keys keys,
      PollPeriods periods)
      implements LinkConfig {
    /** A broker that is talked to in MQTT 3.1.1, its certificate from a public authority if any. */
    public Mqtt(
        String id, String url, String clientId, Optional<String> username, PollPeriods periods) {
      this(id, url, clientId, username, Version.V3_1_1, Keys.NONE, periods);
    }

    /** The same link to a broker elsewhere. */
    public Mqtt at(String otherUrl) {
      return new Mqtt(id, otherUrl, clientId, username, version, keys, periods);
    }

    /** The version of the protocol. */
    public enum Version {
      V3_1_1("v3.1.1"),
      V5("v5");

      private final String key;

      Version(String key) {
        this.key = key;
      }

      /** As written in YAML. */
      public String key() {
        return key;
      }
    }

    /**
     * Files in the folder {@code mqtt} of the key folder.
     *
     * @param authorities PEM file of the certificates that alone are trusted; those of the Java
     *     runtime if empty
     * @param own PKCS#12 file with the key and certificate shown to the broker, its password that
     *     of the link
     */
    public record Keys(Optional<String> authorities, Optional<String> own) {
      /** No files. */
      public static final Keys NONE = new Keys(Optional.empty(), Optional.empty());
    }
  }
}
