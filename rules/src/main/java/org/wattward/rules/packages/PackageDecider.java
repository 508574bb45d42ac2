package org.wattward.rules.packages;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.Time;
import org.wattward.rules.conclusions.Condition;
import org.wattward.rules.conclusions.LimitPoint;
import org.wattward.rules.conclusions.Notice;
import org.wattward.rules.conclusions.SetPoint;
import org.wattward.rules.decide.Decider;
import org.wattward.rules.decide.Snapshot;
import org.wattward.rules.engine.Concluded;
import org.wattward.rules.engine.RuleEngine;
import org.wattward.rules.facts.Fact;
import org.wattward.rules.facts.Held;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;

/** Decides with one package. Any thread. */
final class PackageDecider {
  private static final int MOST_ENGINES = 4;

  private final RulePackage rulePackage;
  private final String prefix;
  private final RuleEngine.Limits limits;
  private final Time time;

  /** Engines by the parameter values they were made for; the oldest goes first. */
  private final Map<Map<String, Double>, RuleEngine> engines = new LinkedHashMap<>();

  /**
   * Makes one.
   *
   * @param scope under which name its conditions are kept
   */
  PackageDecider(RulePackage rulePackage, String scope, RuleBook.Settings settings) {
    this.rulePackage = rulePackage;
    this.prefix = scope + "/";
    this.limits = settings.limits();
    this.time = settings.time();
    engine(rulePackage.values(Map.of()));
  }

  RulePackage rulePackage() {
    return rulePackage;
  }

  /** Decides over the snapshot's facts. */
  Decider.Outcome decide(Snapshot snapshot, List<Fact> facts) {
    RuleEngine engine = engine(rulePackage.values(snapshot.parameters()));
    RuleEngine.Run run = engine.run(visible(facts));
    Collected collected = new Collected(snapshot, engine);
    run.conclusions().forEach(collected::add);
    return new Decider.Outcome(
        List.copyOf(collected.requests.values()),
        collected.conditions,
        collected.notices,
        run.firings());
  }

  private synchronized RuleEngine engine(Map<String, Double> values) {
    RuleEngine known = engines.get(values);
    if (known != null) {
      return known;
    }
    if (engines.size() == MOST_ENGINES) {
      engines.remove(engines.keySet().iterator().next());
    }
    RuleEngine made = new RuleEngine(rulePackage.rules(), values, limits, time);
    engines.put(values, made);
    return made;
  }

  /** A package sees its own conditions only, by the names it gave them. */
  private List<Fact> visible(List<Fact> facts) {
    List<Fact> visible = new ArrayList<>(facts.size());
    for (Fact fact : facts) {
      if (!(fact instanceof Held held)) {
        visible.add(fact);
      } else if (held.condition().startsWith(prefix)) {
        visible.add(
            new Held(held.condition().substring(prefix.length()), held.subject(), held.seconds()));
      }
    }
    return visible;
  }

  /** Conclusions become requests, conditions and notices. */
  private final class Collected {
    private final Snapshot snapshot;
    private final RuleEngine engine;
    private final Map<String, Request> requests = new LinkedHashMap<>();
    private final Map<PointId, String> setBy = new HashMap<>();
    private final Set<Decider.Condition> conditions = new LinkedHashSet<>();
    private final List<Decider.Notice> notices = new ArrayList<>();

    private Collected(Snapshot snapshot, RuleEngine engine) {
      this.snapshot = snapshot;
      this.engine = engine;
    }

    private void add(Concluded concluded) {
      String rule = engine.rules().get(concluded.rule()).name();
      switch (concluded.conclusion()) {
        case SetPoint set -> set(set, rule, concluded.basis());
        case LimitPoint limit -> limit(limit, rule, concluded.basis());
        case Condition(String name, String subject) ->
            conditions.add(new Decider.Condition(prefix + name, subject));
        case Notice(String subject, String text) ->
            notices.add(new Decider.Notice(subject, text, rule));
      }
    }

    /** Of two rules that set one point, the one that stands first in the package wins. */
    private void set(SetPoint set, String rule, Set<PointId> basis) {
      PointId point = new PointId(set.device(), set.point());
      String first = setBy.putIfAbsent(point, rule);
      if (first != null) {
        Request earlier = requests.get(id(first, point));
        if (earlier != null && earlier.wish().equals(new Wish.Set(set.value()))) {
          return;
        }
        notices.add(
            new Decider.Notice(
                set.device(),
                "%s is set by \"%s\" already; the value %s is left out."
                    .formatted(point, first, set.value()),
                rule));
        return;
      }
      put(point, new Wish.Set(set.value()), set.seconds(), set.reason(), rule, basis);
    }

    /** Limits by the same rule on the same point: the tighter bounds hold. */
    private void limit(LimitPoint limit, String rule, Set<PointId> basis) {
      PointId point = new PointId(limit.device(), limit.point());
      double min = limit.min();
      double max = limit.max();
      Request earlier = requests.get(id(rule, point));
      if (earlier != null && earlier.wish() instanceof Wish.Limit other) {
        max = Math.min(max, other.max());
        min = Math.min(max, Math.max(min, other.min()));
      }
      if (!(min <= max)) {
        throw new WattwardException(
            "The rule \"%s\" limits %s from %s to %s, which leaves no value."
                .formatted(rule, point, min, max));
      }
      put(point, new Wish.Limit(min, max), limit.seconds(), limit.reason(), rule, basis);
    }

    private void put(
        PointId point, Wish wish, double seconds, String reason, String rule, Set<PointId> basis) {
      String id = id(rule, point);
      requests.put(
          id,
          new Request(
              id,
              point,
              wish,
              rulePackage.level(),
              reason,
              new Request.Source(Request.Source.Kind.RULE, rule, rulePackage.origin()),
              snapshot.time(),
              Duration.ofNanos((long) (seconds * 1e9)),
              good(basis)));
    }

    private String id(String rule, PointId point) {
      return rulePackage.name() + "/" + rule + "/" + point;
    }

    /** A field may be made of points some of which the device lacks; those carry nothing. */
    private Set<PointId> good(Set<PointId> basis) {
      return basis.stream()
          .filter(point -> {
            Reading reading = snapshot.readings().get(point);
            return reading != null && reading.quality().isGood();
          })
          .collect(Collectors.toUnmodifiableSet());
    }
  }
}
