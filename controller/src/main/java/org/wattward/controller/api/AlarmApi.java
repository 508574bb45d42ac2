package org.wattward.controller.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.wattward.controller.alarm.AlarmLoad;
import org.wattward.controller.alarm.AlarmNow;
import org.wattward.controller.alarm.Alarms;
import org.wattward.controller.api.ApiErrors.Refusal;
import org.wattward.controller.api.Views.AlarmView;
import org.wattward.controller.district.District;
import org.wattward.controller.record.AuditEntry;
import org.wattward.controller.record.Recorder;
import org.wattward.devices.time.Time;

/** Alarms: everybody sees them, operators deal with them. */
@RestController
@RequestMapping("/api/v1/alarms")
@Tag(name = "Alarms", description = "What needs a person, after ISA-18.2")
class AlarmApi {
  private final Alarms alarms;
  private final Recorder recorder;
  private final Time time;

  AlarmApi(District district, Recorder recorder, Time time) {
    this.alarms = district.alarms();
    this.recorder = recorder;
    this.time = time;
  }

  @GetMapping
  @Operation(summary = "Alarms that are active or were lately")
  List<AlarmView> alarms() {
    return alarms.list().stream().map(AlarmView::of).toList();
  }

  @GetMapping("/load")
  @Operation(
      summary = "How many alarms come and stand: rates, floods, those that chatter or come often",
      description = "More than ten in ten minutes are a flood, until fewer than five.")
  AlarmLoad load() {
    return alarms.load();
  }

  @PostMapping("/acknowledge")
  @Operation(summary = "Notes that the caller has seen an alarm")
  AlarmView acknowledge(@RequestBody Named order, Authentication who) {
    AlarmView alarm = found(order, alarms.acknowledge(order.key, who.getName()));
    audit(who, "alarm acknowledged", order.key, "");
    return alarm;
  }

  @PostMapping("/shelve")
  @Operation(
      summary = "Puts an active alarm aside for up to a day; it comes back by itself",
      description = "duration as in \"PT2H\"; why is needed.")
  AlarmView shelve(@RequestBody ShelfOrder order, Authentication who) {
    if (order.key == null || order.duration == null || order.why == null) {
      throw Refusal.invalid(
          "Give key, duration and why, for example {\"key\": \"device/meter-1\", \"duration\":"
              + " \"PT2H\", \"why\": \"It is being replaced.\"}.");
    }
    AlarmView alarm =
        found(
            new Named(order.key),
            alarms.shelve(order.key, who.getName(), order.why, order.duration));
    audit(who, "alarm shelved", order.key, "%s: %s".formatted(order.duration, order.why));
    return alarm;
  }

  @PostMapping("/unshelve")
  @Operation(summary = "Takes back an alarm that was put aside")
  List<AlarmView> unshelve(@RequestBody Named order, Authentication who) {
    if (!alarms.unshelve(order.key)) {
      throw Refusal.notFound("The alarm \"%s\" is not put aside.".formatted(order.key));
    }
    audit(who, "alarm taken back", order.key, "");
    return alarms.list().stream()
        .filter(it -> it.alarm().key().equals(order.key))
        .map(AlarmView::of)
        .toList();
  }

  /** Which alarm is meant. */
  record Named(String key) {}

  /** Which alarm is put aside, for how long and why. */
  record ShelfOrder(@Nullable String key, @Nullable Duration duration, @Nullable String why) {}

  private static AlarmView found(Named order, Optional<AlarmNow> alarm) {
    return alarm
        .map(AlarmView::of)
        .orElseThrow(
            () -> Refusal.notFound("There is no such alarm \"%s\" now.".formatted(order.key)));
  }

  private void audit(Authentication who, String action, String subject, String detail) {
    recorder.audit(new AuditEntry(time.now(), who.getName(), action, subject, detail));
  }
}
