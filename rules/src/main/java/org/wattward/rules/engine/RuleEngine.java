package org.wattward.rules.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kie.api.runtime.KieSession;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.Time;
import org.wattward.rules.facts.Fact;
import org.wattward.rules.tree.Rule;

/** Rules made ready to decide. Immutable; any thread, many at once. */
public final class RuleEngine {
  private static final Comparator<Concluded> ORDER =
      Comparator.comparingInt(Concluded::rule)
          .thenComparing(Concluded::conclusion, new ConclusionOrder());

  private final List<Rule> rules;
  private final Bases bases;
  private final Relevance relevance;
  private final Limits limits;
  private final Time time;

  /**
   * What one decision may cost.
   *
   * @param firings most rule activations
   * @param time longest time
   */
  public record Limits(int firings, Duration time) {
    /** Room enough for 10,000 devices on a slow machine. */
    public static final Limits USUAL = new Limits(100_000, Duration.ofSeconds(2));
  }

  /**
   * What a run gave.
   *
   * @param conclusions what was concluded, by rule, then in an order that depends on nothing but
   *     the conclusions
   * @param firings how many activations fired
   */
  public record Run(List<Concluded> conclusions, int firings) {
    public Run {
      conclusions = List.copyOf(conclusions);
    }
  }

  /**
   * Makes rules ready.
   *
   * @param rules rules with names that differ
   * @param parameters the parameters' values, by name
   * @param limits what a decision may cost
   * @param time for the limit of time
   */
  public RuleEngine(List<Rule> rules, Map<String, Double> parameters, Limits limits, Time time) {
    this.rules = List.copyOf(rules);
    this.limits = limits;
    this.time = time;
    this.relevance = new Relevance(rules, parameters);
    this.bases = new Bases(rules, parameters);
  }

  /** The rules, in the order that {@link Concluded#rule()} counts. */
  public List<Rule> rules() {
    return rules;
  }

  /**
   * Decides over facts in a session that is made for it and thrown away.
   *
   * @throws BudgetExceeded when it takes too long or fires too often
   */
  public Run run(List<? extends Fact> facts) {
    Deciding deciding = new Deciding(time, limits);
    return ScopedValue.where(Deciding.CURRENT, deciding).call(() -> fire(facts, deciding));
  }

  private Run fire(List<? extends Fact> facts, Deciding deciding) {
    Relevance.Relevant relevant = relevance.of(facts);
    if (relevant.rules().isEmpty()) {
      return new Run(List.of(), 0);
    }
    KieSession session = bases.of(relevant.rules()).newKieSession();
    try {
      relevant.facts().forEach(session::insert);
      int fired = session.fireAllRules(limits.firings() + 1);
      if (fired > limits.firings()) {
        throw new BudgetExceeded(
            "The rules fired more than %d times. Maybe a rule joins too many facts with each other."
                .formatted(limits.firings()));
      }
      return new Run(collect(deciding.conclusions()), fired);
    } catch (RuntimeException e) {
      throw unwrapped(e);
    } finally {
      session.dispose();
    }
  }

  /** Equal conclusions of one rule are one, resting on all their points. */
  private static List<Concluded> collect(List<Concluded> found) {
    found.sort(ORDER);
    List<Concluded> all = new ArrayList<>(found.size());
    for (Concluded next : found) {
      Concluded last = all.isEmpty() ? next : all.getLast();
      if (!all.isEmpty()
          && last.rule() == next.rule()
          && last.conclusion().equals(next.conclusion())) {
        Set<PointId> basis = new HashSet<>(last.basis());
        basis.addAll(next.basis());
        all.set(all.size() - 1, new Concluded(last.rule(), last.conclusion(), basis));
      } else {
        all.add(next);
      }
    }
    return all;
  }

  /** Drools wraps what a lambda throws; the budget's word counts. */
  private static RuntimeException unwrapped(RuntimeException thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof BudgetExceeded exceeded) {
        return exceeded;
      }
    }
    return thrown;
  }
}
