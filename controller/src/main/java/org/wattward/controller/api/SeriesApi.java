package org.wattward.controller.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import org.wattward.controller.api.ApiErrors.Refusal;
import org.wattward.controller.district.District;
import org.wattward.controller.record.History;
import org.wattward.controller.record.History.Sample;
import org.wattward.controller.record.RawSeries;
import org.wattward.devices.time.Time;

/** The history of any set of points, streamed point by point. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "History")
class SeriesApi {
  private static final Logger LOG = LoggerFactory.getLogger(SeriesApi.class);
  private static final int MOST_POINTS = 200;
  private static final int MOST_SAMPLES = 10_000;

  /** So much of raw readings in one answer: a hundred points' day. */
  private static final Duration MOST_RAW = Duration.ofDays(100);

  /** So much of one point is held in memory at a time. */
  private static final Duration RAW_PART = Duration.ofDays(1);

  private static final int DEFAULT_SAMPLES = 500;
  private static final Duration DEFAULT_SPAN = Duration.ofHours(1);

  private final District district;
  private final History history;
  private final PointLookup lookup;
  private final Time time;

  SeriesApi(District district, History history, Time time) {
    this.district = district;
    this.history = history;
    this.lookup = new PointLookup(district);
    this.time = time;
  }

  /** How fine an answer is. */
  private sealed interface Fineness {
    /** As recorded. */
    record Raw() implements Fineness {}

    /** So many samples a point at most. */
    record Target(int samples) implements Fineness {}

    /** Samples of a width. */
    record Width(Duration width) implements Fineness {}
  }

  /** What is asked for. */
  private record Question(
      List<PointLookup.Found> points, SeriesForm.Frame frame, Fineness fineness) {}

  /**
   * When.
   *
   * @param from a time, or a local one in {@code timeZone}
   * @param to likewise
   * @param timeZone in which times are written and local ones are read
   */
  record Span(@Nullable String from, @Nullable String to, @Nullable String timeZone) {}

  /**
   * How.
   *
   * @param resolution auto, raw, or a duration
   * @param samples how many are wanted with auto
   * @param format json, csv or arrow
   */
  record Form(@Nullable String resolution, @Nullable Integer samples, @Nullable String format) {}

  @GetMapping("/history")
  @Operation(
      summary = "Samples or raw readings of any points, as JSON, CSV or Apache Arrow",
      description =
          """
          point is device/point and may be given up to 200 times. Without from and to: the last
          hour; they are times such as 2026-11-21T12:00:00Z, or local ones such as 2026-11-21T13:00
          or 2026-11-21 in timeZone. timeZone is UTC, site, or a name such as Europe/Berlin; times
          are written in it. resolution is auto (then samples says how many are wanted, at most
          10000 a point), raw, or a duration such as PT15M. A sample without good values has a
          goodShare of 0 and no values: a gap. format is json, csv or arrow (Apache Arrow's
          streaming form). The answer is streamed; one that breaks off has no proper end.\
          """)
  ResponseEntity<StreamingResponseBody> history(
      @RequestParam List<String> point, @ParameterObject Span span, @ParameterObject Form form) {
    SeriesForm written = SeriesForm.named(form.format == null ? "json" : form.format);
    Fineness fineness =
        fineness(
            form.resolution == null ? "auto" : form.resolution,
            form.samples == null ? DEFAULT_SAMPLES : form.samples);
    Question question = question(point, span, fineness);
    // The first part is asked for before the answer begins, so that faults have a status.
    Part first = part(question, question.points.getFirst(), question.frame.from());
    StreamingResponseBody body = out -> write(question, first, written, out);
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(written.mediaType()))
        .body(body);
  }

  private void write(Question question, Part first, SeriesForm form, OutputStream out)
      throws IOException {
    try (SeriesWriter writer = form.begin(out, question.frame)) {
      for (int i = 0; i < question.points.size(); i++) {
        PointLookup.Found found = question.points.get(i);
        writer.next(found.id().toString(), found.point().unit().symbol());
        Part part = i == 0 ? first : part(question, found, question.frame.from());
        while (true) {
          switch (part) {
            case Part.Samples(List<Sample> of) -> writer.samples(of);
            case Part.Readings(RawSeries of, _) -> writer.readings(of);
          }
          if (part.behind().isEmpty()) {
            break;
          }
          part = part(question, found, part.behind().get());
        }
      }
      writer.finish();
    } catch (RuntimeException fault) {
      // The answer has begun, so it must break off: an explanation behind it would look like its
      // end. Without the cause, by which Spring would find who explains it.
      LOG.warn("A history that was being read broke off.", fault);
      throw new IOException("A history that was being read broke off.");
    }
  }

  /** What is known of one point, or a part of it. */
  private sealed interface Part {
    /** Samples. */
    record Samples(List<Sample> of) implements Part {}

    /**
     * Readings as recorded.
     *
     * @param next where the next part begins; empty for the last
     */
    record Readings(RawSeries of, Optional<Instant> next) implements Part {}

    default Optional<Instant> behind() {
      return this instanceof Readings(_, Optional<Instant> next) ? next : Optional.empty();
    }
  }

  private Part part(Question question, PointLookup.Found found, Instant from) {
    Instant to = question.frame.to();
    return switch (question.fineness) {
      case Fineness.Raw() -> {
        Instant end = from.plus(RAW_PART).isBefore(to) ? from.plus(RAW_PART) : to;
        yield new Part.Readings(
            history.readings(List.of(found.id()), from, end).getFirst(),
            end.isBefore(to) ? Optional.of(end) : Optional.empty());
      }
      case Fineness.Target(int samples) ->
          new Part.Samples(history.samples(found.id(), from, to, samples));
      case Fineness.Width(Duration width) ->
          new Part.Samples(history.samples(found.id(), from, to, width));
    };
  }

  private Question question(List<String> points, Span span, Fineness fineness) {
    if (points.isEmpty() || points.size() > MOST_POINTS) {
      throw Refusal.invalid(
          "%d points are asked for; 1 to %d are answered at a time."
              .formatted(points.size(), MOST_POINTS));
    }
    ZoneId zone = LocalTimes.zone(span.timeZone, district.site());
    Instant end =
        span.to == null ? time.now().plusSeconds(1) : LocalTimes.time("to", span.to, zone);
    Instant start =
        span.from == null ? end.minus(DEFAULT_SPAN) : LocalTimes.time("from", span.from, zone);
    if (!start.isBefore(end)) {
      throw Refusal.invalid("from (%s) must be before to (%s).".formatted(start, end));
    }
    checkSize(Duration.between(start, end), points.size(), fineness);
    return new Question(
        points.stream().map(this::found).toList(),
        new SeriesForm.Frame(start, end, fineness instanceof Fineness.Raw, zone),
        fineness);
  }

  private static void checkSize(Duration span, int points, Fineness fineness) {
    switch (fineness) {
      case Fineness.Raw() -> {
        if (span.multipliedBy(points).compareTo(MOST_RAW) > 0) {
          throw Refusal.invalid(
              "%d points over %s are too many raw readings for one answer; points times span may be %s. Ask in parts, or for a resolution."
                  .formatted(points, span, MOST_RAW));
        }
      }
      case Fineness.Target(int samples) -> {
        if (samples < 1 || samples > MOST_SAMPLES) {
          throw Refusal.invalid(
              "samples is %d; it goes from 1 to %d.".formatted(samples, MOST_SAMPLES));
        }
      }
      case Fineness.Width(Duration width) -> {
        if (width.toSeconds() < 1 || span.toSeconds() / width.toSeconds() > MOST_SAMPLES) {
          throw Refusal.invalid(
              "From %s in steps of %s are more than %d samples a point. Ask for a shorter span or a coarser resolution."
                  .formatted(span, width, MOST_SAMPLES));
        }
      }
    }
  }

  private PointLookup.Found found(String point) {
    int slash = point.lastIndexOf('/');
    if (slash < 1) {
      throw Refusal.invalid(
          "\"%s\" is no point. Write device/point, for example meter-01/power.".formatted(point));
    }
    return lookup.point(point.substring(0, slash), point.substring(slash + 1));
  }

  private static Fineness fineness(String resolution, int samples) {
    return switch (resolution.toLowerCase(Locale.ROOT)) {
      case "raw" -> new Fineness.Raw();
      case "auto" -> new Fineness.Target(samples);
      default -> {
        try {
          yield new Fineness.Width(Duration.parse(resolution));
        } catch (DateTimeParseException e) {
          throw Refusal.invalid(
              "resolution is \"%s\"; it is auto, raw, or a duration such as PT15M."
                  .formatted(resolution));
        }
      }
    };
  }
}
