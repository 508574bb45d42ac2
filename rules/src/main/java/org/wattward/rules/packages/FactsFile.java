package org.wattward.rules.packages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wattward.devices.yaml.InvalidFile;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlReader;
import org.wattward.rules.facts.Fact;
import org.wattward.rules.facts.FactFactory;

/**
 * Facts that a person wrote down to ask what rules make of them: facts by type as in a package's
 * tests, either alone or under {@code facts}, with {@code parameters} beside them.
 *
 * @param facts the facts
 * @param parameters values that differ from the default, by the parameter's name
 */
public record FactsFile(List<Fact> facts, Map<String, Double> parameters) {
  private static final List<String> KEYS = List.of("facts", "parameters");

  public FactsFile {
    facts = List.copyOf(facts);
    parameters = Map.copyOf(parameters);
  }

  /**
   * Reads facts.
   *
   * @param file the name to say in problems
   * @throws InvalidFile with everything that is wrong
   */
  public static FactsFile read(String file, String text) {
    Problems problems = new Problems();
    Optional<YamlNode> root = YamlReader.read(file, text, problems);
    List<Fact> facts = new ArrayList<>();
    Map<String, Double> parameters = new HashMap<>();
    ScenarioReader reader = new ScenarioReader(file, problems);
    YamlChecks checks = new YamlChecks(problems);
    root.ifPresent(node -> {
      boolean isWrapped =
          node instanceof YamlNode.Mapping mapping && mapping.get("facts").isPresent();
      if (isWrapped) {
        checks
            .mapping(node, KEYS)
            .ifPresent(mapping -> {
              mapping.get("facts").ifPresent(inner -> facts.addAll(made(reader.facts(inner))));
              mapping
                  .mapping("parameters")
                  .ifPresent(all ->
                      all.entries()
                          .forEach((name, entry) ->
                              checks
                                  .number(entry.value())
                                  .ifPresent(value -> parameters.put(name, value))));
            });
      } else {
        facts.addAll(made(reader.facts(node)));
      }
    });
    problems.throwIfAny();
    return new FactsFile(facts, parameters);
  }

  private static List<Fact> made(List<Scenario.Given> given) {
    return given.stream().map(one -> FactFactory.make(one.type(), one.values())).toList();
  }

  /** The parameter values of a package with these facts. */
  public Map<String, Double> values(RulePackage rulePackage) {
    Map<String, Double> changed = new HashMap<>();
    parameters.forEach((name, value) -> changed.put(rulePackage.name() + "/" + name, value));
    return rulePackage.values(changed);
  }
}
