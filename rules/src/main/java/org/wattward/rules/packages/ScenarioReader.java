package org.wattward.rules.packages;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.yaml.Nearest;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.rules.facts.FactField;
import org.wattward.rules.facts.FactSchema;
import org.wattward.rules.facts.FactType;

/** Reads scenario tests: a list of scenarios, each with steps. */
public final class ScenarioReader {
  private static final List<String> KEYS =
      List.of("scenario", "rule", "parameters", "every", "course", "steps");
  private static final List<String> STEP_KEYS = List.of("at", "after", "facts", "gone", "expect");
  private static final Duration USUAL_PACE = Duration.ofMinutes(5);
  private static final String NUMBER = "([+-]?[0-9]+(?:[.][0-9]+)?)";
  private static final Pattern SET = Pattern.compile("set (\\S+) = " + NUMBER);
  private static final Pattern LIMIT =
      Pattern.compile("limit (\\S+) = " + NUMBER + " \\.\\. " + NUMBER);
  private static final Pattern STATE = Pattern.compile("condition (\\S+) of (\\S+)");
  private static final Pattern TELL = Pattern.compile("notice (\\S+)");
  private static final Pattern CLOCK = Pattern.compile("([01][0-9]|2[0-4]):([0-5][0-9])");
  private static final Pattern TIME = Pattern.compile("([0-9]{1,6}(?:[.][0-9]+)?) (s|min|h)");

  private final String file;
  private final Problems problems;
  private final YamlChecks checks;

  ScenarioReader(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
    this.checks = new YamlChecks(problems);
  }

  List<Scenario> read(YamlNode root) {
    List<Scenario> scenarios = new ArrayList<>();
    if (root instanceof YamlNode.Sequence sequence) {
      for (YamlNode item : sequence.items()) {
        checks.mapping(item, KEYS).flatMap(this::scenario).ifPresent(scenarios::add);
      }
    } else {
      problems.add(root, "The tests are no list.", "Begin each with - scenario: …");
    }
    return scenarios;
  }

  private Optional<Scenario> scenario(YamlNode.Mapping node) {
    Optional<String> name = checks.text(node, "scenario");
    Map<String, Double> parameters = new HashMap<>();
    node.mapping("parameters")
        .ifPresent(all ->
            all.entries()
                .forEach((key, entry) ->
                    checks.number(entry.value()).ifPresent(value -> parameters.put(key, value))));
    Optional<DayCourse> course = course(node);
    List<Scenario.Step> steps = new ArrayList<>();
    Duration now = Duration.ZERO;
    for (YamlNode item : node.items("steps")) {
      Optional<YamlNode.Mapping> fields = checks.mapping(item, STEP_KEYS);
      if (fields.isPresent()) {
        steps.add(step(fields.get(), now, course.isPresent()));
        now = now.plus(steps.getLast().after());
      }
    }
    if (steps.isEmpty()) {
      problems.add(node, "The scenario has no steps.", "Write at least one.");
    }
    return name.map(text ->
        new Scenario(file, text, node.at().line(), node.text("rule"), parameters, course, steps));
  }

  /**
   * A day: {@code course} with numbers by the hour, {@code every} with the time between decisions.
   */
  private Optional<DayCourse> course(YamlNode.Mapping node) {
    Duration every = node.get("every").map(this::duration).orElse(USUAL_PACE);
    if (every.isZero()) {
      problems.add(node, "A day cannot be lived in steps of nothing.", "Write every: 5 min.");
      return Optional.empty();
    }
    if (node.get("course").isEmpty() && node.get("every").isEmpty()) {
      return Optional.empty();
    }
    List<DayCourse.Hourly> hourly = new ArrayList<>();
    node.mapping("course")
        .ifPresent(
            all -> all.entries().forEach((name, entry) -> addCourses(name, entry.value(), hourly)));
    return Optional.of(new DayCourse(every, hourly));
  }

  private void addCourses(String name, YamlNode node, List<DayCourse.Hourly> hourly) {
    Optional<FactType> type = FactSchema.type(name);
    if (type.isEmpty()) {
      problems.add(node, "There is no fact %s.".formatted(name), "Write a fact's type.");
      return;
    }
    List<YamlNode> items =
        node instanceof YamlNode.Sequence sequence ? sequence.items() : List.of(node);
    for (YamlNode item : items) {
      checks
          .mapping(item, type.get().fields().keySet())
          .ifPresent(fields -> hourly.add(hourly(type.get(), fields)));
    }
  }

  private DayCourse.Hourly hourly(FactType type, YamlNode.Mapping fields) {
    Map<String, Object> fixed = new LinkedHashMap<>();
    Map<String, List<Double>> hours = new LinkedHashMap<>();
    fields
        .entries()
        .forEach((name, entry) -> {
          if (entry.value() instanceof YamlNode.Sequence numbers) {
            hours.put(name, numbers(name, numbers));
          } else {
            type.field(name)
                .flatMap(field -> value(field, entry.value()))
                .ifPresent(value -> fixed.put(name, value));
          }
        });
    return new DayCourse.Hourly(type, fixed, hours);
  }

  private List<Double> numbers(String name, YamlNode.Sequence node) {
    List<Double> numbers =
        node.items().stream().map(item -> checks.number(item).orElse(0.0)).toList();
    if (numbers.size() != DayCourse.HOURS) {
      problems.add(
          node,
          "%s has %d numbers through the day.".formatted(name, numbers.size()),
          "Write %d, one for each full hour from 00:00.".formatted(DayCourse.HOURS));
      return Collections.nCopies(DayCourse.HOURS, 0.0);
    }
    return numbers;
  }

  private Scenario.Step step(YamlNode.Mapping node, Duration now, boolean ofDay) {
    Duration after = node.get("after").map(this::duration).orElse(Duration.ZERO);
    if (node.get("at").isPresent()) {
      after = clock(node.get("at").get()).minus(now);
      if (!ofDay || after.isNegative() || node.get("after").isPresent()) {
        problems.add(
            node,
            "The step's time of day does not fit.",
            "Give the scenario a course or every, the steps in order, and no after beside at.");
        after = Duration.ZERO;
      }
    }
    List<Scenario.Expectation> expected = new ArrayList<>();
    if (node.get("expect").isEmpty()) {
      problems.add(node, "The step expects nothing.", "Write expect: [] for silence.");
    }
    for (YamlNode item : node.items("expect")) {
      expectation(item).ifPresent(expected::add);
    }
    return new Scenario.Step(
        after,
        node.get("facts").map(this::facts).orElse(List.of()),
        node.get("gone").map(this::facts).orElse(List.of()),
        expected);
  }

  private Duration duration(YamlNode node) {
    Matcher matcher = TIME.matcher(node instanceof YamlNode.Scalar scalar ? scalar.value() : "");
    if (!matcher.matches()) {
      problems.add(node, "%s is no time.".formatted(node.form()), "Write 30 s, 5 min or 2 h.");
      return Duration.ZERO;
    }
    double factor = Unit.of(matcher.group(2)).orElseThrow().convert(1, Unit.SECOND);
    return Duration.ofMillis((long) (Double.parseDouble(matcher.group(1)) * factor * 1000));
  }

  private Duration clock(YamlNode node) {
    Matcher matcher = CLOCK.matcher(node instanceof YamlNode.Scalar scalar ? scalar.value() : "");
    if (!matcher.matches()) {
      problems.add(node, "%s is no time of day.".formatted(node.form()), "Write \"06:30\".");
      return Duration.ZERO;
    }
    return Duration.ofHours(Integer.parseInt(matcher.group(1)))
        .plusMinutes(Integer.parseInt(matcher.group(2)));
  }

  /**
   * Facts by type: one mapping of fields, or a list of them.
   *
   * @param node a mapping of types
   */
  List<Scenario.Given> facts(YamlNode node) {
    List<Scenario.Given> facts = new ArrayList<>();
    List<String> names = FactSchema.types().stream().map(FactType::name).toList();
    checks
        .mapping(node, names)
        .ifPresent(all ->
            all.entries()
                .forEach((name, entry) ->
                    FactSchema.type(name).ifPresent(type -> addFacts(type, entry.value(), facts))));
    return facts;
  }

  private void addFacts(FactType type, YamlNode node, List<Scenario.Given> facts) {
    List<YamlNode> items =
        node instanceof YamlNode.Sequence sequence ? sequence.items() : List.of(node);
    for (YamlNode item : items) {
      checks
          .mapping(item, type.fields().keySet())
          .ifPresent(fields -> facts.add(new Scenario.Given(type, values(type, fields))));
    }
  }

  private Map<String, Object> values(FactType type, YamlNode.Mapping fields) {
    Map<String, Object> values = new LinkedHashMap<>();
    fields
        .entries()
        .forEach((name, entry) ->
            type.field(name)
                .flatMap(field -> value(field, entry.value()))
                .ifPresent(value -> values.put(name, value)));
    return values;
  }

  private Optional<Object> value(FactField field, YamlNode node) {
    String text = node instanceof YamlNode.Scalar scalar ? scalar.value() : "";
    return switch (field.form()) {
      case NUMBER, WHOLE -> checks.number(node).map(Object.class::cast);
      case TEXT -> Optional.of(text);
      case SWITCH -> {
        if (!text.equals("true") && !text.equals("false")) {
          problems.add(
              node, "%s is %s.".formatted(field.name(), node.form()), "Write true or false.");
        }
        yield Optional.of(text.equals("true"));
      }
    };
  }

  private Optional<Scenario.Expectation> expectation(YamlNode node) {
    String text = node instanceof YamlNode.Scalar scalar ? scalar.value().strip() : "";
    Matcher set = SET.matcher(text);
    Matcher limit = LIMIT.matcher(text);
    Matcher state = STATE.matcher(text);
    Matcher tell = TELL.matcher(text);
    if (set.matches()) {
      return Optional.of(
          new Scenario.Expectation.Set(set.group(1), Double.parseDouble(set.group(2))));
    }
    if (limit.matches()) {
      return Optional.of(
          new Scenario.Expectation.Limit(
              limit.group(1),
              Double.parseDouble(limit.group(2)),
              Double.parseDouble(limit.group(3))));
    }
    if (state.matches()) {
      return Optional.of(new Scenario.Expectation.State(state.group(1), state.group(2)));
    }
    if (tell.matches()) {
      return Optional.of(new Scenario.Expectation.Tell(tell.group(1)));
    }
    problems.add(
        node,
        "%s is no expectation.".formatted(node.form()),
        "Write \"set device/point = 1\", \"limit device/point = 0 .. 1\","
            + " \"condition name of subject\" or \"notice subject\". "
            + Nearest.advice(
                text.split(" ", 2)[0], List.of("set", "limit", "condition", "notice"), "forms"));
    return Optional.empty();
  }
}
