package org.wattward.rules.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.DeviceKind;
import org.wattward.devices.template.PointTemplate;
import org.wattward.rules.facts.FactField;
import org.wattward.rules.read.grammar.RuleLanguageParser.ConsequenceContext;
import org.wattward.rules.tree.ConclusionTree;
import org.wattward.rules.tree.Expr;
import org.wattward.rules.tree.ExprWalk;
import org.wattward.rules.tree.Place;

/** Builds what a rule concludes, and checks that the point it names exists and takes the unit. */
final class ConclusionBuilder {
  private final SourceText source;
  private final Header header;
  private final ExprBuilder exprs;
  private final RuleContext context;

  ConclusionBuilder(SourceText source, Header header, Scope scope, RuleContext context) {
    this.source = source;
    this.header = header;
    this.exprs = new ExprBuilder(source, header, scope, Optional.empty());
    this.context = context;
  }

  Optional<ConclusionTree> build(ConsequenceContext tree) {
    Place place = Tokens.place(tree);
    Optional<ConclusionTree.Type> type = type(tree);
    List<Expr> arguments = new ArrayList<>();
    tree.sum().forEach(sum -> exprs.values().build(sum).ifPresent(arguments::add));
    boolean complete = arguments.size() == tree.sum().size();
    arguments.stream().flatMap(ExprWalk::all).forEach(this::refuseDotted);
    return type.isPresent() && complete
        ? conclusion(type.get(), arguments, place)
        : Optional.empty();
  }

  /** A conclusion is Java to other DRL engines, where a fact's field cannot be reached by name. */
  private void refuseDotted(Expr expr) {
    if (expr instanceof Expr.Field field && field.place().text().contains(".")) {
      String name = field.field().name();
      source.add(
          field.place(),
          "%s is not known in a conclusion.".formatted(field.place().text()),
          "Bind the field in its pattern, %s($%s : %s), and write $%s."
              .formatted(field.type().name(), name, name, name));
    }
  }

  private Optional<ConclusionTree.Type> type(ConsequenceContext tree) {
    String name = tree.type.getText();
    List<String> names =
        Stream.of(ConclusionTree.Type.values()).map(ConclusionTree.Type::key).toList();
    Optional<ConclusionTree.Type> type =
        Stream.of(ConclusionTree.Type.values())
            .filter(candidate -> candidate.key().equals(name))
            .findFirst();
    if (type.isEmpty()) {
      source.add(
          Tokens.place(tree.type),
          "%s cannot be concluded.".formatted(name),
          Nearest.advice(name, names));
    } else if (!header.imports().contains(name)) {
      source.add(
          Tokens.place(tree.type),
          "%s is not imported.".formatted(name),
          "Add above the rules: import %s".formatted(type.get().className()));
    }
    return type;
  }

  private Optional<ConclusionTree> conclusion(
      ConclusionTree.Type type, List<Expr> arguments, Place place) {
    int fixed = type.texts() + type.numbers() + (type.hasReason() ? 1 : 0);
    boolean tooMany = !type.hasReason() && arguments.size() > fixed;
    if (arguments.size() < fixed || tooMany) {
      source.add(
          place,
          "%s takes %d values; %d are given.".formatted(type.key(), fixed, arguments.size()),
          "Write %s.".formatted(type.form()));
      return Optional.empty();
    }
    List<Expr> texts = arguments.subList(0, type.texts());
    List<Expr> numbers = arguments.subList(type.texts(), type.texts() + type.numbers());
    boolean right = areOf(texts, Expr.Form.TEXT, type) && areOf(numbers, Expr.Form.NUMBER, type);
    Optional<String> reason =
        type.hasReason() ? reason(arguments.get(fixed - 1), type) : Optional.of("");
    List<Expr> values = arguments.subList(fixed, arguments.size());
    right &= valuesFit(reason, values, place);
    if (right && type.isWish()) {
      checkPoint(texts, numbers);
    }
    return right
        ? Optional.of(new ConclusionTree(type, texts, numbers, reason.orElse(""), values, place))
        : Optional.empty();
  }

  private boolean areOf(List<Expr> arguments, Expr.Form form, ConclusionTree.Type type) {
    for (Expr argument : arguments) {
      if (argument.form() != form) {
        source.add(
            argument.place(),
            "%s is %s; %s is needed here."
                .formatted(argument.place().text(), argument.form().title(), form.title()),
            "Write %s.".formatted(type.form()));
        return false;
      }
    }
    return true;
  }

  private Optional<String> reason(Expr argument, ConclusionTree.Type type) {
    if (argument instanceof Expr.Text text && !text.value().isBlank()) {
      return Optional.of(text.value());
    }
    source.add(
        argument.place(),
        "The reason must be a sentence in quotes.",
        "Write %s; {} in the sentence stands for a value.".formatted(type.form()));
    return Optional.empty();
  }

  private boolean valuesFit(Optional<String> reason, List<Expr> values, Place place) {
    int braces = reason.map(text -> text.split("\\{\\}", -1).length - 1).orElse(values.size());
    for (Expr value : values) {
      if (value.form() == Expr.Form.SWITCH) {
        source.add(value.place(), "Yes or no cannot be shown.", "Show a number or a text.");
        return false;
      }
    }
    if (braces != values.size()) {
      source.add(
          place,
          "The sentence has %d {} and %d values.".formatted(braces, values.size()),
          "Give one value for each {}.");
    }
    return braces == values.size() && reason.isPresent();
  }

  private void checkPoint(List<Expr> texts, List<Expr> numbers) {
    Expr.OfNumber seconds = (Expr.OfNumber) numbers.getLast();
    if (!seconds.quantity().fits(Unit.SECOND)) {
      source.add(
          seconds.place(),
          "The time is in %s.".formatted(seconds.quantity().shown()),
          "Give seconds.");
    }
    if (seconds instanceof Expr.Literal literal && literal.value() <= 0) {
      source.add(seconds.place(), "The wish would never live.", "Give seconds above 0.");
    }
    if (!(texts.getLast() instanceof Expr.Text point)) {
      source.add(
          texts.getLast().place(), "The point must be named in quotes.", "Write \"powerLimit\".");
      return;
    }
    Optional<Unit> unit =
        texts.getFirst() instanceof Expr.Text device
            ? unitBySite(device, point)
            : unitByKind(texts.getFirst(), point);
    unit.ifPresent(needed -> checkUnits(numbers.subList(0, numbers.size() - 1), needed, point));
  }

  private void checkUnits(List<Expr> numbers, Unit needed, Expr.Text point) {
    for (Expr number : numbers) {
      if (number instanceof Expr.OfNumber value && !value.quantity().fits(needed)) {
        source.add(
            number.place(),
            "%s is in %s, and %s takes %s (%s)."
                .formatted(
                    number.place().text(),
                    value.quantity().shown(),
                    point.value(),
                    needed.symbol(),
                    needed.dimension().title()),
            "Give the value in %s.".formatted(needed.symbol()));
      }
    }
  }

  /** The unit of a point of the device that a fact is about. */
  private Optional<Unit> unitByKind(Expr device, Expr.Text point) {
    if (!(device instanceof Expr.TextField field)
        || !field.field().name().equals("device")
        || field.type().kind().isEmpty()) {
      source.add(
          device.place(),
          "%s does not name a device.".formatted(device.place().text()),
          "Bind the device of a fact: HeatPump($device : device, …).");
      return Optional.empty();
    }
    DeviceKind kind = field.type().kind().get();
    if (field.type().offering(point.value()).isEmpty()) {
      source.add(
          point.place(),
          "A %s has no point %s that can be written.".formatted(kind.key(), point.value()),
          Nearest.advice(
              point.value(),
              field.type().fields().values().stream()
                  .map(FactField::offers)
                  .filter(offered -> !offered.isEmpty())
                  .toList()));
      return Optional.empty();
    }
    return Optional.ofNullable(kind.standardPoints().get(point.value()));
  }

  /** The unit of a point of a device that the rule names; known when a site is given. */
  private Optional<Unit> unitBySite(Expr.Text device, Expr.Text point) {
    if (context.site().isEmpty()) {
      return Optional.empty();
    }
    var site = context.site().get();
    var found = site.device(device.value());
    if (found.isEmpty()) {
      source.add(
          device.place(),
          "The site has no device %s.".formatted(device.value()),
          Nearest.advice(device.value(), site.devices().stream().map(d -> d.id()).toList()));
      return Optional.empty();
    }
    Optional<PointTemplate> template =
        found.get().template().point(point.value()).filter(PointTemplate::isWritable);
    if (template.isEmpty()) {
      source.add(
          point.place(),
          "%s has no point %s that can be written.".formatted(device.value(), point.value()),
          Nearest.advice(
              point.value(),
              found.get().points().stream()
                  .filter(PointTemplate::isWritable)
                  .map(PointTemplate::name)
                  .toList()));
    }
    return template.map(PointTemplate::unit);
  }
}
