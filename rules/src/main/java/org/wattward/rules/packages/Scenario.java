package org.wattward.rules.packages;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wattward.rules.facts.FactType;

/**
 * A test of a package: facts over time, and what shall be asked for.
 *
 * @param file the file it stands in
 * @param name what it shows, a sentence
 * @param line where it begins, from 1
 * @param rule the rule it is about; empty when it is about the whole package
 * @param parameters parameter values that differ from the default
 * @param course how facts go through the day, when the steps stand at times of day
 * @param steps what happens, in order; at least one
 */
public record Scenario(
    String file,
    String name,
    int line,
    Optional<String> rule,
    Map<String, Double> parameters,
    Optional<DayCourse> course,
    List<Step> steps) {
  public Scenario {
    parameters = Map.copyOf(parameters);
    steps = List.copyOf(steps);
  }

  /**
   * One step.
   *
   * @param after time since the step before
   * @param facts what is new or different now; the rest stays as it was
   * @param gone facts that are there no more
   * @param expected what is asked for now; these wishes and no others, and at least these
   *     conditions and notices
   */
  public record Step(
      Duration after, List<Given> facts, List<Given> gone, List<Expectation> expected) {
    public Step {
      facts = List.copyOf(facts);
      gone = List.copyOf(gone);
      expected = List.copyOf(expected);
    }
  }

  /**
   * A fact, or the part of it that changes.
   *
   * @param type its type
   * @param values its fields: numbers, switches and texts
   */
  public record Given(FactType type, Map<String, Object> values) {
    public Given {
      values = Map.copyOf(values);
    }
  }

  /** Something that shall be concluded. */
  public sealed interface Expectation {
    /** A point shall be set. */
    record Set(String point, double value) implements Expectation {
      @Override
      public String toString() {
        return "set %s = %s".formatted(point, value);
      }
    }

    /** A point shall be limited. */
    record Limit(String point, double min, double max) implements Expectation {
      @Override
      public String toString() {
        return "limit %s = %s .. %s".formatted(point, min, max);
      }
    }

    /** A condition shall be stated. */
    record State(String condition, String subject) implements Expectation {
      @Override
      public String toString() {
        return "condition %s of %s".formatted(condition, subject);
      }
    }

    /** People shall be told something about a subject. */
    record Tell(String subject) implements Expectation {
      @Override
      public String toString() {
        return "notice %s".formatted(subject);
      }
    }
  }
}
