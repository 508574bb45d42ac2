package org.wattward.devices.site;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wattward.devices.site.LinkConfig.ModbusSerial.Parity;
import org.wattward.devices.site.LinkConfig.ModbusTcp.Carrier;
import org.wattward.devices.site.LinkConfig.Mqtt.Version;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode.Mapping;

/** Reads links, their shape checked. */
record LinkReader(String siteId, Problems problems) {
  /** Periods where none are given. */
  static final PollPeriods USUAL =
      new PollPeriods(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(60));

  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration USUAL_TELLING = Duration.ofSeconds(5);
  private static final Pattern PORT = Pattern.compile("[a-z.]+://[^/:]+:(\\d+).*");
  private static final int MAX_PORT = 65535;

  /** Checks what the shape cannot tell, whatever else is wrong. */
  void check(Mapping link) {
    checkPort(link, "endpoint");
    checkPort(link, "url");
    switch (link.text("type").orElse("")) {
      case "opc-ua" -> new OpcUaSection(problems).check(link);
      case "mqtt" -> checkKeys(link);
      default -> {}
    }
  }

  /** Checks what the shape of the broker to tell cannot. */
  void checkPublish(Mapping at) {
    checkPort(at, "url");
    checkKeys(at);
  }

  private void checkKeys(Mapping broker) {
    if (broker.text("url").orElse("ssl://").startsWith("ssl://")) {
      return;
    }
    for (String key : List.of("authorities", "certificate")) {
      broker
          .get(key)
          .ifPresent(node ->
              problems.add(
                  node,
                  "A connection in the clear has no use for %s.".formatted(key),
                  "Write a url that begins with ssl://, or leave %s away.".formatted(key)));
    }
  }

  LinkConfig read(Mapping link) {
    Fields fields = new Fields(link);
    return switch (fields.text("type")) {
      case "opc-ua" -> new OpcUaSection(problems).read(link, periods(link, "periods", USUAL));
      case "mqtt" ->
          mqtt(
              link,
              fields.text("id"),
              fields.text("clientId", "wattward-" + siteId),
              periods(link, "periods", USUAL));
      case "modbus-serial" ->
          new LinkConfig.ModbusSerial(
              fields.text("id"),
              fields.text("port"),
              fields.whole("baudRate").orElse(0),
              Parity.valueOf(fields.text("parity", "even").toUpperCase(Locale.ROOT)),
              fields.whole("stopBits").orElse(1),
              fields.duration("requestTimeout", USUAL_TIMEOUT),
              periods(link, "periods", USUAL));
      default ->
          new LinkConfig.ModbusTcp(
              fields.text("id"),
              fields.text("host"),
              fields.whole("port").orElse(0),
              carrier(link),
              fields.duration("requestTimeout", USUAL_TIMEOUT),
              periods(link, "periods", USUAL));
    };
  }

  /** Reads where the site tells what happens. */
  PublishConfig publish(Mapping at) {
    Fields fields = new Fields(at);
    LinkConfig.Mqtt broker =
        mqtt(at, "publish", fields.text("clientId", "wattward-" + siteId + "-publish"), USUAL);
    return new PublishConfig(
        broker,
        fields.text("topic", "wattward/" + siteId),
        fields.duration("every", USUAL_TELLING));
  }

  private static Carrier carrier(Mapping link) {
    return Arrays.stream(Carrier.values())
        .filter(carrier -> link.text("carrier").equals(Optional.of(carrier.key())))
        .findFirst()
        .orElse(Carrier.TCP);
  }

  /** Reads how a broker is spoken to. */
  static LinkConfig.Mqtt mqtt(Mapping broker, String id, String clientId, PollPeriods periods) {
    return new LinkConfig.Mqtt(
        id,
        broker.text("url").orElse(""),
        clientId,
        broker.text("username"),
        Arrays.stream(Version.values())
            .filter(version -> broker.text("version").equals(Optional.of(version.key())))
            .findFirst()
            .orElse(Version.V3_1_1),
        new LinkConfig.Mqtt.Keys(broker.text("authorities"), broker.text("certificate")),
        periods);
  }

  /** Reads a time for each poll group. */
  static PollPeriods periods(Mapping link, String key, PollPeriods usual) {
    Optional<Fields> fields = link.mapping(key).map(Fields::new);
    return fields
        .map(it ->
            new PollPeriods(
                it.duration("fast", usual.fast()),
                it.duration("normal", usual.normal()),
                it.duration("slow", usual.slow())))
        .orElse(usual);
  }

  private void checkPort(Mapping link, String key) {
    Matcher matcher = PORT.matcher(link.text(key).orElse(""));
    if (matcher.matches()) {
      String digits = matcher.group(1);
      int port = digits.length() > 5 ? MAX_PORT + 1 : Integer.parseInt(digits);
      if (port < 1 || port > MAX_PORT) {
        problems.add(
            link.get(key).orElse(link),
            "A port cannot be %s.".formatted(digits),
            "Write a port from 1 to 65535.");
      }
    }
  }
}
