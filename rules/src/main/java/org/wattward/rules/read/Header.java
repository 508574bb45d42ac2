package org.wattward.rules.read;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.antlr.v4.runtime.tree.ParseTree;
import org.wattward.devices.quantity.Unit;
import org.wattward.rules.facts.FactSchema;
import org.wattward.rules.facts.FactType;
import org.wattward.rules.read.grammar.RuleLanguageParser.GlobalLineContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.HeaderContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.ImportLineContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.PackageLineContext;
import org.wattward.rules.tree.ConclusionTree;

/**
 * What the lines above the first rule say.
 *
 * @param imports the simple names that may be used
 * @param parameters the parameters with their units
 */
record Header(Set<String> imports, Map<String, Unit> parameters) {
  static final Header NONE = new Header(Set.of(), Map.of());

  /** Words that Java or DRL keeps for itself; a package cannot be called so. */
  private static final Set<String> RESERVED =
      Set.of(
          ("abstract assert boolean break byte case catch char class const continue default do"
               + " double else enum extends final finally float for goto if implements import"
               + " instanceof int interface long native new package private protected public return"
               + " short static strictfp super switch synchronized this throw throws transient try"
               + " void volatile while true false null rule when then end not exists accumulate in"
               + " global query declare function from eval and or")
              .split(" "));

  static Header of(HeaderContext tree, SourceText source, RuleContext context) {
    Set<String> imports = new HashSet<>();
    Map<String, Unit> parameters = new TreeMap<>();
    for (ParseTree line : tree.children) {
      switch (line) {
        case PackageLineContext named -> checkPackage(named, source);
        case ImportLineContext imported -> importable(imported, source).ifPresent(imports::add);
        case GlobalLineContext global ->
            addParameter(global, parameters, source, context.parameters());
        default -> {}
      }
    }
    return new Header(imports, parameters);
  }

  private static void checkPackage(PackageLineContext line, SourceText source) {
    for (var part : line.qualifiedName().NAME()) {
      if (RESERVED.contains(part.getText()) || !part.getText().matches("[a-z][a-z0-9]*")) {
        source.add(
            Tokens.place(part.getSymbol()),
            "A package cannot be called %s.".formatted(part.getText()),
            "Use lower-case letters and digits, for example wattward.streetlighting.");
      }
    }
  }

  private static Optional<String> importable(ImportLineContext line, SourceText source) {
    String name = line.qualifiedName().getText();
    Map<String, String> known = importable();
    if (known.containsKey(name)) {
      return Optional.of(known.get(name));
    }
    source.add(
        Tokens.place(line.qualifiedName()),
        "%s cannot be imported.".formatted(name),
        "Only facts and conclusions can. " + Nearest.advice(name, near(known.keySet())));
    return Optional.empty();
  }

  private static Collection<String> near(Collection<String> names) {
    return List.copyOf(names);
  }

  /** What can be imported: full name to simple name. */
  private static Map<String, String> importable() {
    Map<String, String> names = new HashMap<>();
    for (FactType type : FactSchema.types()) {
      names.put(type.type().getName(), type.name());
    }
    for (ConclusionTree.Type type : ConclusionTree.Type.values()) {
      names.put(type.className(), type.key());
    }
    return names;
  }

  private static void addParameter(
      GlobalLineContext line,
      Map<String, Unit> parameters,
      SourceText source,
      Map<String, Unit> declared) {
    String name = line.name.getText();
    Optional<Unit> unit = Optional.ofNullable(declared.get(name));
    if (!line.type.getText().equals("Double")) {
      source.add(
          Tokens.place(line.type),
          "A parameter cannot be a %s.".formatted(line.type.getText()),
          "Write: global Double %s".formatted(name));
    } else if (unit.isEmpty()) {
      source.add(
          Tokens.place(line.name),
          "The package has no parameter %s.".formatted(name),
          "Declare it in package.yaml with unit, range and default. "
              + Nearest.advice(name, declared.keySet()));
    } else {
      parameters.put(name, unit.get());
    }
  }
}
