package org.wattward.controller.arbitration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.wattward.controller.arbitration.Decision.Claim;
import org.wattward.controller.arbitration.Decision.Clip;
import org.wattward.controller.arbitration.Decision.Verdict;
import org.wattward.devices.quantity.Unit;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;

/**
 * Applies limits to the value wanted, one after the other in the order of their precedence. Since
 * each that is heeded meets all before it, clamping to them in turn is clamping to what they have
 * in common.
 */
final class Limits {
  /** Levels that stand above minimum on and off times. */
  static final int HARD = 5;

  private final Unit unit;
  private final int winnersLevel;
  private final List<Clip> clips = new ArrayList<>();
  private final Map<Taken, Claim> claims = new HashMap<>();
  private final List<Request> heeded = new ArrayList<>();
  private Bounds bounds = Bounds.ANY;
  private Bounds hard = Bounds.ANY;
  private double value;

  Limits(Unit unit, int winnersLevel, double wanted) {
    this.unit = unit;
    this.winnersLevel = winnersLevel;
    this.value = wanted;
  }

  /** The value within all limits that bind it. */
  double value() {
    return value;
  }

  /** What the limits that bind have in common. */
  Bounds bounds() {
    return bounds;
  }

  /** What those of level 1 to 5 have in common. */
  Bounds hard() {
    return hard;
  }

  List<Clip> clips() {
    return clips;
  }

  /** Takes the next request in precedence; passes over Sets. */
  void take(Taken taken) {
    if (taken.request().wish() instanceof Wish.Limit limit) {
      claims.put(taken, verdict(taken.request(), limit));
    }
  }

  /** What became of a limit. */
  Claim claim(Taken taken) {
    return Objects.requireNonNull(claims.get(taken));
  }

  private Claim verdict(Request request, Wish.Limit limit) {
    Bounds own = Bounds.of(limit);
    String allows = Words.bounds(limit, unit);
    if (request.level() > winnersLevel) {
      return belowTheWinner(request, own, allows);
    }
    if (!bounds.meets(own)) {
      return new Claim(
          request,
          Verdict.LOST,
          "It allows %s, which leaves no value together with %s."
              .formatted(allows, contradicted(own)));
    }
    bounds = bounds.and(own);
    if (request.level() <= HARD) {
      hard = bounds;
    }
    heeded.add(request);
    double clamped = own.clamp(value);
    if (clamped == value) {
      return new Claim(
          request,
          Verdict.SATISFIED,
          "It allows %s, and %s lies within.".formatted(allows, Words.value(value, unit)));
    }
    String why =
        "%s allows %s: %s becomes %s."
            .formatted(
                Words.sentence(Words.asker(request)),
                allows,
                Words.value(value, unit),
                Words.value(clamped, unit));
    clips.add(new Clip(request.source().name(), value, clamped, why));
    value = clamped;
    return new Claim(request, Verdict.LIMITS, why);
  }

  private Claim belowTheWinner(Request request, Bounds own, String allows) {
    return own.holds(value)
        ? new Claim(
            request,
            Verdict.SATISFIED,
            "It allows %s, and %s lies within.".formatted(allows, Words.value(value, unit)))
        : new Claim(
            request,
            Verdict.LOST,
            "It allows %s, but a limit of level %d does not bind what level %d sets: %s."
                .formatted(allows, request.level(), winnersLevel, Words.value(value, unit)));
  }

  /** Names the first limit that alone contradicts, else all that do so together. */
  private String contradicted(Bounds own) {
    return heeded.stream()
        .filter(request -> !Bounds.of((Wish.Limit) request.wish()).meets(own))
        .findFirst()
        .map(request ->
            "%s, which allows %s"
                .formatted(Words.asker(request), Words.bounds((Wish.Limit) request.wish(), unit)))
        .orElse("the limits before it");
  }
}
