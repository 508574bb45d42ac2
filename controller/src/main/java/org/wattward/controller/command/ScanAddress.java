package org.wattward.controller.command;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.ModbusSerial.Parity;
import org.wattward.devices.site.LinkConfig.ModbusTcp.Carrier;
import org.wattward.devices.site.LinkConfig.PollPeriods;

/**
 * A Modbus connection given on the command line.
 *
 * @param link the connection, over a network or a serial port
 * @param peer what it leads to, for messages
 * @param entry the same as an entry of a site file's links, in one line
 */
record ScanAddress(LinkConfig link, String peer, String entry) {
  private static final Pattern NETWORK =
      Pattern.compile(
          "(?:(tcp|tls|udp|rtu-over-tcp)://)?(\\[[0-9a-fA-F:.]+]|[^/:\\s]+)(?::(\\d{1,5}))?");
  private static final Pattern SERIAL = Pattern.compile("serial://([^?\\s]+)(?:\\?(\\S*))?");
  private static final Pattern BAUD = Pattern.compile("baud=(\\d{1,7})");
  private static final Pattern PARITY = Pattern.compile("parity=(none|even|odd)");
  private static final Pattern STOP = Pattern.compile("stop=([12])");
  private static final int PORT = 502;
  private static final int TLS_PORT = 802;
  private static final int LAST_PORT = 65_535;
  private static final PollPeriods ANY =
      new PollPeriods(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

  /** Reads an address; nothing when it is none. */
  static Optional<ScanAddress> of(String text, Duration timeout) {
    Matcher serial = SERIAL.matcher(text);
    if (serial.matches()) {
      return serial(serial.group(1), serial.group(2) == null ? "" : serial.group(2), timeout);
    }
    Matcher network = NETWORK.matcher(text);
    return network.matches() ? network(network, timeout) : Optional.empty();
  }

  private static Optional<ScanAddress> network(Matcher match, Duration timeout) {
    Carrier carrier =
        Arrays.stream(Carrier.values())
            .filter(each -> each.key().equals(match.group(1)))
            .findFirst()
            .orElse(Carrier.TCP);
    int usual = carrier == Carrier.TLS ? TLS_PORT : PORT;
    int port = match.group(3) == null ? usual : Integer.parseInt(match.group(3));
    if (port < 1 || port > LAST_PORT) {
      return Optional.empty();
    }
    String host = match.group(2).replaceAll("[\\[\\]]", "");
    String entry =
        "{id: scanned, type: modbus-tcp, host: %s, port: %d%s}"
            .formatted(
                host.contains(":") ? '"' + host + '"' : host,
                port,
                carrier == Carrier.TCP ? "" : ", carrier: " + carrier.key());
    return Optional.of(
        new ScanAddress(
            new LinkConfig.ModbusTcp("scanned", host, port, carrier, timeout, ANY),
            host + ":" + port,
            entry));
  }

  private static Optional<ScanAddress> serial(String port, String options, Duration timeout) {
    int baud = 9600;
    Parity parity = Parity.EVEN;
    int stop = 1;
    for (String option : options.isEmpty() ? new String[0] : options.split("&")) {
      Matcher bauds = BAUD.matcher(option);
      Matcher parities = PARITY.matcher(option);
      Matcher stops = STOP.matcher(option);
      if (bauds.matches()) {
        baud = Integer.parseInt(bauds.group(1));
      } else if (parities.matches()) {
        parity = Parity.valueOf(parities.group(1).toUpperCase(Locale.ROOT));
      } else if (stops.matches()) {
        stop = Integer.parseInt(stops.group(1));
      } else {
        return Optional.empty();
      }
    }
    String entry =
        "{id: scanned, type: modbus-serial, port: %s, baudRate: %d, parity: %s, stopBits: %d}"
            .formatted(port, baud, parity.name().toLowerCase(Locale.ROOT), stop);
    return Optional.of(
        new ScanAddress(
            new LinkConfig.ModbusSerial("scanned", port, baud, parity, stop, timeout, ANY),
            port,
            entry));
  }
}
