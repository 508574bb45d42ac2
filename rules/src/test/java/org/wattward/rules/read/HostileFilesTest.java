package org.wattward.rules.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that try to run code, to exhaust the machine, or to say something else than they seem. */
class HostileFilesTest {
  private static final String CANARY = "wattward.canary";
  private static final String SING = "System.setProperty(\"" + CANARY + "\", \"dead\")";
  private static final int TRIES = 5;

  private static final String HEAD =
      """
      package wattward.hostile
      import org.wattward.rules.facts.Sun
      import org.wattward.rules.conclusions.Notice
      """;

  @BeforeAll
  static void warmUp() {
    for (int i = 0; i < 200; i++) {
      files().forEach(file -> RuleReader.read("warm.drl", file.getPayload(), RuleContext.NONE));
    }
  }

  @AfterEach
  void theCanaryIsAlive() {
    assertThat(System.getProperty(CANARY)).isNull();
  }

  static Stream<Named<String>> files() {
    Map<String, String> files = new LinkedHashMap<>();
    addCode(files);
    addDisguises(files);
    addBombs(files);
    return files.entrySet().stream().map(file -> Named.of(file.getKey(), file.getValue()));
  }

  private static void addCode(Map<String, String> files) {
    files.put("eval", rule("eval(" + SING + " == null)", notice()));
    files.put("a method call in a constraint", rule("Sun(" + SING + " == null)", notice()));
    files.put("a consequence with code", rule("Sun()", SING + ";"));
    files.put("code after a conclusion", rule("Sun()", notice() + " " + SING + ";"));
    files.put(
        "code as an argument", rule("Sun()", "insertLogical(new Notice(" + SING + ", \"x\"));"));
    files.put(
        "a conclusion with a body",
        rule("Sun()", "insertLogical(new Notice(\"a\", \"b\") {{ " + SING + "; }});"));
    files.put("another class", rule("Sun()", "insertLogical(new ProcessBuilder(\"sh\"));"));
    files.put(
        "insert instead of insertLogical", rule("Sun()", "insert(new Notice(\"a\", \"b\"));"));
    files.put("a function", HEAD + "function void f() { " + SING + "; }\n" + rule());
    files.put("a type declaration", HEAD + "declare Bad extends Thread x : int end\n" + rule());
    files.put("a query", HEAD + "query q() Sun() end\n" + rule());
    files.put("from", rule("Sun() from " + SING, notice()));
    files.put("collect", rule("java.util.List() from collect(Sun())", notice()));
    files.put(
        "inline accumulate",
        rule("accumulate(Sun(); init(int i = 0; " + SING + ";) action(i++;) result(i))", notice()));
    files.put("import static", "import static java.lang.Runtime.getRuntime\n" + rule());
    files.put("import function", "import function java.lang.System.exit\n" + rule());
    files.put("import of a class", "import java.lang.Runtime\n" + rule());
    files.put("import of all", "import org.wattward.rules.facts.*\n" + rule());
    files.put("another global", "global java.lang.Runtime runtime\n" + rule());
    files.put("a class as global", "global Runtime runtime\n" + rule());
    files.put("the MVEL dialect", HEAD + "dialect \"mvel\"\n" + rule());
    files.put("salience with code", attribute("salience (" + SING + ".length())"));
    files.put("enabled with code", attribute("enabled (" + SING + " == null)"));
    files.put("a timer", attribute("timer (int: 1s)"));
    files.put("a duration", attribute("duration 10"));
    files.put("an annotation", attribute("@Bad(" + SING + ")"));
    files.put("an annotation with a quote", attribute("@doc(\"\"+" + SING + "+\"\")"));
    files.put("do in a branch", rule("Sun()\n do[x]", "then[x]"));
    files.put("a constructor in a condition", rule("Sun(new Thread() != null)", notice()));
    files.put("a class literal", rule("Sun(elevationDeg.class != null)", notice()));
    files.put("an index", rule("Sun(elevationDeg[0] > 1)", notice()));
    files.put("a lambda", rule("Sun((() -> " + SING + ") != null)", notice()));
    files.put("another function", rule("Sun(Math.random(1.0, 2.0) > 1)", notice()));
    files.put("another owner", rule("Sun(System.min(1.0, 2.0) > 1)", notice()));
  }

  private static void addDisguises(Map<String, String> files) {
    files.put("a quote in a name", HEAD + "rule \"a\" + " + SING + " + \"b\"\nwhen Sun() then end");
    files.put("an escaped quote in a name", HEAD + "rule \"a\\\" b\"\nwhen Sun() then end");
    files.put("a unicode escape behind a comment", rule("Sun() // \\u000a eval(true)", notice()));
    files.put(
        "a unicode escape in a text",
        rule("Sun()", "insertLogical(new Notice(\"\\u0022\", \"b\"));"));
    files.put("a backslash in a comment", "/* \\u002a\\u002f */" + rule());
    files.put("right-to-left text", rule("Sun() // \u202e", notice()));
    files.put("a null character", rule("Sun(\0)", notice()));
    files.put("a lone carriage return", rule("Sun() // a\r eval(true)", notice()));
    files.put("a line separator", rule("Sun() // a\u2028 eval(true)", notice()));
    files.put("a no-break space", rule("Sun\u00a0()", notice()));
    files.put("a letter that looks like another", rule("\u0405un()", notice()));
    files.put("a comment that is not closed", rule("Sun() /* ", notice()));
    files.put("a text that is not closed", rule("Sun()", "insertLogical(new Notice(\"a, \"b\"));"));
    files.put("a rule that is not closed", HEAD + "rule \"a\" when Sun() then");
    files.put("something behind the end", rule() + SING + ";");
    files.put("a package with a reserved word", "package int\n" + rule());
    files.put("an octal number", rule("Sun(elevationDeg > 010)", notice()));
    files.put("a single-quoted text", rule("Sun('a' == 'a')", notice()));
  }

  private static void addBombs(Map<String, String> files) {
    files.put(
        "a nest of brackets",
        rule("Sun(" + "(".repeat(200) + "elevationDeg > 1" + ")".repeat(200) + ")", notice()));
    files.put(
        "24 brackets",
        rule("Sun(" + "(".repeat(24) + "elevationDeg > 1" + ")".repeat(24) + ")", notice()));
    files.put(
        "a run of negations", rule("Sun(" + "!\n".repeat(9000) + "(elevationDeg > 1))", notice()));
    files.put(
        "a run of minus signs", rule("Sun(elevationDeg > " + "- ".repeat(100) + "1)", notice()));
    files.put(
        "a long line",
        rule("Sun(" + "elevationDeg > 1 && ".repeat(100) + "elevationDeg > 1)", notice()));
    files.put("a large file", rule("Sun() /* " + "x\n".repeat(40_000) + "*/", notice()));
    files.put("many rules", manyRules());
    files.put("many joins", rule("Sun()\n".repeat(40), notice()));
    files.put("a huge number", rule("Sun(elevationDeg > " + "9".repeat(400) + ")", notice()));
    files.put("an empty file", "");
    files.put("only brackets", "(".repeat(400));
    files.put("only quotes", "\"".repeat(399));
  }

  private static String manyRules() {
    StringBuilder file = new StringBuilder(HEAD);
    for (int i = 0; i < 501; i++) {
      file.append("rule \"").append(i).append("\" when Sun() then ");
      file.append(notice()).append(" end\n");
    }
    return file.toString();
  }

  private static String notice() {
    return "insertLogical(new Notice(\"a\", \"b\"));";
  }

  private static String rule() {
    return rule("Sun()", notice()).substring(HEAD.length());
  }

  private static String rule(String when, String then) {
    return HEAD + "rule \"a\"\nwhen\n" + when + "\nthen\n" + then + "\nend\n";
  }

  private static String attribute(String line) {
    return HEAD + "rule \"a\"\n" + line + "\nwhen Sun() then " + notice() + " end\n";
  }

  @ParameterizedTest
  @MethodSource("files")
  void aHostileFileIsRefusedAtOnceAndNothingRuns(String text) {
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      long start = CpuTime.nanos();
      ReadOutcome outcome = RuleReader.read("hostile.drl", text, RuleContext.NONE);
      fastest = Math.min(fastest, CpuTime.nanos() - start);
      assertThat(outcome).isInstanceOf(ReadOutcome.Refused.class);
    }
    assertThat(fastest).as("ns of the fastest of %d tries", TRIES).isLessThan(CpuTime.MOST_NANOS);
  }

  @Test
  void theHarmlessFileThatTheyAreMadeOfIsAccepted() {
    assertThat(RuleReader.read("fine.drl", rule("Sun()", notice()), RuleContext.NONE))
        .isInstanceOf(ReadOutcome.Accepted.class);
  }
}
