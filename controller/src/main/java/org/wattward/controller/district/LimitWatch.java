package org.wattward.controller.district;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.wattward.controller.alarm.Alarm.Priority;
import org.wattward.controller.alarm.Alarms;
import org.wattward.controller.alarm.Condition;
import org.wattward.controller.why.Amounts;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.AlarmLimit;
import org.wattward.devices.template.PointTemplate;

/**
 * Raises alarms of measured values that are beyond a limit. A value that is not good changes
 * nothing: what was alarming stays so until a good value says otherwise. Any thread.
 */
final class LimitWatch {
  private final Alarms alarms;
  private final Map<PointId, List<Watched>> points = new HashMap<>();

  /** A limit of a point, and whether its value is beyond it. */
  private final class Watched {
    private final Device device;
    private final PointTemplate point;
    private final AlarmLimit limit;
    private boolean beyond;

    Watched(Device device, PointTemplate point, AlarmLimit limit) {
      this.device = device;
      this.point = point;
      this.limit = limit;
    }

    synchronized void look(double value) {
      boolean now = limit.isBeyond(value, beyond);
      if (now != beyond) {
        beyond = now;
        if (now) {
          alarms.raise(condition(value));
        } else {
          alarms.clear(key());
        }
      }
    }

    private String key() {
      return "limit/%s/%s-%s"
          .formatted(
              device.pointId(point), limit.side().name().toLowerCase(Locale.ROOT), limit.value());
    }

    private Condition condition(double value) {
      Unit unit = point.unit();
      String side =
          switch (limit.side()) {
            case ABOVE -> "above";
            case BELOW -> "below";
          };
      return new Condition(
          key(),
          device.pointId(point).toString(),
          priority(),
          "%s, %s, is %s, %s its limit of %s."
              .formatted(
                  device.title(),
                  point.title(),
                  Amounts.text(value, unit),
                  side,
                  Amounts.text(limit.value(), unit)),
          limit.consequence(),
          limit.response(),
          limit.onDelay(),
          limit.offDelay(),
          Optional.empty()); // another point of the device that is bad explains nothing
    }

    private Priority priority() {
      return switch (limit.priority()) {
        case HIGH -> Priority.HIGH;
        case MEDIUM -> Priority.MEDIUM;
        case LOW -> Priority.LOW;
      };
    }
  }

  LimitWatch(Site site, Alarms alarms) {
    this.alarms = alarms;
    for (Device device : site.devices()) {
      for (PointTemplate point : device.points()) {
        List<Watched> watched = new ArrayList<>();
        point.alarms().forEach(limit -> watched.add(new Watched(device, point, limit)));
        if (!watched.isEmpty()) {
          points.put(device.pointId(point), watched);
        }
      }
    }
  }

  /** Looks at readings that came. */
  void arrived(List<Reading> readings) {
    if (points.isEmpty()) {
      return;
    }
    for (Reading reading : readings) {
      List<Watched> watched = points.get(reading.point());
      OptionalDouble value = reading.good();
      if (watched != null && value.isPresent()) {
        watched.forEach(each -> each.look(value.getAsDouble()));
      }
    }
  }
}
