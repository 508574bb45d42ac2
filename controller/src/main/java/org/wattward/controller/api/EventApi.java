package org.wattward.controller.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.wattward.controller.api.ApiErrors.Refusal;
import org.wattward.controller.api.Views.EventOrder;
import org.wattward.controller.api.Views.EventView;
import org.wattward.controller.district.District;
import org.wattward.controller.record.AuditEntry;
import org.wattward.controller.record.Recorder;
import org.wattward.devices.time.Time;
import org.wattward.rules.decide.Snapshot.DemandResponse;

/** Demand-response events and alarms. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Events", description = "Demand-response events")
class EventApi {
  private static final int HIGHEST_EVENT_LEVEL = 3;

  private final District district;
  private final Recorder recorder;
  private final Time time;

  EventApi(District district, Recorder recorder, Time time) {
    this.district = district;
    this.recorder = recorder;
    this.time = time;
  }

  @GetMapping("/events")
  @Operation(summary = "Demand-response events that are announced or active")
  List<EventView> events() {
    return district.events().stream().map(EventView::of).toList();
  }

  @PostMapping("/events")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Announces a demand-response event, or replaces the one of the same id",
      description = "Levels as OpenADR's SIMPLE: 0 normal, 1 moderate, 2 high, 3 emergency.")
  EventView announce(@RequestBody EventOrder order, Authentication who) {
    DemandResponse event = event(order);
    district.announce(event);
    audit(who, "event announced", event.id(), event.toString());
    return EventView.of(event);
  }

  @DeleteMapping("/events/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Withdraws a demand-response event")
  void cancel(@PathVariable String id, Authentication who) {
    if (!district.cancel(id)) {
      throw Refusal.notFound("There is no event \"%s\".".formatted(id));
    }
    audit(who, "event cancelled", id, "");
  }

  private DemandResponse event(EventOrder order) {
    Integer level = order.level();
    if (level == null || level < 0 || level > HIGHEST_EVENT_LEVEL) {
      throw Refusal.invalid(
          "The event's level is %s; it is 0 normal, 1 moderate, 2 high or 3 emergency."
              .formatted(level == null ? "missing" : level));
    }
    Duration duration = order.duration();
    if (duration == null || !duration.isPositive()) {
      throw Refusal.invalid(
          "The event's duration is %s; give one above zero, for example \"PT1H\"."
              .formatted(duration == null ? "missing" : duration));
    }
    if (order.limitW() != null && !(order.limitW() >= 0)) {
      throw Refusal.invalid(
          "The event's limitW is %s W; it is an import power, 0 W or more."
              .formatted(order.limitW()));
    }
    Instant start = order.start() != null ? order.start() : time.now();
    return new DemandResponse(
        order.id() != null ? order.id() : "DR-" + start.getEpochSecond(),
        level,
        start,
        start.plus(duration),
        order.limitW() != null ? order.limitW() : Double.POSITIVE_INFINITY,
        order.text() != null ? order.text() : "");
  }

  private void audit(Authentication who, String action, String subject, String detail) {
    recorder.audit(new AuditEntry(time.now(), who.getName(), action, subject, detail));
  }
}
