package org.wattward.controller.acquisition;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.wattward.controller.acquisition.DeviceHealth.Condition;
import org.wattward.controller.acquisition.PointSlot.Stage;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.Time;

/**
 * Looks now and then at the points for what grew old, and at their devices for how they are. A
 * device that answers is looked at only as often as its points could have grown old.
 */
final class Sweep {
  private static final long RATE_WINDOW_NANOS = 10_000_000_000L;

  private final ReadingTable table;
  private final Time time;
  private final Acquisition.Listener listener;
  private final LongSupplier readings;
  private final List<Sample> samples = new ArrayList<>();
  private volatile double readingsPerSecond;

  private record Sample(long nanos, long readings) {}

  Sweep(ReadingTable table, Time time, Acquisition.Listener listener, LongSupplier readings) {
    this.table = table;
    this.time = time;
    this.listener = listener;
    this.readings = readings;
  }

  double readingsPerSecond() {
    return readingsPerSecond;
  }

  void turn(long nowNanos) {
    List<Reading> aged = new ArrayList<>();
    List<DeviceSlot> looked = new ArrayList<>();
    for (DeviceSlot device : table.devices()) {
      if (device.startLook(nowNanos)) {
        look(device, nowNanos, aged);
        looked.add(device);
      }
    }
    if (!aged.isEmpty()) {
      listener.aged(aged);
    }
    looked.forEach(device -> judge(device, nowNanos));
    rate(nowNanos);
  }

  private static void look(DeviceSlot device, long nowNanos, List<Reading> aged) {
    long steadyNanos = Long.MAX_VALUE;
    for (PointSlot point : device.points()) {
      Stage stage = point.stage(nowNanos);
      if (stage != point.swept) {
        point.swept = stage;
        point.reading(nowNanos).ifPresent(aged::add);
      }
      steadyNanos = Math.min(steadyNanos, point.steadyNanos(nowNanos));
    }
    device.looked(nowNanos, steadyNanos);
  }

  private void judge(DeviceSlot slot, long nowNanos) {
    Condition condition = Condition.GOOD;
    PointSlot worst = null;
    for (PointSlot point : slot.points()) {
      if (point.template.readable()) {
        Condition of = condition(point.swept);
        // An unread point matters only until something worse is known of another.
        if (severity(of) > severity(condition)) {
          condition = of;
          worst = point;
        }
      }
    }
    if (condition != slot.health().condition()) {
      String reason = worst == null ? "" : reason(worst, nowNanos);
      DeviceHealth health = new DeviceHealth(condition, time.now(), reason);
      slot.health(health);
      listener.deviceChanged(slot.device, health);
    }
  }

  private static int severity(Condition condition) {
    return switch (condition) {
      case GOOD -> 0;
      case STARTING -> 1;
      case STALE -> 2;
      case BAD -> 3;
    };
  }

  private static Condition condition(Stage stage) {
    return switch (stage) {
      case UNREAD -> Condition.STARTING;
      case GOOD -> Condition.GOOD;
      case STALE -> Condition.STALE;
      case BAD -> Condition.BAD;
    };
  }

  private static String reason(PointSlot point, long nowNanos) {
    return switch (point.swept) {
      case UNREAD -> "%s was not read yet.".formatted(point.id);
      case GOOD -> "";
      case STALE -> "%s is stale. %s".formatted(point.id, point.device.lossReason()).strip();
      case BAD ->
          point
              .reading(nowNanos)
              .map(Reading::quality)
              .map(quality -> quality instanceof Quality.Bad(String why) ? why : "")
              .orElse("");
    };
  }

  private void rate(long nowNanos) {
    samples.add(new Sample(nowNanos, readings.getAsLong()));
    while (samples.size() > 1 && nowNanos - samples.getFirst().nanos() > RATE_WINDOW_NANOS) {
      samples.removeFirst();
    }
    Sample first = samples.getFirst();
    double seconds = (nowNanos - first.nanos()) / 1e9;
    readingsPerSecond =
        seconds > 0 ? (samples.getLast().readings() - first.readings()) / seconds : 0;
  }
}
