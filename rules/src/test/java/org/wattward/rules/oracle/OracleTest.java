package org.wattward.rules.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.time.Time;
import org.wattward.rules.engine.RuleEngine;
import org.wattward.rules.facts.Fact;
import org.wattward.rules.packages.PackageFolder;
import org.wattward.rules.packages.PackageLoader;
import org.wattward.rules.packages.PackageOutcome;
import org.wattward.rules.packages.PackageReader;
import org.wattward.rules.packages.RulePackage;
import org.wattward.rules.read.ReadOutcome;
import org.wattward.rules.read.RuleContext;
import org.wattward.rules.read.RuleProblem;
import org.wattward.rules.read.RuleReader;
import org.wattward.rules.tree.ConclusionTree;
import org.wattward.rules.tree.Expr;
import org.wattward.rules.tree.Rule;

/** What our engine concludes, Drools' own compiler concludes from the same text. */
class OracleTest {
  private static final long SEED = Long.getLong("wattward.seed", 20260101L);
  private static final int FILES = 1000;
  private static final int FILES_AT_ONCE = 125;
  private static final int ROUNDS = 12;
  private static final int LEAST_ROUNDS = 200;
  private static final int MOST_ROUNDS = 5000;
  private static final int LEAST_CONCLUSIONS = 150;
  private static final RuleContext CONTEXT =
      new RuleContext(Map.of("level", Unit.PERCENT), Optional.empty());

  static Stream<PackageFolder> folders() {
    return PackageLoader.ownFolders().stream();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void everyRuleFileOfTheProgramMeansWhatItMeansToDrools(PackageFolder folder) {
    System.out.println("seed " + SEED);
    RulePackage own = accepted(folder);
    List<String> texts =
        folder.files().keySet().stream()
            .filter(path -> path.endsWith(".drl"))
            .map(folder::text)
            .toList();
    Map<String, Double> parameters = usedParameters(own);
    RuleEngine engine =
        new RuleEngine(own.rules(), own.values(Map.of()), RuleEngine.Limits.USUAL, Time.system());
    int concluded = 0;
    try (DroolsOracle oracle = DroolsOracle.of(folder.name(), texts)) {
      for (int round = 0; round < LEAST_ROUNDS || concluded < LEAST_CONCLUSIONS; round++) {
        assertThat(round).as("rounds until rules conclude enough").isLessThan(MOST_ROUNDS);
        List<Fact> facts = new RandomFacts(SEED + round, numbers(own), conditions(own)).facts();
        Set<String> ours = conclusions(engine, facts);
        assertThat(ours)
            .as("seed %d, facts %s", SEED + round, facts)
            .isEqualTo(oracle.conclude(facts, parameters));
        concluded += ours.size();
      }
    }
  }

  @Test
  void aThousandRandomRuleFilesMeanWhatTheyMeanToDrools() {
    System.out.println("seed " + SEED);
    int concluded = 0;
    int rules = 0;
    int files = 0;
    for (int batch = 0; files < FILES; batch++) {
      List<String> texts = new ArrayList<>();
      List<Rule> trees = new ArrayList<>();
      for (int i = 0; i < FILES_AT_ONCE; i++) {
        // A random file may contradict itself, which the reader tells; then the next seed's turn.
        for (long seed = SEED + files * 1000L, end = seed + 1000; seed < end; seed++) {
          String text = new RandomRules(seed, "f" + files).file();
          if (RuleReader.read("f" + files, text, CONTEXT)
              instanceof ReadOutcome.Accepted(var file)) {
            texts.add(text);
            trees.addAll(file.rules());
            break;
          }
        }
        files++;
      }
      assertThat(texts).hasSize(FILES_AT_ONCE);
      rules += trees.size();
      concluded += compare("batch" + batch, texts, trees);
    }
    System.out.printf("%d files, %d rules, %d conclusions%n", files, rules, concluded);
    assertThat(concluded).isGreaterThan(rules);
  }

  private static int compare(String id, List<String> texts, List<Rule> trees) {
    Map<String, Double> parameters = Map.of("level", 20.0);
    RuleEngine engine = new RuleEngine(trees, parameters, RuleEngine.Limits.USUAL, Time.system());
    int concluded = 0;
    try (DroolsOracle oracle = DroolsOracle.of(id, texts)) {
      for (int round = 0; round < ROUNDS; round++) {
        List<Fact> facts = new RandomFacts(SEED + 7L * round).facts();
        Set<String> ours = conclusions(engine, facts);
        Set<String> theirs = oracle.conclude(facts, parameters);
        Set<String> onlyOurs = new TreeSet<>(ours);
        onlyOurs.removeAll(theirs);
        Set<String> onlyTheirs = new TreeSet<>(theirs);
        onlyTheirs.removeAll(ours);
        assertThat(onlyOurs).as("only we conclude, %s round %d", id, round).isEmpty();
        assertThat(onlyTheirs).as("only Drools concludes, %s round %d", id, round).isEmpty();
        concluded += ours.size();
      }
    }
    return concluded;
  }

  private static Set<String> conclusions(RuleEngine engine, List<Fact> facts) {
    Set<String> conclusions = new TreeSet<>();
    engine
        .run(facts)
        .conclusions()
        .forEach(concluded -> conclusions.add(concluded.conclusion().toString()));
    return conclusions;
  }

  /** Numbers around the parameters, so that comparisons with them are met from both sides. */
  private static List<Double> numbers(RulePackage own) {
    return own.parameters().stream()
        .flatMap(parameter ->
            DoubleStream.of(-1.2, 0.9, 1, 1.2)
                .mapToObj(factor -> factor * parameter.defaultValue()))
        .toList();
  }

  private static List<String> conditions(RulePackage own) {
    return own.rules().stream()
        .flatMap(rule -> rule.conclusions().stream())
        .filter(conclusion -> conclusion.type() == ConclusionTree.Type.CONDITION)
        .map(conclusion -> ((Expr.Text) conclusion.texts().getFirst()).value())
        .distinct()
        .toList();
  }

  /** Drools refuses to be given a global that no file declares. */
  private static Map<String, Double> usedParameters(RulePackage own) {
    Map<String, Double> used = new LinkedHashMap<>(own.values(Map.of()));
    used.keySet()
        .removeIf(name -> own.files().stream().noneMatch(file -> file.parameters().contains(name)));
    return used;
  }

  private static RulePackage accepted(PackageFolder folder) {
    return switch (PackageReader.read(folder, Optional.empty())) {
      case PackageOutcome.Accepted(RulePackage own) -> own;
      case PackageOutcome.Refused refused ->
          throw new AssertionError(refused.problems().stream().map(RuleProblem::shown).toList());
    };
  }
}
