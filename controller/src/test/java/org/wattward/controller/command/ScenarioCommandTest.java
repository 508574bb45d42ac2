package org.wattward.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ScenarioCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... args) {
    CommandLine line = WattwardCommand.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(args);
  }

  private Path scenario(String text) throws IOException {
    return Files.writeString(folder.resolve("scenario.yaml"), text);
  }

  @Test
  void theSameSeedAndScriptGiveTheSameBytes() throws IOException {
    Path file =
        scenario(
            """
            title: Whatever the lot draws
            seed: 7
            start: 2026-01-14T08:00
            days: 1
            events:
              - {after: 1 h, for: 8 h, level: 2}
            faults:
              - {what: silent, after: 2 h, for: 2 h, devices: ["*"], pick: 5, jitter: 2 h, times: 2, every: 6 h}
              - {what: noise, after: 0 s, devices: [meter-*], sigma: 10 %}
            """);
    String first = report(file, "one");
    assertThat(report(file, "two")).isEqualTo(first);
    assertThat(first).contains("Whatever the lot draws", "\"seed\" : 7", "\"noticed\"");
    assertThat(out.toString()).contains("drawn with seed 7");
  }

  private String report(Path file, String name) throws IOException {
    Path directory = folder.resolve(name);
    execute(
        "simulate", "--scenario", file.toString(), "--step", "900s", "--out", directory.toString());
    return Files.readString(directory.resolve("report.json"));
  }

  @Test
  void aScenarioThatMakesNoSenseIsSaidSoAllAtOnceAndNothingIsStarted() throws IOException {
    Path file =
        scenario(
            """
            title: Nonsense
            faults:
              - {what: silnet, after: 10 min, devices: [meter-01]}
              - {what: noise, after: 10 min, devices: [meter-77], sigma: 5 K}
            """);
    for (String command : new String[] {"check", "simulate", "demo"}) {
      out.getBuffer().setLength(0);
      err.getBuffer().setLength(0);
      assertThat(execute(command, "--scenario", file.toString())).as(command).isEqualTo(1);
      assertThat(out + err.toString())
          .as(command)
          .contains("scenario.yaml:3:12: faults[0].what", "Maybe you meant \"silent\"")
          .contains("scenario.yaml:4:", "meter-77", "5 K is a temperature difference");
    }
  }

  @Test
  void aScenarioThatThereIsNotIsRefusedWithTheNamesOfThoseThereAre() {
    assertThat(execute("simulate", "--scenario", "winter-weak")).isEqualTo(1);
    assertThat(err.toString()).contains("winter-weak", "winter-week", "every-fault");
  }

  @Test
  void aBundledScenarioIsFine() {
    assertThat(execute("check", "--scenario", "every-fault")).isZero();
    assertThat(out.toString()).contains("every-fault is fine", "faults");
    assertThat(execute("check")).isEqualTo(2);
  }
}
