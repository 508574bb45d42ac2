package org.wattward.controller.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.wattward.controller.api.ApiErrors.Refusal;
import org.wattward.controller.api.Views.DecisionView;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.district.District;
import org.wattward.controller.record.History;
import org.wattward.controller.record.History.Sample;
import org.wattward.controller.why.Explanation;
import org.wattward.controller.why.WhyNode;
import org.wattward.controller.why.WhyTree;
import org.wattward.devices.time.Time;

/** What was, and why. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "History", description = "What was, and why")
class HistoryApi {
  private static final int MOST_SAMPLES = 10_000;
  private static final int MOST_DECISIONS = 1_000;
  private static final Duration DEFAULT_SPAN = Duration.ofHours(1);

  private final History history;
  private final PointLookup lookup;
  private final Explanation explanation;
  private final Time time;

  HistoryApi(District district, History history, Explanation explanation, Time time) {
    this.history = history;
    this.lookup = new PointLookup(district);
    this.explanation = explanation;
    this.time = time;
  }

  /** A point's samples with the unit of their values. */
  record Samples(String point, String unit, Instant from, Instant to, List<Sample> samples) {}

  /** A span of time that makes sense. */
  private record Span(Instant from, Instant to) {}

  @GetMapping("/points/{device}/{point}/history")
  @Operation(summary = "Samples of a point; without from and to, of the last hour")
  Samples history(
      @PathVariable String device,
      @PathVariable String point,
      @RequestParam @Nullable Instant from,
      @RequestParam @Nullable Instant to,
      @RequestParam(defaultValue = "500") int samples) {
    PointLookup.Found found = lookup.point(device, point);
    if (samples < 1 || samples > MOST_SAMPLES) {
      throw Refusal.invalid(
          "samples is %d; it goes from 1 to %d.".formatted(samples, MOST_SAMPLES));
    }
    Span span = span(from, to);
    return new Samples(
        found.id().toString(),
        found.point().unit().symbol(),
        span.from,
        span.to,
        history.samples(found.id(), span.from, span.to, samples));
  }

  @GetMapping("/points/{device}/{point}/decisions")
  @Operation(summary = "Why a point has or had its setpoint, newest first")
  List<DecisionView> decisions(
      @PathVariable String device,
      @PathVariable String point,
      @RequestParam @Nullable Instant from,
      @RequestParam @Nullable Instant to,
      @RequestParam(defaultValue = "50") int most) {
    Span span = span(from, to);
    return history
        .decisions(Optional.of(lookup.point(device, point).id()), span.from, span.to, bounded(most))
        .stream()
        .map(this::view)
        .toList();
  }

  @GetMapping("/decisions")
  @Operation(summary = "Decisions of all points, newest first")
  List<DecisionView> decisions(
      @RequestParam @Nullable Instant from,
      @RequestParam @Nullable Instant to,
      @RequestParam(defaultValue = "50") int most) {
    Span span = span(from, to);
    return history.decisions(Optional.empty(), span.from, span.to, bounded(most)).stream()
        .map(this::view)
        .toList();
  }

  @GetMapping("/decisions/{id}")
  @Operation(summary = "One decision")
  DecisionView decision(@PathVariable UUID id) {
    return history
        .decision(id)
        .map(this::view)
        .orElseThrow(() -> Refusal.notFound("There is no decision " + id + "."));
  }

  @GetMapping("/points/{device}/{point}/why")
  @Operation(
      summary = "Why a point has its setpoint now, as a sentence and as a tree",
      description =
          "The tree goes from the setpoint to the winner, the losers by level, the limits and the"
              + " equipment's rules in the order in which they were applied, and the write with its"
              + " states and what is measured.")
  WhyView why(@PathVariable String device, @PathVariable String point) {
    PointLookup.Found found = lookup.point(device, point);
    return lookup
        .district()
        .decision(found.id())
        .map(this::taken)
        .orElseThrow(
            () -> Refusal.notFound("Nothing was decided for %s yet.".formatted(found.id())));
  }

  @GetMapping("/decisions/{id}/why")
  @Operation(summary = "Why a decision of the record came out as it did, as a tree")
  WhyView why(@PathVariable UUID id) {
    return history
        .decision(id)
        .map(this::taken)
        .orElseThrow(() -> Refusal.notFound("There is no decision " + id + "."));
  }

  /** A decision taken apart. */
  record WhyView(UUID decision, String sentence, WhyNode tree) {}

  private WhyView taken(Decision decision) {
    District district = lookup.district();
    WhyTree tree = new WhyTree(district.site(), district.groups(), district::reading);
    return new WhyView(decision.id(), explanation.sentence(decision), tree.of(decision));
  }

  private DecisionView view(Decision decision) {
    return DecisionView.of(decision, explanation.sentence(decision));
  }

  private Span span(@Nullable Instant from, @Nullable Instant to) {
    Instant end = to != null ? to : time.now().plusSeconds(1);
    Instant start = from != null ? from : end.minus(DEFAULT_SPAN);
    if (!start.isBefore(end)) {
      throw Refusal.invalid("from (%s) must be before to (%s).".formatted(start, end));
    }
    return new Span(start, end);
  }

  private static int bounded(int most) {
    if (most < 1 || most > MOST_DECISIONS) {
      throw Refusal.invalid("most is %d; it goes from 1 to %d.".formatted(most, MOST_DECISIONS));
    }
    return most;
  }
}
