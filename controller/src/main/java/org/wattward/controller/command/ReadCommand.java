package org.wattward.controller.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Reads one point of a site once. */
@Command(
    name = "read",
    description = "Reads one point of a site once, over a connection of its own.",
    mixinStandardHelpOptions = true)
final class ReadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DataDirectory data;

  @Option(names = "--site", required = true, paramLabel = "FILE", description = "The site file")
  private Path file = Path.of("site.yaml");

  @Option(names = "--json", description = "Print the result as JSON")
  private boolean json;

  @Parameters(paramLabel = "DEVICE/POINT", description = "For example meter-1/power")
  private String point = "";

  /** What came out. */
  record Result(String point, double value, String unit, String time, String quality) {}

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (OnePoint one = OnePoint.open(file, point, data.path)) {
      Optional<Reading> reading = one.next();
      if (reading.isEmpty()) {
        out.printf("%s was not read. %s%n", point, one.state());
        out.flush();
        return WattwardCommand.NO;
      }
      String unit = one.template().unit().symbol();
      Reading read = reading.get();
      String quality = quality(read.quality());
      if (json) {
        Result result = new Result(point, read.value(), unit, read.time().toString(), quality);
        out.println(
            JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(result));
      } else if (read.quality() instanceof Quality.Bad(String reason)) {
        out.printf("%s is bad: %s%n", point, reason);
      } else {
        out.printf("%s = %s %s at %s, %s%n", point, read.value(), unit, read.time(), quality);
      }
      out.flush();
      return read.quality().isGood() ? 0 : WattwardCommand.NO;
    }
  }

  private static String quality(Quality quality) {
    return switch (quality) {
      case Quality.Known.GOOD -> "good";
      case Quality.Known.STALE -> "stale";
      case Quality.Bad(String reason) -> "bad: " + reason;
    };
  }
}
