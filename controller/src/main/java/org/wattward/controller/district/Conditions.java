package org.wattward.controller.district;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.wattward.controller.alarm.Alarm.Priority;
import org.wattward.controller.alarm.Condition;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.Zone;
import org.wattward.protocols.link.LinkWarning;
import org.wattward.rules.decide.Decider.Notice;

/** What alarms are raised for, with what each says. */
final class Conditions {
  private static final Duration ON_DELAY = Duration.ofSeconds(2);
  private static final Duration OFF_DELAY = Duration.ofSeconds(5);
  private static final Duration LINK_ON_DELAY = Duration.ofSeconds(5);

  private final Map<String, Integer> devicesOfLink = new HashMap<>();

  Conditions(Site site) {
    site.devices().forEach(device -> devicesOfLink.merge(device.link(), 1, Integer::sum));
  }

  /** Whether a link's loss is an alarm of its own, not just that of its only device. */
  boolean isGateway(String link) {
    return devicesOfLink.getOrDefault(link, 0) > 1;
  }

  static String deviceKey(String device) {
    return "device/" + device;
  }

  static String linkKey(String link) {
    return "link/" + link;
  }

  static String writeKey(PointId point) {
    return "write/" + point;
  }

  static String zoneKey(Zone zone) {
    return "zone/" + zone.id();
  }

  static String noticeKey(Zone zone, Notice notice) {
    return "notice/%s/%s/%s".formatted(zone.id(), notice.subject(), notice.rule());
  }

  Condition badDevice(Device device, String reason) {
    return new Condition(
        deviceKey(device.id()),
        device.id(),
        Priority.MEDIUM,
        "%s (%s) cannot be relied on. %s".formatted(device.title(), device.id(), reason),
        "Rules go on without its readings, and requests that rest on them are withdrawn.",
        "Check the device's supply and its connection \"%s\".".formatted(device.link()),
        ON_DELAY,
        OFF_DELAY,
        isGateway(device.link()) ? Optional.of(linkKey(device.link())) : Optional.empty());
  }

  Condition lostLink(String link, String reason) {
    return new Condition(
        linkKey(link),
        link,
        Priority.HIGH,
        "Connection \"%s\" is lost. %s".formatted(link, reason),
        "Its %d devices are neither read nor written to; those with a watchdog revert by themselves."
            .formatted(devicesOfLink.getOrDefault(link, 0)),
        "Check the gateway's supply and the network to it.",
        LINK_ON_DELAY,
        OFF_DELAY,
        Optional.empty());
  }

  static Condition linkWarning(String link, LinkWarning warning) {
    return new Condition(
        "link-warning/%s/%s".formatted(link, warning.key()),
        link,
        warning.urgent() ? Priority.HIGH : Priority.LOW,
        warning.cause(),
        warning.consequence(),
        warning.response(),
        Duration.ZERO,
        Duration.ZERO,
        Optional.empty());
  }

  static Condition failedWrite(PointId point, String reason) {
    return new Condition(
        writeKey(point),
        point.toString(),
        Priority.MEDIUM,
        "%s cannot be controlled. %s".formatted(point, reason),
        "The device goes on with what it holds; the setpoint is not in force.",
        "Check whether the device takes commands from elsewhere or is set to local operation.",
        Duration.ZERO,
        Duration.ZERO,
        Optional.of(deviceKey(point.device())));
  }

  static String effectKey(PointId point) {
    return "effect/" + point;
  }

  static Condition noEffect(PointId point, String reason) {
    return new Condition(
        effectKey(point),
        point.toString(),
        Priority.LOW,
        "%s is held, but has no effect. %s".formatted(point, reason),
        "The district gets less than was decided; rules go by what is measured.",
        "Check whether the device limits itself, is operated by hand, or its meter is another's.",
        ON_DELAY,
        OFF_DELAY,
        Optional.of(deviceKey(point.device())));
  }

  static Condition faultyRules(Zone zone, RuntimeException fault) {
    return new Condition(
        zoneKey(zone),
        zone.id(),
        Priority.HIGH,
        "The rules of zone %s had a fault. %s".formatted(zone.id(), fault.getMessage()),
        "What they asked for last holds until it expires; nothing new is decided.",
        "Check the rule packages of the zone: %s.".formatted(String.join(", ", zone.packages())),
        Duration.ZERO,
        OFF_DELAY,
        Optional.empty());
  }

  static Condition notice(Zone zone, Notice notice) {
    return new Condition(
        noticeKey(zone, notice),
        notice.subject(),
        Priority.LOW,
        notice.text(),
        "A rule of zone %s found it: %s.".formatted(zone.id(), notice.rule()),
        "See whether it needs repair.",
        ON_DELAY,
        OFF_DELAY,
        Optional.empty());
  }
}
