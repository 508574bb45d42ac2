package org.wattward.rules.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.wattward.devices.yaml.Problem;
import org.wattward.rules.read.ReadOutcome;
import org.wattward.rules.read.RuleContext;
import org.wattward.rules.read.RuleProblem;
import org.wattward.rules.read.RuleReader;
import org.wattward.rules.tree.Rule;
import org.wattward.rules.tree.RuleFile;

/** Reads a decision table as a rule file. */
public final class DecisionTable {
  /** The ends of decision tables' names. */
  public static final Set<String> ENDINGS = Set.of(".drl.csv", ".drl.xlsx");

  private static final int MOST_BYTES = 1024 * 1024;
  private static final int MOST_PROBLEMS = 100;
  private static final int LONGEST_LINE = 80;

  private DecisionTable() {}

  /** Whether a file is a decision table by its name. */
  public static boolean isOne(String name) {
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  /**
   * Reads a table.
   *
   * @param name the file's name, for messages; its end says whether it is CSV or XLSX
   * @param content its bytes
   * @param context what it may refer to
   * @return the typed tree, or all that is wrong by sheet and cell
   */
  public static ReadOutcome read(String name, byte[] content, RuleContext context) {
    try {
      if (content.length > MOST_BYTES) {
        throw new TableRefused("The table is larger than 1 MiB.", "Split it.");
      }
      Grid grid = name.endsWith(".xlsx") ? XlsxGrid.read(content) : CsvGrid.read(content);
      TableLayout layout = new TableLayout(name, grid);
      TableText text = layout.read();
      return layout.problems().isEmpty()
          ? read(name, grid, text, context)
          : new ReadOutcome.Refused(limited(layout.problems()));
    } catch (TableRefused refused) {
      return new ReadOutcome.Refused(
          List.of(
              new RuleProblem(
                  new Problem(
                      name, 1, 1, "", String.valueOf(refused.getMessage()), refused.advice()),
                  "",
                  1)));
    }
  }

  /** The rule text that a table stands for, one text for each 40 KiB; for those who ask. */
  static List<String> text(String name, byte[] content) throws TableRefused {
    Grid grid = name.endsWith(".xlsx") ? XlsxGrid.read(content) : CsvGrid.read(content);
    return new TableLayout(name, grid).read().chunks().stream().map(TableText.Chunk::text).toList();
  }

  private static ReadOutcome read(String name, Grid grid, TableText text, RuleContext context) {
    List<RuleProblem> problems = new ArrayList<>();
    Set<String> parameters = new TreeSet<>();
    List<Rule> rules = new ArrayList<>();
    for (TableText.Chunk chunk : text.chunks()) {
      switch (RuleReader.read(name, chunk.text(), context)) {
        case ReadOutcome.Accepted(RuleFile file) -> {
          parameters.addAll(file.parameters());
          rules.addAll(file.rules());
        }
        case ReadOutcome.Refused(List<RuleProblem> refused) ->
            refused.forEach(problem -> problems.add(inCell(problem, grid, chunk)));
      }
    }
    return problems.isEmpty()
        ? new ReadOutcome.Accepted(new RuleFile(name, parameters, rules))
        : new ReadOutcome.Refused(limited(problems));
  }

  private static RuleProblem inCell(RuleProblem problem, Grid grid, TableText.Chunk chunk) {
    Problem found = problem.problem();
    TableText.Line line = chunk.lines().get(Math.min(found.line(), chunk.lines().size()) - 1);
    String text =
        line.text().length() > LONGEST_LINE
            ? line.text().substring(0, LONGEST_LINE) + "…"
            : line.text();
    return new RuleProblem(
        new Problem(
            found.file(),
            line.row() + 1,
            line.column() + 1,
            "%s (%s)".formatted(grid.place(line.row(), line.column()), text),
            found.message(),
            found.advice()),
        "",
        1);
  }

  private static List<RuleProblem> limited(List<RuleProblem> problems) {
    return problems.stream().sorted().distinct().limit(MOST_PROBLEMS).toList();
  }
}
