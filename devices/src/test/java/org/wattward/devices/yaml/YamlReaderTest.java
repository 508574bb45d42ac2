package org.wattward.devices.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.yaml.YamlNode.Mapping;
import org.wattward.devices.yaml.YamlNode.Scalar;

class YamlReaderTest {
  private static final Position HERE = new Position("f", 1, 1);

  @Test
  void nodesKnowWhereTheyStandAndHowTheyAreReached() {
    Problems problems = new Problems();
    YamlNode root = YamlReader.read("f", "a:\n  - b: 1\n    c: [x, y]\n", problems).orElseThrow();
    Mapping item = ((Mapping) root).mappings("a").getFirst();
    YamlNode y = item.items("c").getLast();
    assertThat(y).isEqualTo(new Scalar(new Position("f", 3, 12), "a[0].c[1]", "y"));
    assertThat(problems.sorted()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "4.2 kW, W, 4200",
    "4.2kW, W, 4200",
    "60 s, s, 60",
    "5 min, s, 300",
    "1.5 h, s, 5400",
    "500 ms, s, 0.5",
    "-3 °C, °C, -3",
    "1.025, 1, 1.025",
    "50 %, 1, 0.5",
    "3, count, 3",
    "1e3 Wh, kWh, 1",
  })
  void quantitiesAreConverted(String text, String unit, double value) {
    Problems problems = new Problems();
    OptionalDouble read =
        Quantity.read(new Scalar(HERE, "k", text), Unit.of(unit).orElseThrow(), problems);
    assertThat(problems.sorted()).isEmpty();
    assertThat(read).hasValue(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4.2|W|The number 4.2 has no unit. Maybe you meant 4.2 W.",
        "4.2 kw|W|\"kw\" in \"4.2 kw\" is no unit. Maybe you meant \"kW\".",
        "50|%|The number 50 has no unit. Maybe you meant 50 %.",
        "much|W|\"much\" is no quantity. Write a number with its unit, for example 10 W.",
        "4,2 kW|W|\"4,2 kW\" is no quantity. Write a decimal point, not a comma.",
        "1e999 W|W|The number 1e999 W is too large. Write a number with its unit, for example 10"
            + " W.",
      })
  void whatIsNoQuantityIsExplained(String text, String unit, String sentence) {
    Problems problems = new Problems();
    assertThat(Quantity.read(new Scalar(HERE, "k", text), Unit.of(unit).orElseThrow(), problems))
        .isEmpty();
    assertThat(problems.sorted())
        .extracting(problem -> problem.message() + " " + problem.advice())
        .containsExactly(sentence);
  }

  @Test
  void aFileIndentedWithTabsIsReadOnForTheOtherProblems() {
    Problems problems = new Problems();
    YamlNode root = YamlReader.read("f", "a:\n\tb: 1\n\tc:\t2\n", problems).orElseThrow();
    assertThat(((Mapping) root).mapping("a").orElseThrow().text("c")).contains("2");
    assertThat(problems.sorted())
        .extracting(Problem::line, Problem::column, Problem::message)
        .containsExactly(
            tuple(2, 1, "Here is a tab character."), tuple(3, 1, "Here is a tab character."));
  }

  @Test
  void deepNestingIsRefusedBeforeItHurts() {
    Problems problems = new Problems();
    assertThat(YamlReader.read("f", "[".repeat(100_000), problems)).isEmpty();
    assertThat(problems.sorted())
        .extracting(Problem::message)
        .containsExactly("The nesting is deeper than 32 levels.");
  }

  @Test
  void anyTextIsReadOrRefusedButNeverFails() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String letters = "ab:-[]{}\"'\n \t#&*!|>%@`,?0x\u0000\uFEFFé";
    for (int run = 0; run < 5_000; run++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i >= 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      Problems problems = new Problems();
      assertThatCode(() -> YamlReader.read("f", text.toString(), problems))
          .as("seed %d run %d", seed, run)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void theNearestNameIsTheOneMeant() {
    List<String> known = List.of("template", "title", "link", "unit");
    assertThat(Nearest.to("tempalte", known)).contains("template");
    assertThat(Nearest.to("Unit", known)).contains("unit");
    assertThat(Nearest.to("banana", known)).isEmpty();
  }
}
