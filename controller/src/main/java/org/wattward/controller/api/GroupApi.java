package org.wattward.controller.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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
import org.wattward.controller.arbitration.GroupRequest;
import org.wattward.controller.arbitration.GroupRequest.Sharing;
import org.wattward.controller.arbitration.Groups;
import org.wattward.controller.district.District;
import org.wattward.controller.record.AuditEntry;
import org.wattward.controller.record.Recorder;
import org.wattward.controller.security.Caller;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Zone;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request;

/** Limits that points share: "all heat pumps of feeder F, together at most 40 kW". */
@RestController
@RequestMapping("/api/v1/groups")
@Tag(name = "Groups", description = "Limits that several points share, divided anew each second")
class GroupApi {
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final int LONGEST_ID = 100;

  private final District district;
  private final Recorder recorder;
  private final Time time;

  GroupApi(District district, Recorder recorder, Time time) {
    this.district = district;
    this.recorder = recorder;
    this.time = time;
  }

  /**
   * An order for a shared limit.
   *
   * @param id the caller's name for it; sent again, it replaces the earlier one
   * @param points the members, as DEVICE/POINT; or zone and point instead
   * @param zone all devices of a zone that have the writable point
   * @param point the name of that point
   * @param total what they may come to together, in the points' unit
   * @param sharing EQUALLY, BY_SIZE or BY_NEED, which is the default
   * @param level priority level; the caller's highest if none is given
   */
  record GroupOrder(
      @Nullable String id,
      @Nullable List<String> points,
      @Nullable String zone,
      @Nullable String point,
      @Nullable Double total,
      @Nullable String sharing,
      @Nullable Integer level,
      @Nullable Duration duration,
      @Nullable String reason) {}

  /** A shared limit and how it is divided now. */
  record GroupView(
      String id,
      double total,
      String sharing,
      int level,
      String reason,
      String by,
      Instant until,
      List<String> members,
      Map<String, Double> shares) {
    static GroupView of(Groups.Shared shared) {
      GroupRequest request = shared.request();
      Map<String, Double> shares = new TreeMap<>();
      shared.shares().forEach((point, share) -> shares.put(point.toString(), share));
      return new GroupView(
          request.id(),
          request.total(),
          request.sharing().name(),
          request.level(),
          request.reason(),
          request.source().name(),
          request.issued().plus(request.validFor()),
          request.members().stream().map(PointId::toString).toList(),
          shares);
    }
  }

  @GetMapping
  @Operation(summary = "The shared limits that live, and how each is divided now")
  List<GroupView> groups() {
    return district.groups().stream().map(GroupView::of).toList();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Limits what several points may come to together",
      description =
          "A member that is away or refuses counts with what it draws, and the others share what is"
              + " left.")
  GroupView take(@RequestBody GroupOrder order, Authentication who) {
    Caller caller = Caller.of(who);
    List<String> problems = new ArrayList<>();
    Optional<Sharing> sharing = sharing(order, problems);
    List<PointId> members = members(order, problems);
    check(order, caller, problems);
    if (!problems.isEmpty() || order.total == null || order.duration == null) {
      throw Refusal.invalid(String.join(" ", problems));
    }
    GroupRequest request =
        new GroupRequest(
            id(caller, String.valueOf(order.id)),
            members,
            order.total,
            sharing.orElse(Sharing.BY_NEED),
            level(order, caller),
            String.valueOf(order.reason).strip(),
            caller.source(),
            time.now(),
            order.duration);
    district
        .request(request)
        .ifPresent(why -> {
          throw Refusal.invalid(why);
        });
    audit(
        caller,
        "shared limit",
        request.id(),
        "%d points, together %s until %s: %s"
            .formatted(
                members.size(),
                order.total,
                request.issued().plus(request.validFor()),
                request.reason()));
    return district.groups().stream()
        .filter(shared -> shared.request().id().equals(request.id()))
        .map(GroupView::of)
        .findFirst()
        .orElseThrow(() -> Refusal.invalid("The shared limit is over already."));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Takes one of the caller's shared limits back before it ends")
  void takeBack(@PathVariable String id, Authentication who) {
    Caller caller = Caller.of(who);
    if (!district.withdraw(id(caller, id))) {
      throw Refusal.notFound(
          "%s has no shared limit \"%s\".".formatted(caller.source().name(), id));
    }
    audit(caller, "shared limit taken back", id(caller, id), "");
  }

  private static String id(Caller caller, String id) {
    return "shared-" + caller.source().name() + "-" + id;
  }

  private static int level(GroupOrder order, Caller caller) {
    return order.level == null
        ? Math.max(caller.highestLevel(), Request.MANUAL_OPERATOR)
        : order.level;
  }

  private static Optional<Sharing> sharing(GroupOrder order, List<String> problems) {
    if (order.sharing == null) {
      return Optional.empty();
    }
    for (Sharing sharing : Sharing.values()) {
      if (sharing.name().equals(order.sharing.toUpperCase(Locale.ROOT))) {
        return Optional.of(sharing);
      }
    }
    problems.add("sharing is \"%s\"; it is EQUALLY, BY_SIZE or BY_NEED.".formatted(order.sharing));
    return Optional.empty();
  }

  private static void check(GroupOrder order, Caller caller, List<String> problems) {
    if (order.id == null || order.id.isBlank() || order.id.length() > LONGEST_ID) {
      problems.add("id is missing, or longer than %d characters.".formatted(LONGEST_ID));
    }
    if (order.total == null || !Double.isFinite(order.total)) {
      problems.add("total is missing: what the points may come to together, in their unit.");
    }
    if (order.reason == null || order.reason.isBlank()) {
      problems.add("reason is missing: say why, for those who come after you.");
    }
    Duration duration = order.duration;
    if (duration == null || !duration.isPositive() || duration.compareTo(LONGEST) > 0) {
      problems.add(
          "duration is %s; give above zero and at most %d days, for example \"PT2H\"."
              .formatted(duration == null ? "missing" : duration, LONGEST.toDays()));
    }
    int highest = Math.max(caller.highestLevel(), Request.HIGHEST);
    if (order.level != null && (order.level < highest || order.level > Request.LOWEST)) {
      problems.add(
          "level is %d; %s may use %d to %d."
              .formatted(order.level, caller.source().name(), highest, Request.LOWEST));
    }
  }

  private List<PointId> members(GroupOrder order, List<String> problems) {
    List<PointId> members = new ArrayList<>();
    for (String point : order.points == null ? List.<String>of() : order.points) {
      try {
        members.add(PointId.parse(point));
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    if (order.zone != null) {
      Optional<Zone> zone =
          district.site().zones().stream().filter(it -> it.id().equals(order.zone)).findFirst();
      if (zone.isEmpty()) {
        problems.add("There is no zone \"%s\".".formatted(order.zone));
      }
      zone.ifPresent(it -> it.devices().forEach(device -> add(device, order.point, members)));
    }
    if (members.isEmpty() && problems.isEmpty()) {
      problems.add(
          "No writable point is meant. Give points, for example [\"heatpump-07/powerLimit\"], or"
              + " zone and point.");
    }
    return members.stream().distinct().toList();
  }

  private void add(String id, @Nullable String point, List<PointId> members) {
    Optional<Device> device = district.site().device(id);
    device.ifPresent(it ->
        it.points().stream()
            .filter(one -> one.isWritable() && one.name().equals(point))
            .map(it::pointId)
            .forEach(members::add));
  }

  private void audit(Caller caller, String action, String subject, String detail) {
    recorder.audit(new AuditEntry(time.now(), caller.source().name(), action, subject, detail));
  }
}
