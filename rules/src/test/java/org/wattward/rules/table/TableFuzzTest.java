package org.wattward.rules.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import org.wattward.rules.read.CpuTime;
import org.wattward.rules.read.ReadOutcome;
import org.wattward.rules.read.RuleContext;
import org.wattward.rules.read.RuleProblem;

/**
 * Whatever bytes a decision table is made of: it is accepted or its mistakes are told, soon. The
 * first byte says whether they are read as CSV (even) or as XLSX (odd).
 */
class TableFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void aTableIsAcceptedOrItsMistakesAreTold(byte[] data) {
    if (data.length == 0) {
      return;
    }
    String name = data[0] % 2 == 0 ? "fuzz.drl.csv" : "fuzz.drl.xlsx";
    byte[] table = Arrays.copyOfRange(data, 1, data.length);
    ReadOutcome outcome =
        CpuTime.soon(() -> DecisionTable.read(name, table, RuleContext.NONE), "the table");
    if (outcome instanceof ReadOutcome.Refused(List<RuleProblem> problems)) {
      assertThat(problems).isNotEmpty();
      for (RuleProblem problem : problems) {
        assertThat(problem.shown()).contains(name).doesNotContain("java.", "antlr");
      }
    }
  }
}
