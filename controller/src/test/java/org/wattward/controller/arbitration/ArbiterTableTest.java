package org.wattward.controller.arbitration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The truth table of arbitration, {@code arbitration.table} beside this test. */
class ArbiterTableTest {
  private static final String TABLE = "arbitration.table";

  @TestFactory
  Stream<DynamicTest> everyCaseComesOutAsTheTableSays() {
    return rows().stream().map(row -> DynamicTest.dynamicTest(row.getFirst(), () -> check(row)));
  }

  @Test
  void theTableHasAtLeastSixtyCases() {
    assertThat(rows().stream().map(List::getFirst).distinct()).hasSizeGreaterThanOrEqualTo(60);
  }

  @Test
  void everyClaimAndClipOfTheTableCarriesASentence() {
    for (List<String> row : rows()) {
      Ruling ruling = rule(row);
      assertThat(ruling.claims())
          .allSatisfy(claim -> assertThat(claim.why()).matches("[A-Z].*\\."));
      assertThat(ruling.clips()).allSatisfy(clip -> assertThat(clip.why()).matches("(?s).+\\."));
    }
  }

  private static void check(List<String> row) {
    Ruling ruling = rule(row);

    assertThat(ruling.wanted()).as("wanted W").isEqualTo(Double.parseDouble(row.get(4)));
    assertThat(ruling.setpoint()).as("setpoint W").isEqualTo(Double.parseDouble(row.get(5)));
    assertThat(
            ruling.claims().stream()
                .map(claim -> claim.request().id() + " " + claim.verdict())
                .collect(Collectors.joining(", ")))
        .as("claims")
        .isEqualTo(row.get(6));
    assertThat(
            ruling.clips().stream()
                .map(clip ->
                    "%s %s>%s"
                        .formatted(clip.by(), Words.number(clip.from()), Words.number(clip.to())))
                .collect(Collectors.joining(", ")))
        .as("clips")
        .isEqualTo(row.get(7));
  }

  private static Ruling rule(List<String> row) {
    return Arbiter.rule(Cases.question(row.get(1), row.get(2), row.get(3)));
  }

  private static List<List<String>> rows() {
    try (InputStream in =
        Objects.requireNonNull(ArbiterTableTest.class.getResourceAsStream(TABLE))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(ArbiterTableTest::cells)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> cells(String line) {
    List<String> cells =
        new ArrayList<>(Arrays.stream(line.split("\\|")).map(String::strip).toList());
    while (cells.size() < 8) {
      cells.add("");
    }
    return cells;
  }
}
