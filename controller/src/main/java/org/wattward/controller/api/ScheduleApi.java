package org.wattward.controller.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.wattward.controller.api.ApiErrors.Refusal;
import org.wattward.controller.district.District;
import org.wattward.controller.record.AuditEntry;
import org.wattward.controller.record.Recorder;
import org.wattward.controller.schedule.OccurrenceJson;
import org.wattward.controller.schedule.ScheduleJson;
import org.wattward.controller.schedule.Schedules;
import org.wattward.controller.security.Caller;
import org.wattward.devices.site.ScheduleConfig;
import org.wattward.devices.site.ScheduleText;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;
import org.wattward.devices.yaml.InvalidFile;
import org.wattward.devices.yaml.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Civil schedules: those of the site file to see, others to add, change and remove. */
@RestController
@RequestMapping("/api/v1/schedules")
@Tag(name = "Schedules", description = "Civil schedules, and what they ask for in the days to come")
class ScheduleApi {
  private static final int MOST_DAYS = 366;

  private final Schedules schedules;
  private final Site site;
  private final Recorder recorder;
  private final Time time;

  ScheduleApi(District district, Recorder recorder, Time time) {
    this.schedules = district.schedules();
    this.site = district.site();
    this.recorder = recorder;
    this.time = time;
  }

  @GetMapping
  @Operation(
      summary = "All schedules, those of the site file first",
      description =
          "Each with what it asks for now and next; added ones that no longer fit the site come"
              + " last, with the problem, and are not followed.")
  JsonNode list() {
    ArrayNode all = JsonMapper.shared().createArrayNode();
    schedules.list().forEach(standing -> all.add(view(standing)));
    schedules
        .aside()
        .forEach(
            (id, why) -> all.addObject().put("id", id).put("from", "people").put("problem", why));
    return all;
  }

  @GetMapping("/{id}")
  @Operation(summary = "One schedule")
  JsonNode one(@PathVariable String id) {
    return schedules.list().stream()
        .filter(standing -> standing.config().id().equals(id))
        .findFirst()
        .map(this::view)
        .orElseThrow(() -> unknown(id));
  }

  @GetMapping("/preview")
  @Operation(summary = "What the schedules ask for in the days to come, in order")
  JsonNode preview(
      @RequestParam(defaultValue = "14") int days,
      @RequestParam(required = false) Optional<Instant> from) {
    if (days < 1 || days > MOST_DAYS) {
      throw Refusal.invalid("\"days\" is %d. Give 1 to %d.".formatted(days, MOST_DAYS));
    }
    Instant begin = from.orElseGet(time::now);
    return OccurrenceJson.of(schedules.preview(begin, begin.plus(Duration.ofDays(days))), site);
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Adds a schedule, written with the keys of a site file; kept across restarts",
      description =
          "Its level may not be higher than the caller's own. A name that is taken is refused.")
  JsonNode add(@RequestBody String body, Authentication who) {
    ScheduleConfig config = read(body, who);
    schedules.add(config).ifPresent(why -> refuse(HttpStatus.CONFLICT, why));
    audit(who, "schedule added", config);
    return one(config.id());
  }

  @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Changes an added schedule",
      description = "What stands in the site file is changed there alone.")
  JsonNode change(@PathVariable String id, @RequestBody String body, Authentication who) {
    ScheduleConfig config = read(body, who);
    if (!config.id().equals(id)) {
      throw Refusal.invalid(
          "The address names the schedule \"%s\" and its keys \"%s\". Write the same id."
              .formatted(id, config.id()));
    }
    check(id);
    schedules.change(config).ifPresent(why -> refuse(HttpStatus.CONFLICT, why));
    audit(who, "schedule changed", config);
    return one(id);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Removes an added schedule; what it asks for ends at once")
  void remove(@PathVariable String id, Authentication who) {
    check(id);
    schedules.remove(id).ifPresent(why -> refuse(HttpStatus.CONFLICT, why));
    recorder.audit(new AuditEntry(time.now(), who.getName(), "schedule removed", id, ""));
  }

  private void check(String id) {
    boolean isKnown =
        schedules.aside().containsKey(id)
            || schedules.list().stream().anyMatch(it -> it.config().id().equals(id));
    if (!isKnown) {
      throw unknown(id);
    }
  }

  private static Refusal unknown(String id) {
    return Refusal.notFound("There is no schedule \"%s\".".formatted(id));
  }

  private static void refuse(HttpStatus status, String why) {
    throw new Refusal(status, why);
  }

  private ScheduleConfig read(String body, Authentication who) {
    ScheduleConfig config;
    try {
      config = ScheduleText.read("schedule", body, site);
    } catch (InvalidFile invalid) {
      throw Refusal.invalid(
          invalid.problems().stream().map(Problem::toString).collect(Collectors.joining(" ")));
    }
    int highest = Caller.of(who).highestLevel();
    if (config.level() < highest) {
      throw Refusal.invalid(
          "%s may use levels %d to 16, not %d.".formatted(who.getName(), highest, config.level()));
    }
    return config;
  }

  private ObjectNode view(Schedules.Standing standing) {
    ObjectNode node = ScheduleJson.of(standing.config(), site);
    node.put("from", standing.isOfFile() ? "site file" : "people");
    standing.now().ifPresent(now -> node.set("now", OccurrenceJson.of(now, site)));
    standing.next().ifPresent(next -> node.set("next", OccurrenceJson.of(next, site)));
    return node;
  }

  private void audit(Authentication who, String action, ScheduleConfig config) {
    recorder.audit(
        new AuditEntry(
            time.now(),
            who.getName(),
            action,
            config.id(),
            ScheduleJson.of(config, site).toString()));
  }
}
