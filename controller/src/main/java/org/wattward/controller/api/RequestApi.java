package org.wattward.controller.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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
import org.wattward.controller.api.Views.OverrideOrder;
import org.wattward.controller.api.Views.RequestView;
import org.wattward.controller.district.District;
import org.wattward.controller.district.District.Receipt;
import org.wattward.controller.record.AuditEntry;
import org.wattward.controller.record.Recorder;
import org.wattward.controller.security.Caller;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;

/** Manual overrides, and the requests that are alive. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Requests", description = "Manual overrides, and the requests that are alive")
class RequestApi {
  private static final Duration LONGEST_OVERRIDE = Duration.ofDays(7);

  private final District district;
  private final PointLookup lookup;
  private final Recorder recorder;
  private final Time time;

  RequestApi(District district, Recorder recorder, Time time) {
    this.district = district;
    this.lookup = new PointLookup(district);
    this.recorder = recorder;
    this.time = time;
  }

  @GetMapping("/points/{device}/{point}/requests")
  @Operation(summary = "The live requests for a point, highest level first")
  List<RequestView> requests(@PathVariable String device, @PathVariable String point) {
    return district.requests(lookup.point(device, point).id()).stream()
        .map(request -> RequestView.of(request, "", ""))
        .toList();
  }

  @GetMapping("/overrides")
  @Operation(summary = "All manual overrides that are alive")
  List<RequestView> overrides() {
    return district.requests(Request.Source.Kind.PERSON).stream()
        .map(request -> RequestView.of(request, "", ""))
        .toList();
  }

  @PostMapping("/points/{device}/{point}/override")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Sets a point by hand until the override expires",
      description = "Level 8, or the caller's own highest level if that is lower.")
  RequestView override(
      @PathVariable String device,
      @PathVariable String point,
      @RequestBody OverrideOrder order,
      Authentication who) {
    PointLookup.Found found = lookup.point(device, point);
    Caller caller = Caller.of(who);
    Request request =
        new Request(
            overrideId(found, caller),
            found.id(),
            new Wish.Set(value(found, order)),
            Math.max(caller.highestLevel(), Request.MANUAL_OPERATOR),
            reason(order),
            caller.source(),
            time.now(),
            duration(order),
            Set.of());
    return switch (district.request(request)) {
      case Receipt.Accepted accepted -> {
        audit(
            caller,
            "override",
            found,
            "%s until %s: %s"
                .formatted(
                    order.value(), request.issued().plus(request.validFor()), request.reason()));
        yield RequestView.of(accepted.request(), "", "");
      }
      case Receipt.Refused(String why) -> throw Refusal.invalid(why);
    };
  }

  @DeleteMapping("/points/{device}/{point}/override")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Takes the caller's override of a point back before it expires")
  void takeBack(@PathVariable String device, @PathVariable String point, Authentication who) {
    PointLookup.Found found = lookup.point(device, point);
    Caller caller = Caller.of(who);
    if (!district.withdraw(overrideId(found, caller))) {
      throw Refusal.notFound(
          "%s has no live override by %s.".formatted(found.id(), caller.source().name()));
    }
    audit(caller, "override taken back", found, "");
  }

  private static String overrideId(PointLookup.Found found, Caller caller) {
    return "override/" + found.id() + "/" + caller.source().name();
  }

  private static double value(PointLookup.Found found, OverrideOrder order) {
    if (found.point().writing().isEmpty()) {
      throw Refusal.invalid(found.id() + " cannot be written. Its template has no `write` part.");
    }
    if (order.value() == null) {
      throw Refusal.invalid(
          "The override has no value. Give {\"value\": …, \"duration\": \"PT30M\", \"reason\": …};"
              + " the value in "
              + found.point().unit()
              + ".");
    }
    double min = found.point().writing().get().min();
    double max = found.point().writing().get().max();
    if (!(order.value() >= min && order.value() <= max)) {
      throw Refusal.invalid(
          "Override %s %s for %s is outside %s to %s %s. Maybe it is in another unit."
              .formatted(
                  order.value(), found.point().unit(), found.id(), min, max, found.point().unit()));
    }
    return order.value();
  }

  private static String reason(OverrideOrder order) {
    if (order.reason() == null || order.reason().isBlank()) {
      throw Refusal.invalid(
          "The override has no reason. Say in \"reason\" why, for those who come after you.");
    }
    return order.reason().strip();
  }

  private static Duration duration(OverrideOrder order) {
    Duration duration = order.duration();
    if (duration == null || !duration.isPositive() || duration.compareTo(LONGEST_OVERRIDE) > 0) {
      throw Refusal.invalid(
          "The override's duration is %s. Everything expires: give above zero and at most %s, for example \"PT30M\"."
              .formatted(duration == null ? "missing" : duration, LONGEST_OVERRIDE));
    }
    return duration;
  }

  private void audit(Caller caller, String action, PointLookup.Found found, String detail) {
    recorder.audit(
        new AuditEntry(time.now(), caller.source().name(), action, found.id().toString(), detail));
  }
}
