package org.wattward.rules.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wattward.devices.quantity.Unit;
import org.wattward.rules.oracle.DroolsOracle;
import org.wattward.rules.packages.PackageFolder;
import org.wattward.rules.packages.PackageLoader;

/**
 * Whatever text comes: the reader accepts or refuses it with sentences, soon, and accepts nothing
 * that Drools' own compiler rejects.
 */
class RuleMutantsTest {
  private static final long SEED = Long.getLong("wattward.fuzz.seed", 20261121L);
  private static final int MUTANTS = Integer.getInteger("wattward.fuzz.mutants", 3000);
  private static final int MOST_COMPILED = Integer.getInteger("wattward.fuzz.compiled", 40);
  private static final String PIECES =
      "(),;:!&|<>=+-*/.$\"'@#{}[]%\\\n\t 0123456789aZé€\u0000\u202e\ud83d";
  private static final RuleContext CONTEXT =
      new RuleContext(Map.of("level", Unit.W), Optional.empty());

  private static ReadOutcome read(String text) {
    ReadOutcome outcome = CpuTime.soon(() -> RuleReader.read("fuzz.drl", text, CONTEXT), text);
    if (outcome instanceof ReadOutcome.Refused(List<RuleProblem> problems)) {
      assertThat(problems).as(text).isNotEmpty();
      problems.forEach(problem -> assertThat(problem.shown()).contains("fuzz.drl:"));
    }
    return outcome;
  }

  private static List<String> seeds() {
    List<String> seeds = new ArrayList<>();
    for (PackageFolder folder : PackageLoader.ownFolders()) {
      folder.files().keySet().stream()
          .filter(path -> path.endsWith(".drl"))
          .map(folder::text)
          .forEach(seeds::add);
    }
    return seeds;
  }

  /** One rule of a file with the file's head, so that a mutation is likely to matter. */
  private static String small(String file, Random random) {
    int first = file.indexOf("\nrule ");
    List<String> rules = List.of(file.substring(first).split("(?=\nrule )"));
    String head = file.substring(0, first).replaceAll("global Double [A-Za-z]+\n", "");
    String rule = rules.get(random.nextInt(rules.size()));
    return head.strip()
        + "\nglobal Double level\n"
        + rule.replaceAll(
            "\\b(?!level)[a-z][A-Za-z]*(Share|Limit|Time|Least|Reserve|Temp|Light|Wanted|From|Until)\\b(?!\\s*[:,)])",
            "level");
  }

  private static String mutated(String text, List<String> seeds, Random random) {
    StringBuilder mutant = new StringBuilder(text);
    for (int change = random.nextInt(3); change >= 0 && mutant.length() > 2; change--) {
      int at = random.nextInt(mutant.length());
      int span = Math.min(mutant.length() - at, 1 + random.nextInt(12));
      switch (random.nextInt(5)) {
        case 0 -> mutant.delete(at, at + span);
        case 1 -> mutant.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
        case 2 -> mutant.insert(at, mutant.substring(at, at + span));
        case 3 -> mutant.insert(at, mutant.substring(at, at + span).repeat(random.nextInt(200)));
        default -> {
          String other = seeds.get(random.nextInt(seeds.size()));
          int from = random.nextInt(other.length() - 20);
          mutant.replace(at, at + span, other.substring(from, from + random.nextInt(20)));
        }
      }
    }
    return mutant.toString();
  }

  @Test
  void mutantsOfOurOwnRulesAreReadSoonAndDroolsTakesWhateverWeTake() {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    List<String> seeds = seeds();
    seeds.forEach(RuleMutantsTest::read);
    List<String> accepted = new ArrayList<>();
    for (int i = 0; i < MUTANTS; i++) {
      String text = mutated(small(seeds.get(random.nextInt(seeds.size())), random), seeds, random);
      if (read(text) instanceof ReadOutcome.Accepted) {
        accepted.add(text);
      }
    }
    System.out.printf("%d of %d mutants accepted%n", accepted.size(), MUTANTS);
    assertThat(accepted.size()).as("accepted mutants").isGreaterThan(MUTANTS / 300);
    List<String> chosen = accepted.subList(0, Math.min(MOST_COMPILED, accepted.size()));
    for (int i = 0; i < chosen.size(); i++) {
      DroolsOracle.of("mutant" + i, List.of(chosen.get(i))).close();
    }
  }
}
