package org.wattward.controller.district;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.wattward.controller.arbitration.Control;
import org.wattward.controller.arbitration.ControlMemory;
import org.wattward.controller.arbitration.ControlMemory.KeptRequest;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;

/** Looks at requests of people and programs before they are taken. Any thread. */
final class Intake {
  private static final Duration LONGEST = Duration.ofDays(31);

  private final Control control;
  private final Time time;
  private final Map<PointId, PointTemplate> points = new HashMap<>();

  Intake(Site site, Control control, Time time) {
    this.control = control;
    this.time = time;
    for (Device device : site.devices()) {
      device.points().forEach(point -> points.put(device.pointId(point), point));
    }
  }

  /** Why a request cannot be taken, a sentence; empty when it can. */
  Optional<String> refusal(Request request) {
    PointTemplate point = points.get(request.point());
    if (point == null) {
      return Optional.of(
          "The site has no point %s. Maybe its name is misspelt.".formatted(request.point()));
    }
    Writing writing = point.writing().orElse(null);
    if (writing == null) {
      return Optional.of("%s can only be read.".formatted(request.point()));
    }
    if (!control.controls(request.point())) {
      return Optional.of(
          "%s holds which controller has the device; nobody else sets it."
              .formatted(request.point()));
    }
    return switch (request.source().kind()) {
      case RULE, SCHEDULE ->
          Optional.of("Rules and schedules do not ask here, but where the site file puts them.");
      case PERSON, PROGRAM -> refusal(request, point, writing);
    };
  }

  private static Optional<String> refusal(Request request, PointTemplate point, Writing writing) {
    if (request.validFor().compareTo(LONGEST) > 0) {
      return Optional.of(
          "A request lives for at most %d days, this one for %d. Maybe make it a schedule."
              .formatted(LONGEST.toDays(), request.validFor().toDays()));
    }
    if (request.wish() instanceof Wish.Set(double value)
        && (value < writing.min() || value > writing.max())) {
      return Optional.of(
          "Setpoint %s %s for %s is not within %s to %s %s."
              .formatted(
                  value,
                  point.unit(),
                  request.point(),
                  writing.min(),
                  writing.max(),
                  point.unit()));
    }
    return Optional.empty();
  }

  /** Takes a request, and keeps it first, so that one said to be accepted outlives a crash. */
  Optional<String> take(Request request, ControlMemory memory) {
    Instant now = time.now();
    Duration age = Duration.between(request.issued(), now);
    Duration left = age.isNegative() ? request.validFor() : request.validFor().minus(age);
    memory.keep(new KeptRequest(request, left, now));
    Optional<String> refusal = control.book().take(request);
    refusal.ifPresent(_ -> memory.forget(request.id()));
    return refusal;
  }
}
