package org.wattward.controller.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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
  private static final int MOST_POINTS = 200;
  private static final int MOST_SAMPLES = 10_000;

  /** So much of raw readings in one answer: a hundred points' day. */
  private static final Duration MOST_RAW = Duration.ofDays(100);

  private static final Duration DEFAULT_SPAN = Duration.ofHours(1);

  private final History history;
  private final PointLookup lookup;
  private final Time time;

  SeriesApi(District district, History history, Time time) {
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
      List<PointLookup.Found> points, Instant from, Instant to, Fineness fineness) {}

  @GetMapping("/history")
  @Operation(
      summary = "Samples or raw readings of any points, as JSON or CSV",
      description =
          """
          point is device/point and may be given up to 200 times. Without from and to: the last
          hour. resolution is auto (then samples says how many are wanted, at most 10000 a point),
          raw, or a duration such as PT15M. A sample without good values has a goodShare of 0 and
          no values: a gap. format is json or csv. The answer is streamed.\
          """)
  ResponseEntity<StreamingResponseBody> history(
      @RequestParam List<String> point,
      @RequestParam @Nullable Instant from,
      @RequestParam @Nullable Instant to,
      @RequestParam(defaultValue = "auto") String resolution,
      @RequestParam(defaultValue = "500") int samples,
      @RequestParam(defaultValue = "json") String format) {
    Question question = question(point, from, to, fineness(resolution, samples));
    SeriesText text =
        switch (format.toLowerCase(Locale.ROOT)) {
          case "json" -> SeriesText.JSON;
          case "csv" -> SeriesText.CSV;
          default ->
              throw Refusal.invalid("format is \"%s\"; it is json or csv.".formatted(format));
        };
    // The first point is asked for before the answer begins, so that faults have a status.
    Part first = part(question, question.points.getFirst());
    StreamingResponseBody body =
        out -> {
          try (Writer writer =
              new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
            boolean raw = question.fineness instanceof Fineness.Raw;
            text.begin(writer, question.from, question.to, raw);
            for (int i = 0; i < question.points.size(); i++) {
              PointLookup.Found found = question.points.get(i);
              Part part = i == 0 ? first : part(question, found);
              SeriesText.Heading heading =
                  new SeriesText.Heading(
                      found.id().toString(), found.point().unit().symbol(), i == 0);
              switch (part) {
                case Part.Samples(List<Sample> of) -> text.samples(writer, heading, of);
                case Part.Readings(RawSeries of) -> text.readings(writer, heading, of);
              }
            }
            text.end(writer);
          }
        };
    return ResponseEntity.ok().contentType(MediaType.parseMediaType(text.mediaType())).body(body);
  }

  /** What is known of one point. */
  private sealed interface Part {
    /** Samples. */
    record Samples(List<Sample> of) implements Part {}

    /** Readings as recorded. */
    record Readings(RawSeries of) implements Part {}
  }

  private Part part(Question question, PointLookup.Found found) {
    return switch (question.fineness) {
      case Fineness.Raw() ->
          new Part.Readings(
              history.readings(List.of(found.id()), question.from, question.to).getFirst());
      case Fineness.Target(int samples) ->
          new Part.Samples(history.samples(found.id(), question.from, question.to, samples));
      case Fineness.Width(Duration width) ->
          new Part.Samples(history.samples(found.id(), question.from, question.to, width));
    };
  }

  private Question question(
      List<String> points, @Nullable Instant from, @Nullable Instant to, Fineness fineness) {
    if (points.isEmpty() || points.size() > MOST_POINTS) {
      throw Refusal.invalid(
          "%d points are asked for; 1 to %d are answered at a time."
              .formatted(points.size(), MOST_POINTS));
    }
    Instant end = to != null ? to : time.now().plusSeconds(1);
    Instant start = from != null ? from : end.minus(DEFAULT_SPAN);
    if (!start.isBefore(end)) {
      throw Refusal.invalid("from (%s) must be before to (%s).".formatted(start, end));
    }
    checkSize(Duration.between(start, end), points.size(), fineness);
    return new Question(points.stream().map(this::found).toList(), start, end, fineness);
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
