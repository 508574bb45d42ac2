package org.wattward.controller.simulation;

import java.time.Duration;
import java.util.List;
import org.wattward.rules.decide.Decider;
import org.wattward.rules.decide.Snapshot;
import org.wattward.rules.request.Request;

/**
 * Rules whose requests last from one step to the next. Between two steps nothing changes; the
 * controller would decide the same again and again, and its requests would not expire.
 *
 * @param rules the rules
 * @param least how long a request lives at least
 */
public record Lasting(Decider rules, Duration least) implements Decider {
  /** For a clock that goes on by a step at once. */
  public static Lasting over(Duration step, Decider rules) {
    return new Lasting(rules, step.multipliedBy(2));
  }

  @Override
  public Outcome decide(Snapshot snapshot) {
    Outcome outcome = rules.decide(snapshot);
    List<Request> requests = outcome.requests().stream().map(this::lasting).toList();
    return new Outcome(requests, outcome.conditions(), outcome.notices(), outcome.firings());
  }

  private Request lasting(Request request) {
    return request.validFor().compareTo(least) >= 0
        ? request
        : new Request(
            request.id(),
            request.point(),
            request.wish(),
            request.level(),
            request.reason(),
            request.source(),
            request.issued(),
            least,
            request.basis());
  }
}
