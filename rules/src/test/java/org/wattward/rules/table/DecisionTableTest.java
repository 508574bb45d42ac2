package org.wattward.rules.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.drools.decisiontable.InputType;
import org.drools.decisiontable.SpreadsheetCompiler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.time.Time;
import org.wattward.rules.engine.RuleEngine;
import org.wattward.rules.facts.Fact;
import org.wattward.rules.facts.FactFactory;
import org.wattward.rules.facts.FactSchema;
import org.wattward.rules.oracle.DroolsOracle;
import org.wattward.rules.read.CpuTime;
import org.wattward.rules.read.ReadOutcome;
import org.wattward.rules.read.RuleContext;
import org.wattward.rules.read.RuleProblem;
import org.wattward.rules.tree.RuleFile;

class DecisionTableTest {
  private static final String CANARY = "wattward.canary";
  private static final String SING = "System.setProperty(\"" + CANARY + "\", \"dead\")";
  private static final RuleContext CONTEXT =
      new RuleContext(Map.of("dim", Unit.PERCENT), java.util.Optional.empty());

  /** A table as it stands in a sheet; "..." marks merged cells. */
  private static final List<List<String>> LIGHTS =
      List.of(
          List.of("RuleSet", "wattward.lights"),
          List.of(
              "Import",
              "org.wattward.rules.facts.Sun, org.wattward.rules.facts.StreetLight,"
                  + " org.wattward.rules.facts.Calendar,"
                  + " org.wattward.rules.conclusions.SetPoint,"
                  + " org.wattward.rules.conclusions.Notice"),
          List.of("Variables", "Double dim"),
          List.of("", "What lights do by sun and hour"),
          List.of("", "RuleTable Lights"),
          List.of("", "CONDITION", "CONDITION", "CONDITION", "CONDITION", "ACTION", "ACTION"),
          List.of("", "Sun...", "Sun...", "", "StreetLight", "", ""),
          List.of(
              "",
              "elevationDeg < $param",
              "elevationDeg >= $param",
              "Calendar(timeOfDayH >= $1, timeOfDayH < $2)",
              "$device : device, offersDimLevel == $param",
              "insertLogical(new SetPoint($device, \"dimLevel\", $param, 60, \"By the table.\"));",
              "insertLogical(new Notice(\"$param\", \"The table says so.\"));"),
          List.of("", "below", "from", "hours", "lamp", "dim", "tell"),
          List.of("", "-6", "", "0, 5", "true", "30", ""),
          List.of("", "-6", "", "5, 24", "true", "dim", "somebody"),
          List.of("", "2.5", "-6", "", "true", "60", ""),
          List.of("", "", "2.5", "", "true", "0", "day"));

  @AfterEach
  void theCanaryIsAlive() {
    assertThat(System.getProperty(CANARY)).isNull();
  }

  static byte[] csv(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      List<String> cells =
          row.stream().map(cell -> '"' + cell.replace("\"", "\"\"") + '"').toList();
      text.append(String.join(",", cells)).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static byte[] xlsx(List<List<String>> rows) {
    try (XSSFWorkbook workbook = new XSSFWorkbook();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      Sheet sheet = workbook.createSheet("Tabelle1");
      for (int r = 0; r < rows.size(); r++) {
        var row = sheet.createRow(r);
        for (int c = 0; c < rows.get(r).size(); c++) {
          String cell = rows.get(r).get(c);
          if (cell.matches("-?[0-9.]+")) {
            row.createCell(c).setCellValue(Double.parseDouble(cell));
          } else if (!cell.isEmpty()) {
            row.createCell(c).setCellValue(cell.replace("...", ""));
          }
        }
        merge(sheet, r, rows.get(r));
      }
      workbook.write(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void merge(Sheet sheet, int r, List<String> row) {
    for (int c = 0; c + 1 < row.size(); c++) {
      if (row.get(c).endsWith("...") && row.get(c + 1).equals(row.get(c))) {
        sheet.addMergedRegion(new CellRangeAddress(r, r, c, c + 1));
        c++;
      }
    }
  }

  static Stream<Named<byte[]>> tables() {
    return Stream.of(Named.of("t.drl.csv", csv(LIGHTS)), Named.of("t.drl.xlsx", xlsx(LIGHTS)));
  }

  private static RuleFile accepted(String name, byte[] content) {
    return switch (DecisionTable.read(name, content, CONTEXT)) {
      case ReadOutcome.Accepted(RuleFile file) -> file;
      case ReadOutcome.Refused(List<RuleProblem> problems) ->
          throw new AssertionError(problems.stream().map(RuleProblem::shown).toList());
    };
  }

  private static List<String> refused(String name, byte[] content) {
    return switch (DecisionTable.read(name, content, CONTEXT)) {
      case ReadOutcome.Accepted accepted -> throw new AssertionError(accepted.file().rules());
      case ReadOutcome.Refused(List<RuleProblem> problems) ->
          problems.stream().map(RuleProblem::shown).toList();
    };
  }

  private static String nameOf(byte[] content) {
    return content[0] == 'P' ? "t.drl.xlsx" : "t.drl.csv";
  }

  private static Fact fact(String type, Map<String, Object> values) {
    return FactFactory.make(FactSchema.type(type).orElseThrow(), values);
  }

  private static List<Fact> facts(Random random) {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        fact("Sun", Map.of("elevationDeg", new double[] {-20, -6, 0, 2.5, 30}[random.nextInt(5)])));
    facts.add(
        fact("Calendar", Map.of("timeOfDayH", new double[] {0, 4.9, 5, 23}[random.nextInt(4)])));
    for (int i = 0; i < random.nextInt(4); i++) {
      facts.add(
          fact(
              "StreetLight",
              Map.of("device", "light-" + i, "offersDimLevel", random.nextBoolean())));
    }
    return facts;
  }

  @ParameterizedTest
  @MethodSource("tables")
  void aTableMeansWhatItMeansToDrools(byte[] content) {
    RuleFile ours = accepted(nameOf(content), content);
    InputType type = content[0] == 'P' ? InputType.XLS : InputType.CSV;
    String theirs = new SpreadsheetCompiler().compile(new ByteArrayInputStream(content), type);
    RuleEngine engine =
        new RuleEngine(ours.rules(), Map.of("dim", 45.0), RuleEngine.Limits.USUAL, Time.system());
    int concluded = 0;
    try (DroolsOracle oracle = DroolsOracle.of("table-" + type, List.of(theirs))) {
      for (int seed = 0; seed < 200; seed++) {
        List<Fact> facts = facts(new Random(seed));
        Set<String> got = new TreeSet<>();
        engine.run(facts).conclusions().forEach(one -> got.add(one.conclusion().toString()));
        assertThat(got)
            .as("seed %d, %s", seed, theirs)
            .isEqualTo(oracle.conclude(facts, Map.of("dim", 45.0)));
        concluded += got.size();
      }
    }
    assertThat(ours.rules()).hasSize(4);
    assertThat(ours.rules().getFirst().name()).isEqualTo("Lights, row 10");
    assertThat(concluded).isGreaterThan(100);
  }

  @Test
  void csvAndWorkbookGiveTheSameRules() throws TableRefused {
    assertThat(DecisionTable.text("t.drl.xlsx", xlsx(LIGHTS)))
        .isEqualTo(DecisionTable.text("t.drl.csv", csv(LIGHTS)));
  }

  private static List<List<String>> with(int row, int column, String cell) {
    List<List<String>> rows = new ArrayList<>(LIGHTS);
    List<String> changed = new ArrayList<>(rows.get(row));
    changed.set(column, cell);
    rows.set(row, changed);
    return rows;
  }

  @Test
  void aMistakeIsSaidWithSheetAndCell() {
    assertThat(refused("t.drl.xlsx", xlsx(with(10, 5, "dimm"))))
        .singleElement()
        .asString()
        .contains("Tabelle1!F11")
        .contains("dimm");
    assertThat(refused("t.drl.csv", csv(with(7, 1, "elevtionDeg < $param"))))
        .first()
        .asString()
        .contains("B10")
        .contains("elevationDeg");
    assertThat(refused("t.drl.csv", csv(with(5, 3, "PRIORITY"))))
        .first()
        .asString()
        .contains("D6")
        .contains("PRIORITY");
  }

  @Test
  void aTableOfFiveHundredRowsIsRead() {
    List<List<String>> rows = new ArrayList<>(LIGHTS.subList(0, 9));
    for (int i = 0; i < 500; i++) {
      rows.add(List.of("", String.valueOf(i), "", "0, 5", "true", String.valueOf(i % 100), ""));
    }
    assertThat(accepted("t.drl.csv", csv(rows)).rules()).hasSize(500);
  }

  static Stream<Named<byte[]>> hostile() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int column = 1; column < 7; column++) {
      files.put("code in cell " + column, csv(with(9, column, SING)));
      files.put(
          "a way out in cell " + column, csv(with(9, column, "1) || eval(" + SING + " == null")));
      files.put("code in snippet " + column, csv(with(7, column, SING + " == $param")));
    }
    files.put("a consequence with code", csv(with(7, 5, SING + "; // $param")));
    files.put("code in a workbook's cell", xlsx(with(9, 5, SING)));
    files.put("code in the package", csv(with(0, 1, "x; function void f() { " + SING + "; }")));
    files.put("an import of another class", csv(with(1, 1, "java.lang.System")));
    files.put("a static import", csv(with(1, 1, "static java.lang.System.setProperty")));
    files.put("a variable of another class", csv(with(2, 1, "java.lang.Runtime runtime")));
    for (String keyword : List.of("Functions", "Queries", "Declare", "Unit", "Sequential")) {
      files.put(keyword, csv(with(3, 0, keyword)));
    }
    for (String kind :
        List.of("PRIORITY", "NO-LOOP", "METADATA", "DURATION", "TIMER", "AGENDA-GROUP")) {
      files.put(kind, csv(with(5, 3, kind)));
    }
    files.put(
        "a quote in a rule's name",
        csv(with(4, 1, "RuleTable a\" when then " + SING + "; end rule \"b")));
    files.put("a line break in a cell", csv(with(9, 5, "30\n" + SING)));
    files.put("a unicode escape", csv(with(9, 5, "\\u0022")));
    files.put(
        "rows without end",
        (new String(csv(LIGHTS), StandardCharsets.UTF_8) + ",1\n".repeat(300_000))
            .getBytes(StandardCharsets.UTF_8));
    files.put("columns without end", ",".repeat(500_000).getBytes(StandardCharsets.UTF_8));
    files.put("an open quote", "\"RuleSet".getBytes(StandardCharsets.UTF_8));
    files.put("no UTF-8", new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    files.put("a zip bomb", zip(Map.of("xl/workbook.xml", new byte[200 * 1024 * 1024])));
    files.put("a thousand parts", zip(many(1000)));
    files.put("no workbook", zip(Map.of("a.txt", new byte[10])));
    files.put("half a workbook", java.util.Arrays.copyOf(xlsx(LIGHTS), 900));
    files.put(
        "an external entity",
        workbook("<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>", "&x;"));
    files.put("a billion laughs", workbook(laughs(), "&l9;"));
    files.put(
        "an external document type",
        workbook("<!DOCTYPE w SYSTEM \"http://127.0.0.1:9/x.dtd\">", "x"));
    files.put("a macro", zip(Map.of("xl/vbaProject.bin", new byte[10])));
    files.put(
        "a formula", sheet("<c r=\"A1\"><f>WEBSERVICE(\"http://127.0.0.1:9\")</f><v>1</v></c>"));
    files.put("a far cell", sheet("<c r=\"XFD1048576\"><v>1</v></c>"));
    files.put("a huge number", sheet("<c r=\"A1\"><v>1E99</v></c>"));
    files.put("a text that is not there", sheet("<c r=\"A1\" t=\"s\"><v>7</v></c>"));
    return files.entrySet().stream().map(file -> Named.of(file.getKey(), file.getValue()));
  }

  private static String laughs() {
    StringBuilder text = new StringBuilder("<!DOCTYPE w [<!ENTITY l0 \"ha\">");
    for (int i = 1; i < 10; i++) {
      text.append("<!ENTITY l%d \"%s\">".formatted(i, "&l%d;".formatted(i - 1).repeat(10)));
    }
    return text + "]>";
  }

  private static Map<String, byte[]> many(int parts) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    for (int i = 0; i < parts; i++) {
      all.put("part" + i, new byte[1]);
    }
    return all;
  }

  private static byte[] sheet(String cells) throws IOException {
    return workbook(
        "",
        "<sheets><sheet name=\"s\" r:id=\"r1\""
            + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"/></sheets>",
        "<worksheet><sheetData><row>" + cells + "</row></sheetData></worksheet>");
  }

  private static byte[] workbook(String type, String text) throws IOException {
    return workbook(type, text, "<worksheet/>");
  }

  private static byte[] workbook(String type, String text, String sheet) throws IOException {
    return zip(
        Map.of(
            "xl/workbook.xml",
            (type + "<workbook>" + text + "</workbook>").getBytes(StandardCharsets.UTF_8),
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
                .getBytes(StandardCharsets.UTF_8),
            "xl/worksheets/sheet1.xml",
            sheet.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] zip(Map<String, byte[]> parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue());
      }
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void aHostileTableIsRefusedAtOnceAndNothingRuns(byte[] content) {
    String name =
        content.length > 1 && content[0] == 'P' && content[1] == 'K' ? "t.drl.xlsx" : "t.drl.csv";
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long start = CpuTime.nanos();
      ReadOutcome outcome = DecisionTable.read(name, content, CONTEXT);
      fastest = Math.min(fastest, CpuTime.nanos() - start);
      assertThat(outcome).isInstanceOf(ReadOutcome.Refused.class);
    }
    assertThat(fastest).as("ns of the fastest of 5 tries").isLessThan(CpuTime.MOST_NANOS);
  }
}
