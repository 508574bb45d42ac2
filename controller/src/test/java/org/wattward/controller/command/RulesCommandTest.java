package org.wattward.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.rules.packages.PackageFolder;
import org.wattward.rules.packages.PackageLoader;
import picocli.CommandLine;

class RulesCommandTest {
  private static final String NAME = "demand-response";

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();

  /** A copy of a package of the program, as an engineer would begin with. */
  @BeforeEach
  void copyAPackage() throws IOException {
    PackageFolder own =
        PackageLoader.ownFolders().stream()
            .filter(folder -> folder.name().equals(NAME))
            .findFirst()
            .orElseThrow();
    for (Map.Entry<String, byte[]> file : own.files().entrySet()) {
      Path path = directory.resolve(NAME).resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  private int execute(String... args) {
    CommandLine line = WattwardCommand.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
    return line.execute(args);
  }

  private void edit(String file, String before, String after) throws IOException {
    Path path = directory.resolve(NAME).resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(before);
    Files.writeString(path, text.replace(before, after));
  }

  @Test
  void aRightPackageIsSaidToBeSo() {
    assertThat(execute("rules", "check", directory.toString())).isZero();
    assertThat(out.toString()).contains("demand-response is right: version");
    assertThat(execute("rules", "check", directory.resolve(NAME).toString())).isZero();
  }

  @Test
  void aMistakeIsShownAsACompilerDoes() throws IOException {
    edit("events.drl", "hotWaterTempC < hotWaterLeast", "hotWaterTempC < batteryReserve");

    assertThat(execute("rules", "check", directory.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("demand-response/events.drl:")
        .contains("hotWaterTempC < batteryReserve")
        .contains("^^^")
        .contains("°C");
  }

  @Test
  void aFailedStepShowsWhatWasGivenExpectedAndGot() throws IOException {
    assertThat(execute("rules", "test", directory.toString())).as("%s", out).isZero();
    edit("events.drl", "$rated * highShare", "$rated * highShare * 3");

    assertThat(execute("rules", "test", directory.toString())).isEqualTo(1);
    assertThat(out.toString())
        .containsPattern("(?s)FAIL.*given.*HeatPump.*expected.*powerLimit = 4200.*got.*powerLimit");
  }

  @Test
  void itExplainsWhyAHeatPumpWasNotShed() throws IOException {
    Path facts = directory.resolve("facts.yaml");
    Files.writeString(
        facts,
        """
        DemandResponseEvent: {event: e1, active: true, level: 2}
        HeatPump:
          - {device: heatpump-01, offersSgReady: true, hasHotWaterTemp: true, hotWaterTempC: 41.5}
          - {device: heatpump-02, offersSgReady: true, hasHotWaterTemp: true, hotWaterTempC: 50}
        """);

    int code =
        execute(
            "rules",
            "explain",
            directory.resolve(NAME).toString(),
            "--facts",
            facts.toString(),
            "--about",
            "heatpump-01");

    assertThat(code).as("%s", out).isZero();
    assertThat(out.toString())
        .contains("silent:   In a high event a heat pump with warm hot water is locked")
        .contains("hotWaterTempC >= hotWaterLeast: 41.5 °C against 42 °C")
        .contains("fires 1×: A heat pump is in a high event")
        .doesNotContain("heatpump-02");
  }

  @Test
  void factsThatAreNoneAreSaidWithTheNearestName() throws IOException {
    Path facts = directory.resolve("facts.yaml");
    Files.writeString(facts, "HeatPumb: {device: heatpump-01}");

    int code =
        execute(
            "rules", "explain", directory.resolve(NAME).toString(), "--facts", facts.toString());

    assertThat(code).isEqualTo(1);
    assertThat(out.toString()).contains("facts.yaml:1").contains("HeatPump");
  }
}
