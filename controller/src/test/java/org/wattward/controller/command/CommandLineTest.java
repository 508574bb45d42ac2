package org.wattward.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... args) {
    CommandLine line = WattwardCommand.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(args);
  }

  @ParameterizedTest(name = "wattward {0} exits with {1}")
  @CsvSource({
    "--help, 0",
    "demo --help, 0",
    "run --help, 0",
    "check --help, 0",
    "rules --help, 0",
    "rules check --help, 0",
    "rules test --help, 0",
    "rules explain --help, 0",
    "rules, 2",
    "rules check, 2",
    "rules explain somewhere, 2",
    "rules check nowhere, 1",
    "user --help, 0",
    "token --help, 0",
    "bench --help, 0",
    "bench field --help, 0",
    "bench physics --help, 0",
    "template list, 0",
    "template show eastron-sdm120, 0",
    "template test eastron-sdm120 --words power=43663333, 0",
    "template show no-such-type, 1",
    "template, 2",
    "trust, 2",
    "scan --link a:b:c, 2",
    "scan --link 127.0.0.1 --units 9-1, 2",
    "read --site no-such-file.yaml a/b, 1",
    "bench, 2",
    "bench field --devices 10 --silent 9, 2",
    "bench physics --days 0, 2",
    "'', 2",
    "fly, 2",
    "demo --for soon, 2",
    "demo --speed fast, 2",
    "check, 2",
    "check --site no-such-file.yaml, 1",
    "token scada --level 17, 2"
  })
  void exitCodesSayWhatHappened(String args, int code) {
    assertThat(execute(args.isEmpty() ? new String[0] : args.split(" "))).isEqualTo(code);
  }

  @Test
  void everyMistakeOfASiteFileIsToldAtOnce() throws Exception {
    Path file = folder.resolve("wrong.yaml");
    Files.writeString(
        file,
        """
        site: {id: wrong, title: Wrong, timeZone: Europe/Dusseldorf, latitude: 51.3, longitude: 6.8}
        links:
          - {id: link-1, type: modbus-tcp, host: 127.0.0.1, port: 0}
        devices:
          - {id: meter-1, title: Meter, template: eastron-sdm63, link: link-1, unit: 1}
          - {id: meter-2, title: Meter, template: eastron-sdm630, link: link-1, unit: 1, colour: red}
        zones: []
        """);

    assertThat(execute("check", "--site", file.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("wrong.yaml:1:")
        .contains("Europe/Dusseldorf")
        .contains("wrong.yaml:3:")
        .contains("wrong.yaml:5:")
        .contains("eastron-sdm630")
        .contains("wrong.yaml:6:")
        .contains("colour")
        .contains("nothing was started");
  }

  @Test
  void rulePackagesAndParametersThatASiteNamesMustExist() throws Exception {
    Path file = folder.resolve("site.yaml");
    Files.writeString(
        file,
        """
        site: {id: one, title: One, timeZone: Europe/Berlin, latitude: 51.3 deg, longitude: 6.8 deg}
        links:
          - {id: link-1, type: modbus-tcp, host: 127.0.0.1, port: 502}
        devices:
          - {id: meter-1, title: Meter, template: eastron-sdm630, link: link-1, unit: 1}
        zones:
          - {id: feeder, title: Feeder, kind: feeder, devices: [meter-1], packages: [peak-limits]}
        parameters:
          peak-limit: {demandLimit: 3 kg, demandLimits: 3 kW}
        """);

    assertThat(execute("check", "--site", file.toString(), "--data", folder.toString()))
        .isEqualTo(1);
    assertThat(out.toString())
        .contains("site.yaml:7:", "There is no rule package \"peak-limits\"", "peak-limit\"")
        .contains("site.yaml:9:", "kg")
        .contains("has no parameter \"demandLimits\"", "demandLimit\"")
        .contains("3 problems");
    assertThat(folder.resolve("rules")).doesNotExist();
  }

  @Test
  void aTokenIsShownOnce() {
    assertThat(execute("token", "scada", "--data", folder.toString())).isZero();
    assertThat(out.toString()).startsWith("ww_");
  }
}
