package org.wattward.devices.site;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wattward.devices.site.LinkConfig.ModbusSerial.Parity;
import org.wattward.devices.site.LinkConfig.ModbusTcp.Carrier;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode.Mapping;

/** Reads links, their shape checked. */
record LinkReader(String siteId, Problems problems) {
  private static final PollPeriods USUAL =
      new PollPeriods(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(60));
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration USUAL_TELLING = Duration.ofSeconds(5);
  private static final Pattern PORT = Pattern.compile("[a-z.]+://[^/:]+:(\\d+).*");
  private static final int MAX_PORT = 65535;

  /** Checks what the shape cannot tell, whatever else is wrong. */
  void check(Mapping link) {
    checkPort(link, "endpoint");
    checkPort(link, "url");
  }

  LinkConfig read(Mapping link) {
    Fields fields = new Fields(link);
    return switch (fields.text("type")) {
      case "opc-ua" ->
          new LinkConfig.OpcUa(
              fields.text("id"),
              fields.text("endpoint"),
              fields.text("security"),
              link.text("username"),
              periods(link));
      case "mqtt" ->
          new LinkConfig.Mqtt(
              fields.text("id"),
              fields.text("url"),
              fields.text("clientId", "wattward-" + siteId),
              link.text("username"),
              periods(link));
      case "modbus-serial" ->
          new LinkConfig.ModbusSerial(
              fields.text("id"),
              fields.text("port"),
              fields.whole("baudRate").orElse(0),
              Parity.valueOf(fields.text("parity", "even").toUpperCase(Locale.ROOT)),
              fields.whole("stopBits").orElse(1),
              fields.duration("requestTimeout", USUAL_TIMEOUT),
              periods(link));
      default ->
          new LinkConfig.ModbusTcp(
              fields.text("id"),
              fields.text("host"),
              fields.whole("port").orElse(0),
              carrier(link),
              fields.duration("requestTimeout", USUAL_TIMEOUT),
              periods(link));
    };
  }

  /** Reads where the site tells what happens. */
  static PublishConfig publish(Mapping at, String siteId) {
    Fields fields = new Fields(at);
    LinkConfig.Mqtt broker =
        new LinkConfig.Mqtt(
            "publish",
            fields.text("url"),
            fields.text("clientId", "wattward-" + siteId + "-publish"),
            at.text("username"),
            USUAL);
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

  private static PollPeriods periods(Mapping link) {
    Optional<Fields> fields = link.mapping("periods").map(Fields::new);
    return fields
        .map(it ->
            new PollPeriods(
                it.duration("fast", USUAL.fast()),
                it.duration("normal", USUAL.normal()),
                it.duration("slow", USUAL.slow())))
        .orElse(USUAL);
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
