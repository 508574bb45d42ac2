package org.wattward.rules.focus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.rules.decide.Decider.Outcome;
import org.wattward.rules.decide.Snapshot;
import org.wattward.rules.engine.Relevance;
import org.wattward.rules.facts.BranchExchange;
import org.wattward.rules.facts.Calendar;
import org.wattward.rules.facts.DemandResponseEvent;
import org.wattward.rules.facts.DeviceFact;
import org.wattward.rules.facts.Fact;
import org.wattward.rules.facts.FactField;
import org.wattward.rules.facts.FactType;
import org.wattward.rules.facts.Held;
import org.wattward.rules.facts.Outlook;
import org.wattward.rules.facts.Price;
import org.wattward.rules.facts.QuarterHour;
import org.wattward.rules.facts.StalePoint;
import org.wattward.rules.facts.Sun;
import org.wattward.rules.tree.Clause;
import org.wattward.rules.tree.Expr;
import org.wattward.rules.tree.ExprWalk;
import org.wattward.rules.tree.Pattern;
import org.wattward.rules.tree.Rule;

/** Finds the focus of a zone's rules among its facts. One thread. */
public final class FocusFinder {
  /** What changes with every decision. */
  private static final Set<Class<?>> RESTLESS =
      Set.of(BranchExchange.class, Outlook.class, QuarterHour.class, StalePoint.class);

  /** What comes and goes with time alone. */
  private static final Set<Class<?>> TIMED =
      Set.of(Calendar.class, DemandResponseEvent.class, Price.class, Sun.class);

  /** More combinations of facts are not watched one by one. */
  private static final int MOST_ROWS = 64;

  private static final double LINEAR = 1e-9;

  private final Snapshot snapshot;
  private final List<Fact> facts;
  private final Set<String> holding = new HashSet<>();
  private final Set<String> fired = new HashSet<>();
  private final Map<PointId, Use> points = new LinkedHashMap<>();
  private final NavigableSet<Double> sun = new TreeSet<>();
  private final NavigableSet<Double> times = new TreeSet<>();
  private final Map<String, NavigableSet<Double>> held = new HashMap<>();
  private final List<Balance> balances = new ArrayList<>();
  private final Set<String> immediate = new HashSet<>();
  private boolean hourly;
  private boolean restless;
  private boolean settled = true;

  /**
   * Begins with no rules.
   *
   * @param snapshot what is known of the zone
   * @param facts the facts made of it
   * @param outcome what was decided
   */
  public FocusFinder(Snapshot snapshot, List<Fact> facts, Outcome outcome) {
    this.snapshot = snapshot;
    outcome.conditions().forEach(condition -> holding.add(condition.name()));
    outcome.requests().forEach(request -> fired.add(request.source().name()));
    this.facts = List.copyOf(facts);
  }

  /**
   * Adds the rules of a package; those that wait for something look at nothing else.
   *
   * @param prefix what the snapshot puts before the names of its conditions
   * @param parameters the values of its parameters
   */
  public void add(String prefix, List<Rule> rules, Map<String, Double> parameters) {
    Uses uses = new Uses(parameters, fired);
    for (Rule rule : rules) {
      waitsFor(prefix, rule, parameters).ifPresentOrElse(uses::add, () -> uses.add(rule));
    }
    uses.joint.forEach(joint -> add(joint, uses));
    uses.immediate.forEach(condition -> immediate.add(prefix + condition));
    uses.fields.forEach(this::add);
    uses.lasting.forEach(lasting -> add(prefix, lasting));
  }

  /** What a rule waits for: a condition, an hour, the sun or an event that is not there. */
  private Optional<Pattern> waitsFor(String prefix, Rule rule, Map<String, Double> parameters) {
    for (Clause clause : rule.clauses()) {
      Pattern pattern = Uses.pattern(clause);
      boolean needed = clause instanceof Clause.Match || clause instanceof Clause.Exists;
      if (needed && isAway(prefix, pattern, parameters)) {
        return Optional.of(pattern);
      }
    }
    return Optional.empty();
  }

  private boolean isAway(String prefix, Pattern pattern, Map<String, Double> parameters) {
    if (pattern.type().type() == Held.class) {
      Set<String> names = Uses.conditions(pattern);
      return !names.isEmpty() && names.stream().noneMatch(name -> holding.contains(prefix + name));
    }
    return TIMED.contains(pattern.type().type()) && !Relevance.isMet(pattern, parameters, facts);
  }

  /** What was found. */
  public Focus focus() {
    List<Watched> watched = new ArrayList<>();
    points.forEach(
        (point, use) -> watched.add(new Watched(point, List.copyOf(use.levels), use.valued)));
    return new Focus(watched, balances, sun, times, hourly, restless, immediate, held, settled);
  }

  private void add(Uses.Meant meant, Map<FactField, Use> fields) {
    Class<?> of = meant.type().type();
    restless |= RESTLESS.contains(of) && isThere(of);
    hourly |= of == Price.class;
    if (of == Sun.class) {
      fields.forEach((_, use) -> levels(use, sun));
    } else if (of == Calendar.class) {
      fields.forEach(this::calendar);
    } else if (of != Held.class) {
      facts.stream()
          .filter(meant::isMeant)
          .forEach(fact -> fields.forEach((field, use) -> add(fact, field, use)));
    }
  }

  private boolean isThere(Class<?> type) {
    return type == StalePoint.class || facts.stream().anyMatch(fact -> fact.getClass() == type);
  }

  private void levels(Use use, NavigableSet<Double> levels) {
    levels.addAll(use.levels);
    restless |= use.valued;
  }

  private void calendar(FactField field, Use use) {
    switch (field.name()) {
      case "timeOfDayH" -> levels(use, times);
      case "minuteOfQuarterH" -> restless = true;
      default -> hourly = true;
    }
  }

  /** How rules use a field of a fact is how they use the points that it is made of. */
  private void add(Fact fact, FactField field, Use use) {
    Set<PointId> sources = fact.sources(field);
    boolean plain = field.form().isNumber() && sources.size() == 1;
    for (PointId point : sources) {
      Use known = points.computeIfAbsent(point, _ -> new Use());
      boolean shown = plain && shows(point, field.number(fact));
      if (shown) {
        known.levels.addAll(use.levels);
      }
      known.valued |= isValued(field, use) || (!shown && field.form().isNumber());
    }
  }

  /** A switch that only tells whether a number is known changes when its reading comes or goes. */
  private static boolean isValued(FactField field, Use use) {
    return use.valued && !(field.form() == FactField.Form.SWITCH && field.name().startsWith("has"));
  }

  /**
   * Whether a number in a fact is the reading itself. Nothing is told by 0, nor by a reading that
   * is missing; then the focus is to be found again later.
   */
  private boolean shows(PointId point, double number) {
    Reading reading = snapshot.readings().get(point);
    OptionalDouble good = reading == null ? OptionalDouble.empty() : reading.good();
    if (good.isEmpty() || good.getAsDouble() == 0) {
      settled = false;
      return false;
    }
    return good.getAsDouble() == number;
  }

  /** Where all numbers are readings, or stay as they are, their sum can be watched. */
  private void add(Uses.Joint joint, Uses uses) {
    List<Map<Integer, Fact>> rows = rows(joint.slots());
    List<Balance> found = new ArrayList<>();
    for (Map<Integer, Fact> row : rows) {
      balance(joint, row).ifPresent(found::add);
    }
    boolean all = rows.size() <= MOST_ROWS && found.size() == rows.size();
    if (all && Affine.isLinear(joint.compare())) {
      balances.addAll(found);
    } else {
      ExprWalk.fields(joint.compare()).forEach(field -> uses.value(joint.slots(), field));
    }
  }

  /** The facts that may stand in the slots together; no more than one above the most. */
  private List<Map<Integer, Fact>> rows(Map<Integer, Uses.Meant> slots) {
    List<Map<Integer, Fact>> rows = List.of(Map.of());
    for (Map.Entry<Integer, Uses.Meant> slot : slots.entrySet()) {
      List<Map<Integer, Fact>> longer = new ArrayList<>();
      for (Map<Integer, Fact> row : rows) {
        for (Fact fact : facts) {
          if (slot.getValue().isMeant(fact) && longer.size() <= MOST_ROWS) {
            Map<Integer, Fact> next = new HashMap<>(row);
            next.put(slot.getKey(), fact);
            longer.add(next);
          }
        }
      }
      rows = longer;
    }
    return rows;
  }

  private Optional<Balance> balance(Uses.Joint joint, Map<Integer, Fact> row) {
    Map<PointId, Double> now = new LinkedHashMap<>();
    Map<Expr.NumberField, Double> fixed = new HashMap<>();
    Map<Expr.NumberField, PointId> shown = new HashMap<>();
    for (Expr.Field any : ExprWalk.fields(joint.compare()).toList()) {
      Fact fact = row.get(any.slot());
      if (!(any instanceof Expr.NumberField field) || fact == null) {
        return Optional.empty();
      }
      double number = field.field().number(fact);
      Set<PointId> sources = fact.sources(field.field());
      if (sources.isEmpty() && isFixed(fact)) {
        fixed.put(field, number);
      } else if (sources.size() == 1 && shows(sources.iterator().next(), number)) {
        PointId point = sources.iterator().next();
        shown.put(field, point);
        now.put(point, number);
      } else {
        return Optional.empty();
      }
    }
    Affine.Values at = field -> value(field, fixed, shown, now);
    return linear(joint, at, now);
  }

  private static double value(
      Expr.NumberField field,
      Map<Expr.NumberField, Double> fixed,
      Map<Expr.NumberField, PointId> shown,
      Map<PointId, Double> now) {
    Double known = fixed.get(field);
    PointId point = shown.get(field);
    return known != null ? known : point == null ? Double.NaN : now.getOrDefault(point, 0.0);
  }

  private static Optional<Balance> linear(
      Uses.Joint joint, Affine.Values at, Map<PointId, Double> now) {
    List<PointId> points = List.copyOf(now.keySet());
    Map<PointId, Double> was = Map.copyOf(now);
    points.forEach(point -> now.put(point, 0.0));
    double constant = joint.affine().difference(joint.compare(), at);
    List<Double> weights = new ArrayList<>();
    double sum = constant;
    for (PointId point : points) {
      now.put(point, 1.0);
      double weight = joint.affine().difference(joint.compare(), at) - constant;
      now.put(point, 0.0);
      weights.add(weight);
      sum += weight * Objects.requireNonNull(was.get(point));
    }
    now.putAll(was);
    double really = joint.affine().difference(joint.compare(), at);
    boolean linear = Math.abs(really - sum) <= LINEAR * Math.max(1, Math.abs(really));
    return linear ? Optional.of(new Balance(points, weights, constant)) : Optional.empty();
  }

  /** Facts that a new hour, or nothing, changes. */
  private static boolean isFixed(Fact fact) {
    return fact instanceof DeviceFact || fact instanceof Price;
  }

  /** Times that depend on the device, such as its turn, are found for each. */
  private void add(String prefix, Uses.Lasting lasting) {
    List<Expr.NumberField> others =
        ExprWalk.fields(lasting.compare())
            .filter(field -> !Uses.isLasting(field))
            .map(Expr.NumberField.class::cast)
            .toList();
    boolean several = others.stream().map(Expr.NumberField::slot).distinct().count() > 1;
    if (several || lasting.conditions().isEmpty()) {
      restless = true;
      return;
    }
    @Nullable FactType type = others.isEmpty() ? null : others.getFirst().type();
    List<Fact> of =
        type == null
            ? facts.subList(0, Math.min(1, facts.size()))
            : facts.stream().filter(fact -> fact.getClass() == type.type()).toList();
    for (Fact fact : of) {
      lasting
          .affine()
          .level(
              lasting.compare(),
              field -> Uses.isLasting(field) ? Double.NaN : field.field().number(fact))
          .ifPresentOrElse(
              level -> lasts(prefix, lasting.conditions(), level), () -> restless = true);
    }
  }

  private void lasts(String prefix, Set<String> conditions, double seconds) {
    for (String condition : conditions) {
      held.computeIfAbsent(prefix + condition, _ -> new TreeSet<>()).add(seconds);
    }
  }
}
