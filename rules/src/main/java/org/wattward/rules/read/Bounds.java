package org.wattward.rules.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wattward.rules.tree.Clause;
import org.wattward.rules.tree.Expr;
import org.wattward.rules.tree.Expr.Comparator;
import org.wattward.rules.tree.Pattern;
import org.wattward.rules.tree.Place;
import org.wattward.rules.tree.Rule;

/** Finds rules that can never fire because their conditions contradict each other. */
final class Bounds {
  private final SourceText source;

  Bounds(SourceText source) {
    this.source = source;
  }

  void check(Rule rule) {
    Known known = new Known();
    for (Clause clause : rule.clauses()) {
      switch (clause) {
        case Clause.Match(Pattern pattern) -> pattern.constraints().forEach(e -> add(e, known));
        case Clause.Not(Pattern pattern) -> inside(pattern, known);
        case Clause.Exists(Pattern pattern) -> inside(pattern, known);
        case Clause.Accumulate accumulate -> inside(accumulate.pattern(), known);
      }
    }
  }

  private void inside(Pattern pattern, Known known) {
    Known copy = known.copy();
    pattern.constraints().forEach(constraint -> add(constraint, copy));
  }

  private void add(Expr expr, Known known) {
    known
        .contradiction(expr)
        .ifPresent(earlier ->
            source.add(
                expr.place(),
                earlier.equals(expr.place())
                    ? "%s can never hold.".formatted(expr.place().text())
                    : "%s can never hold together with %s on line %d."
                        .formatted(expr.place().text(), earlier.text(), earlier.line()),
                "Change one of them; the rule could never fire."));
  }

  /** A field of the fact in a slot. */
  private record Subject(int slot, String field) {}

  /** The numbers that a field may still have. */
  private record Range(double min, boolean minIn, double max, boolean maxIn, Place place) {
    boolean isEmpty() {
      return min > max || (min == max && !(minIn && maxIn));
    }

    Range with(Comparator comparator, double value, Place at) {
      return switch (comparator) {
        case EQUAL -> atLeast(value, true, at).atMost(value, true, at);
        case UNEQUAL -> this;
        case LESS -> atMost(value, false, at);
        case LESS_EQUAL -> atMost(value, true, at);
        case GREATER -> atLeast(value, false, at);
        case GREATER_EQUAL -> atLeast(value, true, at);
      };
    }

    private Range atLeast(double value, boolean in, Place at) {
      boolean tighter = value > min || (value == min && !in);
      return tighter ? new Range(value, in, max, maxIn, at) : this;
    }

    private Range atMost(double value, boolean in, Place at) {
      boolean tighter = value < max || (value == max && !in);
      return tighter ? new Range(min, minIn, value, in, at) : this;
    }
  }

  /** What the conditions so far leave open. */
  private static final class Known {
    private final Map<Subject, Range> ranges = new HashMap<>();
    private final Map<Subject, Expr.CompareTexts> texts = new HashMap<>();
    private final Map<Subject, Boolean> switches = new HashMap<>();

    Known copy() {
      Known copy = new Known();
      copy.ranges.putAll(ranges);
      copy.texts.putAll(texts);
      copy.switches.putAll(switches);
      return copy;
    }

    /** Takes the condition in; tells with what it cannot hold together, if so. */
    Optional<Place> contradiction(Expr expr) {
      return switch (expr) {
        case Expr.All all -> all(all.of());
        case Expr.Any any -> any(any);
        case Expr.CompareNumbers compare -> numbers(compare);
        case Expr.CompareTexts compare -> texts(compare);
        case Expr.SwitchField field -> isSwitched(field, true, field.place());
        case Expr.Opposite(Expr.SwitchField field, Place place) -> isSwitched(field, false, place);
        case Expr.CompareSwitches(
                boolean equal,
                Expr.SwitchField field,
                Expr.Truth truth,
                Place place) ->
            isSwitched(field, equal == truth.value(), place);
        default -> Optional.empty();
      };
    }

    private Optional<Place> all(List<Expr.OfSwitch> parts) {
      for (Expr part : parts) {
        Optional<Place> found = contradiction(part);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }

    /** One of several contradicts only if each of them does. */
    private Optional<Place> any(Expr.Any any) {
      List<Place> found = new ArrayList<>();
      for (Expr part : any.of()) {
        copy().contradiction(part).ifPresent(found::add);
      }
      return found.size() == any.of().size() ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private Optional<Place> numbers(Expr.CompareNumbers compare) {
      Optional<Double> right = constant(compare.right());
      Optional<Double> left = constant(compare.left());
      if (compare.left() instanceof Expr.NumberField field && right.isPresent()) {
        return narrow(field, compare.comparator(), right.get(), compare.place());
      }
      if (compare.right() instanceof Expr.NumberField field && left.isPresent()) {
        return narrow(field, compare.comparator().swapped(), left.get(), compare.place());
      }
      return Optional.empty();
    }

    private Optional<Place> narrow(
        Expr.NumberField field, Comparator comparator, double value, Place place) {
      Subject subject = new Subject(field.slot(), field.field().name());
      Range before =
          ranges.getOrDefault(
              subject,
              new Range(Double.NEGATIVE_INFINITY, true, Double.POSITIVE_INFINITY, true, place));
      Range after = before.with(comparator, value, place);
      ranges.put(subject, after);
      return after.isEmpty() ? Optional.of(before.place()) : Optional.empty();
    }

    private Optional<Place> texts(Expr.CompareTexts compare) {
      if (!(compare.left() instanceof Expr.TextField field)
          || !(compare.right() instanceof Expr.Text text)) {
        return Optional.empty();
      }
      Subject subject = new Subject(field.slot(), field.field().name());
      Expr.CompareTexts earlier = texts.putIfAbsent(subject, compare);
      if (earlier == null || !(earlier.right() instanceof Expr.Text other)) {
        return Optional.empty();
      }
      boolean same = text.value().equals(other.value());
      boolean clash =
          (compare.equal() && earlier.equal() && !same)
              || (compare.equal() != earlier.equal() && same);
      return clash ? Optional.of(earlier.place()) : Optional.empty();
    }

    private Optional<Place> isSwitched(Expr.SwitchField field, boolean on, Place place) {
      Boolean earlier = switches.putIfAbsent(new Subject(field.slot(), field.field().name()), on);
      return earlier != null && earlier != on ? Optional.of(place) : Optional.empty();
    }

    private static Optional<Double> constant(Expr.OfNumber number) {
      return switch (number) {
        case Expr.Literal literal -> Optional.of(literal.value());
        case Expr.Negated negated -> constant(negated.of()).map(value -> -value);
        case Expr.Arithmetic sum ->
            constant(sum.left())
                .flatMap(
                    left -> constant(sum.right()).map(right -> sum.operator().apply(left, right)));
        case Expr.NumberField _, Expr.Parameter _, Expr.Result _, Expr.Call _ -> Optional.empty();
      };
    }
  }
}
