package org.wattward.rules.packages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.wattward.devices.yaml.Problem;
import org.wattward.rules.read.RuleProblem;
import org.wattward.rules.tree.Clause;
import org.wattward.rules.tree.ConclusionTree;
import org.wattward.rules.tree.Expr;
import org.wattward.rules.tree.ExprWalk;
import org.wattward.rules.tree.Pattern;
import org.wattward.rules.tree.Place;
import org.wattward.rules.tree.Rule;
import org.wattward.rules.tree.RuleFile;

/** Checks that concern a package as a whole: its rules against each other and its manifest. */
final class PackageChecks {
  private final String folder;
  private final Manifest manifest;
  private final List<RuleFile> files;
  private final List<RuleProblem> problems = new ArrayList<>();

  PackageChecks(String folder, Manifest manifest, List<RuleFile> files) {
    this.folder = folder;
    this.manifest = manifest;
    this.files = files;
  }

  List<RuleProblem> problems() {
    checkName();
    checkRuleNames();
    checkParameters();
    checkFacts();
    checkConditions();
    return problems;
  }

  private void checkName() {
    if (!manifest.name().equals(folder)) {
      whole(
          "The package is called %s and its folder %s.".formatted(manifest.name(), folder),
          "Give both one name.");
    }
  }

  private void checkRuleNames() {
    Map<String, String> fileOf = new HashMap<>();
    for (RuleFile file : files) {
      for (Rule rule : file.rules()) {
        String other = fileOf.putIfAbsent(rule.name(), file.name());
        if (other != null) {
          at(
              file,
              rule.place(),
              "The rule \"%s\" stands in %s already.".formatted(rule.name(), other),
              "Give each rule a sentence of its own.");
        }
      }
    }
  }

  private void checkParameters() {
    Set<String> used = new HashSet<>();
    for (RuleFile file : files) {
      Set<String> here = new HashSet<>();
      file.rules().stream()
          .flatMap(PackageChecks::exprs)
          .flatMap(ExprWalk::all)
          .forEach(expr -> {
            if (expr instanceof Expr.Parameter parameter) {
              here.add(parameter.name());
            }
          });
      used.addAll(here);
      for (String declared : file.parameters()) {
        if (!here.contains(declared)) {
          problems.add(
              PackageReader.whole(
                  file.name(),
                  "The parameter %s is declared and not used.".formatted(declared),
                  "Remove the line global Double %s.".formatted(declared)));
        }
      }
    }
    for (ParameterDeclaration parameter : manifest.parameters()) {
      if (!used.contains(parameter.name())) {
        whole(
            "No rule uses the parameter %s.".formatted(parameter.name()), "Remove it, or use it.");
      }
    }
  }

  private void checkFacts() {
    Set<String> used = new HashSet<>();
    for (RuleFile file : files) {
      for (Rule rule : file.rules()) {
        for (Clause clause : rule.clauses()) {
          Pattern pattern = pattern(clause);
          used.add(pattern.type().name());
          if (!manifest.facts().contains(pattern.type().name())) {
            at(
                file,
                pattern.place(),
                "The package does not say that it needs the fact %s."
                    .formatted(pattern.type().name()),
                "Add it to facts in package.yaml.");
          }
        }
      }
    }
    for (String fact : manifest.facts()) {
      if (!used.contains(fact)) {
        whole("No rule uses the fact %s.".formatted(fact), "Remove it from facts.");
      }
    }
  }

  /** A rule can wait only for conditions that a rule of the same package states. */
  private void checkConditions() {
    Set<String> stated = new HashSet<>();
    for (RuleFile file : files) {
      for (Rule rule : file.rules()) {
        for (ConclusionTree conclusion : rule.conclusions()) {
          if (conclusion.type() == ConclusionTree.Type.CONDITION
              && conclusion.texts().getFirst() instanceof Expr.Text name) {
            stated.add(name.value());
          }
        }
      }
    }
    for (RuleFile file : files) {
      file.rules().stream()
          .flatMap(PackageChecks::exprs)
          .flatMap(ExprWalk::all)
          .forEach(expr -> {
            if (expr instanceof Expr.CompareTexts compare
                && compare.left() instanceof Expr.TextField field
                && field.field().name().equals("condition")
                && compare.right() instanceof Expr.Text name
                && !stated.contains(name.value())) {
              at(
                  file,
                  name.place(),
                  "No rule of the package states the condition \"%s\".".formatted(name.value()),
                  "State it: insertLogical(new Condition(\"%s\", …));".formatted(name.value()));
            }
          });
    }
  }

  private static Pattern pattern(Clause clause) {
    return switch (clause) {
      case Clause.Match(Pattern pattern) -> pattern;
      case Clause.Not(Pattern pattern) -> pattern;
      case Clause.Exists(Pattern pattern) -> pattern;
      case Clause.Accumulate accumulate -> accumulate.pattern();
    };
  }

  /** All expressions of a rule. */
  private static Stream<Expr> exprs(Rule rule) {
    Stream<Expr> conditions =
        rule.clauses().stream()
            .flatMap(clause ->
                Stream.concat(
                    pattern(clause).constraints().stream(),
                    clause instanceof Clause.Accumulate accumulate
                        ? accumulate.having().stream()
                        : Stream.empty()));
    Stream<Expr> conclusions =
        rule.conclusions().stream()
            .flatMap(conclusion ->
                Stream.of(conclusion.texts(), conclusion.numbers(), conclusion.values())
                    .flatMap(List::stream));
    return Stream.concat(conditions, conclusions);
  }

  private void whole(String message, String advice) {
    problems.add(PackageReader.whole(folder + "/package.yaml", message, advice));
  }

  private void at(RuleFile file, Place place, String message, String advice) {
    problems.add(
        new RuleProblem(
            new Problem(file.name(), place.line(), place.column(), "", message, advice),
            "",
            place.length()));
  }
}
