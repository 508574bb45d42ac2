package org.wattward.controller.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.alarm.AlarmNow;
import org.wattward.controller.alarm.Shelf;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.district.District;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.Zone;
import org.wattward.devices.template.PointTemplate;
import org.wattward.protocols.link.LinkStatus;
import org.wattward.protocols.link.LinkWarning;
import org.wattward.rules.decide.Snapshot.DemandResponse;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;

/** The shapes of the REST interface. Times are UTC, values in the unit that stands beside them. */
public final class Views {
  private Views() {}

  /** A site. */
  public record SiteView(
      String id,
      String title,
      String timeZone,
      double latitudeDeg,
      double longitudeDeg,
      List<ZoneView> zones,
      int devices,
      int points) {
    static SiteView of(Site site) {
      return new SiteView(
          site.id(),
          site.title(),
          site.timeZone().getId(),
          site.latitudeDeg(),
          site.longitudeDeg(),
          site.zones().stream().map(ZoneView::of).toList(),
          site.devices().size(),
          site.devices().stream().mapToInt(device -> device.points().size()).sum());
    }
  }

  /** A zone. */
  public record ZoneView(
      String id, String title, String kind, List<String> devices, List<String> packages) {
    static ZoneView of(Zone zone) {
      return new ZoneView(
          zone.id(), zone.title(), zone.kind().name(), zone.devices(), zone.packages());
    }
  }

  /**
   * A link with its counters and what somebody must see to; {@code reason} is empty while it is up.
   */
  public record LinkView(
      String id,
      String state,
      String reason,
      long requests,
      long polls,
      long latePolls,
      double maxLatenessMs,
      long failures,
      long points,
      List<String> warnings) {
    static LinkView of(District.LinkState link) {
      LinkStatus status = link.status();
      return new LinkView(
          link.id(),
          status.state().name(),
          status.reason(),
          status.requests(),
          status.polls(),
          status.latePolls(),
          status.maxLatenessMs(),
          status.failures(),
          status.points(),
          status.warnings().stream().map(LinkWarning::cause).toList());
    }
  }

  /** A device with its state; {@code points} is empty in lists. */
  public record DeviceView(
      String id,
      String title,
      String kind,
      String template,
      String link,
      String state,
      Instant since,
      String reason,
      List<PointView> points) {
    static DeviceView of(District district, Device device, boolean withPoints) {
      District.DeviceState state = district.state(device);
      return new DeviceView(
          device.id(),
          device.title(),
          device.template().kind().key(),
          device.template().id(),
          device.link(),
          state.condition().name(),
          state.since(),
          state.reason(),
          withPoints
              ? device.points().stream()
                  .map(point -> PointView.of(district, device, point))
                  .toList()
              : List.of());
    }
  }

  /**
   * A point with its live value.
   *
   * @param value the good or stale value; absent when bad or never read
   * @param quality {@code Good}, {@code Stale}, {@code Bad} or {@code Unread}
   */
  public record PointView(
      String id,
      String title,
      String form,
      String unit,
      double min,
      double max,
      boolean writable,
      @Nullable Double value,
      String quality,
      String reason,
      @Nullable Instant time,
      @Nullable Double setpoint) {
    static PointView of(District district, Device device, PointTemplate point) {
      PointId id = device.pointId(point);
      Optional<Reading> reading = district.reading(id);
      return new PointView(
          id.toString(),
          point.title(),
          point.form().name(),
          point.unit().symbol(),
          point.min(),
          point.max(),
          point.isWritable(),
          reading.map(Views::believed).orElse(null),
          reading.map(known -> nameOf(known.quality())).orElse("Unread"),
          reading.map(known -> reasonOf(known.quality())).orElse(""),
          reading.map(Reading::time).orElse(null),
          district.setpoint(id).orElse(null));
    }
  }

  /** A reading, short. */
  public record ReadingView(
      String point, Instant time, @Nullable Double value, String quality, String reason) {
    static ReadingView of(Reading reading) {
      return new ReadingView(
          reading.point().toString(),
          reading.time(),
          believed(reading),
          nameOf(reading.quality()),
          reasonOf(reading.quality()));
    }
  }

  /** A request and, in decisions, what became of it. */
  public record RequestView(
      String id,
      String point,
      String kind,
      @Nullable Double value,
      @Nullable Double min,
      @Nullable Double max,
      int level,
      String reason,
      String source,
      String name,
      String origin,
      Instant issued,
      Instant expires,
      String verdict,
      String why) {
    static RequestView of(Request request, String verdict, String why) {
      @Nullable Double value = null;
      @Nullable Double min = null;
      @Nullable Double max = null;
      switch (request.wish()) {
        case Wish.Set set -> value = set.value();
        case Wish.Limit limit -> {
          min = finite(limit.min());
          max = finite(limit.max());
        }
      }
      return new RequestView(
          request.id(),
          request.point().toString(),
          value != null ? "set" : "limit",
          value,
          min,
          max,
          request.level(),
          request.reason(),
          request.source().kind().name(),
          request.source().name(),
          request.source().origin(),
          request.issued(),
          request.issued().plus(request.validFor()),
          verdict,
          why);
    }
  }

  /** Why a point has its setpoint. */
  public record DecisionView(
      UUID id,
      Instant time,
      String zone,
      String point,
      String unit,
      double setpoint,
      double wanted,
      String sentence,
      List<InputView> inputs,
      List<RequestView> requests,
      List<Decision.Clip> clips,
      String write,
      @Nullable Double readBack,
      Instant writeTime,
      String writeReason,
      List<Decision.Write.Step> writeSteps) {
    /** Makes one; {@code sentence} says the decision in words. */
    public static DecisionView of(Decision decision, String sentence) {
      return new DecisionView(
          decision.id(),
          decision.time(),
          decision.zone(),
          decision.point().toString(),
          decision.unit().symbol(),
          decision.setpoint(),
          decision.wanted(),
          sentence,
          decision.inputs().stream().map(InputView::of).toList(),
          decision.claims().stream()
              .map(claim -> RequestView.of(claim.request(), claim.verdict().name(), claim.why()))
              .toList(),
          decision.clips(),
          decision.write().state().name(),
          decision.write().readBack().orElse(null),
          decision.write().time(),
          decision.write().reason(),
          decision.write().steps());
    }
  }

  /** A reading that a decision looked at. */
  public record InputView(
      String point,
      @Nullable Double value,
      String unit,
      String quality,
      String reason,
      double ageS) {
    static InputView of(Decision.Input input) {
      Reading reading = input.reading();
      return new InputView(
          reading.point().toString(),
          believed(reading),
          input.unit().symbol(),
          nameOf(reading.quality()),
          reasonOf(reading.quality()),
          input.ageS());
    }
  }

  /**
   * An alarm.
   *
   * @param state UNACKNOWLEDGED, ACKNOWLEDGED, SHELVED or OVER
   * @param chattering whether it comes and goes too often
   * @param hides how many alarms it explains and keeps back
   */
  public record AlarmView(
      String key,
      String subject,
      String priority,
      String cause,
      String consequence,
      String response,
      Instant raised,
      @Nullable Instant cleared,
      @Nullable String acknowledgedBy,
      String state,
      @Nullable Shelf shelf,
      boolean chattering,
      int hides) {
    static AlarmView of(AlarmNow now) {
      Alarm alarm = now.alarm();
      return new AlarmView(
          alarm.key(),
          alarm.subject(),
          alarm.priority().name(),
          alarm.cause(),
          alarm.consequence(),
          alarm.response(),
          alarm.raised(),
          alarm.cleared().orElse(null),
          alarm.acknowledgedBy().orElse(null),
          now.state().name(),
          now.shelf().orElse(null),
          now.chattering(),
          now.hides());
    }
  }

  /** An order for a manual override: a value, why, and for how long. */
  public record OverrideOrder(
      @Nullable Double value, @Nullable Duration duration, @Nullable String reason) {}

  /** An order for a demand-response event. */
  public record EventOrder(
      @Nullable String id,
      @Nullable Integer level,
      @Nullable Instant start,
      @Nullable Duration duration,
      @Nullable Double limitW,
      @Nullable String text) {}

  /** A demand-response event; {@code limitW} is absent when it has none. */
  public record EventView(
      String id, int level, Instant start, Instant end, @Nullable Double limitW, String text) {
    static EventView of(DemandResponse event) {
      return new EventView(
          event.id(),
          event.level(),
          event.start(),
          event.end(),
          finite(event.limitW()),
          event.text());
    }
  }

  /** What {@code GET /counters} says: figures by name. */
  public record CountersView(Map<String, Number> counters) {}

  static @Nullable Double believed(Reading reading) {
    return reading.quality() instanceof Quality.Bad ? null : reading.value();
  }

  static String nameOf(Quality quality) {
    return switch (quality) {
      case Quality.Known.GOOD -> "Good";
      case Quality.Known.STALE -> "Stale";
      case Quality.Bad _ -> "Bad";
    };
  }

  static String reasonOf(Quality quality) {
    return quality instanceof Quality.Bad(String reason) ? reason : "";
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
