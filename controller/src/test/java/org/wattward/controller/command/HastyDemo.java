package org.wattward.controller.command;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.wattward.devices.WattwardException;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.sim.district.DistrictModel;

/**
 * The demonstration district in a hurry: its devices, registers, nodes, network and rules, but
 * watchdogs, their refreshing, minimum times and polls last seconds where they last minutes, so
 * that a controller can be killed again and again.
 */
final class HastyDemo {
  /** A point that had a watchdog falls back after so long without a write. */
  static final Duration WATCHDOG = Duration.ofSeconds(4);

  /** A point that had a minimum time must hold a value for so long. */
  static final Duration HOLD = Duration.ofSeconds(3);

  private static final Duration MOST_SPACING = Duration.ofMillis(500);
  private static final PollPeriods PERIODS =
      new PollPeriods(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofSeconds(2));

  private HastyDemo() {}

  /** The site as the simulator has it, with places for ports. */
  static Site site() {
    return site(HastyDemo::hasty);
  }

  /** The site with links to where the simulator says, {@code link=address} each. */
  static Site at(List<String> addresses) {
    Map<String, String> byLink =
        addresses.stream()
            .map(text -> text.split("=", 2))
            .collect(Collectors.toMap(words -> words[0], words -> words[1]));
    return site(link -> at(hasty(link), byLink.getOrDefault(link.id(), "")));
  }

  /** A link and where it leads to, {@code link=address}. */
  static String address(LinkConfig link) {
    return link.id()
        + "="
        + switch (link) {
          case LinkConfig.ModbusTcp modbus -> Integer.toString(modbus.port());
          case LinkConfig.OpcUa opcUa -> opcUa.endpointUrl();
          case LinkConfig.Mqtt mqtt -> mqtt.url();
          case LinkConfig.ModbusSerial serial -> throw unknown(serial);
        };
  }

  private static Site site(Function<LinkConfig, LinkConfig> links) {
    Site demo = DistrictModel.demoSite();
    return new Site(
        demo.id(),
        demo.title(),
        demo.timeZone(),
        demo.latitudeDeg(),
        demo.longitudeDeg(),
        demo.links().stream().map(links).toList(),
        demo.devices().stream().map(HastyDemo::hasty).toList(),
        demo.zones(),
        demo.network(),
        demo.schedules(),
        demo.parameters());
  }

  private static LinkConfig hasty(LinkConfig link) {
    return switch (link) {
      case LinkConfig.ModbusTcp modbus ->
          new LinkConfig.ModbusTcp(
              modbus.id(), modbus.host(), modbus.port(), modbus.requestTimeout(), PERIODS);
      case LinkConfig.OpcUa opcUa ->
          new LinkConfig.OpcUa(
              opcUa.id(),
              opcUa.endpointUrl(),
              opcUa.security(),
              opcUa.user(),
              LinkConfig.OpcUa.Reading.subscribed(PERIODS),
              PERIODS);
      case LinkConfig.Mqtt mqtt -> mqtt;
      case LinkConfig.ModbusSerial serial -> throw unknown(serial);
    };
  }

  private static LinkConfig at(LinkConfig link, String address) {
    return switch (link) {
      case LinkConfig.ModbusTcp modbus ->
          new LinkConfig.ModbusTcp(
              modbus.id(),
              "127.0.0.1",
              Integer.parseInt(address),
              modbus.requestTimeout(),
              modbus.periods());
      case LinkConfig.OpcUa opcUa -> opcUa.at(address);
      case LinkConfig.Mqtt mqtt -> mqtt.at(address);
      case LinkConfig.ModbusSerial serial -> throw unknown(serial);
    };
  }

  private static WattwardException unknown(LinkConfig link) {
    return new WattwardException(
        "The demonstration has a serial link %s, which this test does not know."
            .formatted(link.id()));
  }

  private static Device hasty(Device device) {
    return new Device(
        device.id(),
        device.title(),
        device.template().withPoints(device.points().stream().map(HastyDemo::hasty).toList()),
        device.link(),
        device.unit(),
        device.prefix(),
        device.bus(),
        device.properties());
  }

  private static PointTemplate hasty(PointTemplate point) {
    return new PointTemplate(
        point.name(),
        point.title(),
        point.form(),
        point.unit(),
        point.min(),
        point.max(),
        point.readable(),
        point.pollGroup(),
        point.address(),
        point.writing().map(HastyDemo::hasty),
        point.recording(),
        point.alarms());
  }

  private static Writing hasty(Writing writing) {
    boolean watched = writing.watchdog().isPositive();
    Duration spacing = writing.minSpacing();
    return new Writing(
        writing.min(),
        writing.max(),
        writing.step(),
        writing.safe(),
        writing.relinquishDefault(),
        watched ? WATCHDOG.dividedBy(4) : writing.refresh(),
        watched ? WATCHDOG : Duration.ZERO,
        spacing.compareTo(MOST_SPACING) > 0 ? MOST_SPACING : spacing,
        writing.tolerance(),
        writing.maxRampPerS(),
        writing.minHold().isPositive() ? HOLD : Duration.ZERO,
        Optional.empty());
  }
}
