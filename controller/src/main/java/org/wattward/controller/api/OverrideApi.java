package org.wattward.controller.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.wattward.controller.api.ApiErrors.Refusal;
import org.wattward.controller.api.Views.OverrideOrder;
import org.wattward.controller.api.Views.RequestView;
import org.wattward.controller.arbitration.ManualOverride;
import org.wattward.controller.district.District;
import org.wattward.controller.district.District.Receipt;
import org.wattward.controller.record.AuditEntry;
import org.wattward.controller.record.Recorder;
import org.wattward.controller.security.Caller;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;

/** Manual overrides: made, listed, and ended before they expire. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Overrides", description = "What people set by hand, until when and why")
class OverrideApi {
  private static final Duration LONGEST = Duration.ofDays(7);

  private final District district;
  private final PointLookup lookup;
  private final Recorder recorder;
  private final Time time;

  OverrideApi(District district, Recorder recorder, Time time) {
    this.district = district;
    this.lookup = new PointLookup(district);
    this.recorder = recorder;
    this.time = time;
  }

  /**
   * An override that is alive.
   *
   * @param title what people call the point
   * @param value what it sets; absent when it is a limit
   * @param source {@code PERSON} or {@code PROGRAM}
   * @param name whose it is
   * @param expires when it ends by the clock as it goes now
   * @param remainingS for how long it lives, s
   * @param endsSoon whether its end was reminded of
   * @param mayEnd whether the caller may end it
   */
  record OverrideView(
      String id,
      String point,
      String title,
      String unit,
      @Nullable Double value,
      @Nullable Double min,
      @Nullable Double max,
      int level,
      String reason,
      String source,
      String name,
      Instant issued,
      Instant expires,
      double remainingS,
      boolean endsSoon,
      boolean mayEnd) {}

  @GetMapping("/overrides")
  @Operation(
      summary = "All manual overrides that are alive, the one that ends first at the top",
      description =
          "What people ask for, and programs that use the address of overrides. expires follows the"
              + " clock as it is set now; remainingS does not depend on it.")
  List<OverrideView> overrides(Authentication who) {
    Caller caller = Caller.of(who);
    return district.overrides().stream().map(override -> view(override, caller)).toList();
  }

  private OverrideView view(ManualOverride override, Caller caller) {
    Request request = override.request();
    RequestView shown = RequestView.of(request, "", "");
    PointLookup.Found found = lookup.point(request.point().device(), request.point().name());
    return new OverrideView(
        request.id(),
        shown.point(),
        found.device().title() + ", " + found.point().title(),
        found.point().unit().symbol(),
        shown.value(),
        shown.min(),
        shown.max(),
        request.level(),
        request.reason(),
        shown.source(),
        shown.name(),
        request.issued(),
        time.now().plus(override.remaining()).truncatedTo(ChronoUnit.SECONDS),
        override.remaining().toMillis() / 1e3,
        override.endsSoon(),
        mayEnd(caller, request));
  }

  @PostMapping("/points/{device}/{point}/override")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Sets a point by hand until the override expires",
      description =
          "Level 8, or the caller's own highest level if that is lower. Another one by the same"
              + " caller takes its place, so it is prolonged by giving it again.")
  RequestView override(
      @PathVariable String device,
      @PathVariable String point,
      @RequestBody OverrideOrder order,
      Authentication who) {
    PointLookup.Found found = lookup.point(device, point);
    Caller caller = Caller.of(who);
    Request request =
        new Request(
            ManualOverride.id(found.id(), caller.source().name()),
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
        recorder.audit(
            new AuditEntry(
                time.now(),
                caller.source().name(),
                "override",
                found.id().toString(),
                "%s until %s: %s"
                    .formatted(
                        order.value(),
                        request.issued().plus(request.validFor()),
                        request.reason())));
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
    String name = Caller.of(who).source().name();
    end(
        ManualOverride.id(found.id(), name),
        "%s has no live override by %s.".formatted(found.id(), name),
        who);
  }

  @DeleteMapping("/overrides")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Ends an override before it expires, one's own or that of somebody else",
      description =
          "Operators may end each other's overrides and those of programs; a program may end its"
              + " own alone. The audit says whose it was and who ended it, and so does the"
              + " decision.")
  void end(
      @Parameter(description = "As in the list of overrides") @RequestParam String id,
      Authentication who) {
    end(id, "There is no live override \"%s\".".formatted(id), who);
  }

  private void end(String id, String otherwise, Authentication who) {
    Caller caller = Caller.of(who);
    Request request =
        district.overrides().stream()
            .map(ManualOverride::request)
            .filter(it -> it.id().equals(id))
            .findFirst()
            .orElseThrow(() -> Refusal.notFound(otherwise));
    String owner = request.source().name();
    if (!mayEnd(caller, request)) {
      throw new Refusal(
          HttpStatus.FORBIDDEN,
          "The override of %s is %s's. A program may end its own alone; an operator may end it on the page."
              .formatted(request.point(), owner));
    }
    boolean own = request.source().equals(caller.source());
    String why = own ? "It was taken back." : "%s ended it.".formatted(caller.source().name());
    if (!district.withdraw(id, why)) {
      throw Refusal.notFound(otherwise);
    }
    recorder.audit(
        new AuditEntry(
            time.now(),
            caller.source().name(),
            own ? "override taken back" : "override of another ended",
            request.point().toString(),
            own ? "" : "It was %s's: %s".formatted(owner, request.reason())));
  }

  private static boolean mayEnd(Caller caller, Request request) {
    return caller.source().kind() == Source.Kind.PERSON || request.source().equals(caller.source());
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
    if (duration == null || !duration.isPositive() || duration.compareTo(LONGEST) > 0) {
      throw Refusal.invalid(
          "The override's duration is %s. Everything expires: give above zero and at most %s, for example \"PT30M\"."
              .formatted(duration == null ? "missing" : duration, LONGEST));
    }
    return duration;
  }
}
