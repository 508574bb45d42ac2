package org.wattward.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.wattward.devices.point.Reading;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.protocols.link.WriteOutcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes one point of a site once, after asking, and reads it back. */
@Command(
    name = "write",
    description = {
      "Writes one point of a site once, over a connection of its own, and reads it back. It asks",
      "first. No rule, limit of a program or priority is looked at: for commissioning only."
    },
    mixinStandardHelpOptions = true)
final class WriteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DataDirectory data;

  @Option(names = "--site", required = true, paramLabel = "FILE", description = "The site file")
  private Path file = Path.of("site.yaml");

  @Option(names = "--yes", description = "Do not ask")
  private boolean yes;

  @Parameters(index = "0", paramLabel = "DEVICE/POINT", description = "Like heatpump-1/limit")
  private String point = "";

  @Parameters(index = "1", paramLabel = "VALUE", description = "In the point's unit")
  private double value;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (OnePoint one = OnePoint.open(file, point, data.path)) {
      Optional<Writing> writing = one.template().writing();
      String unit = one.template().unit().symbol();
      if (writing.isEmpty()) {
        return say(out, false, "%s cannot be written.".formatted(point));
      }
      if (value < writing.get().min() || value > writing.get().max()) {
        return say(
            out,
            false,
            "%s takes %s to %s %s, not %s."
                .formatted(point, writing.get().min(), writing.get().max(), unit, value));
      }
      // A link that has read is a link that can write, and who is asked wants to know what is.
      Optional<Reading> before = one.template().readable() ? one.next() : Optional.empty();
      if (one.template().readable() && before.isEmpty()) {
        return say(out, false, "Not written: %s was not read. %s".formatted(point, one.state()));
      }
      if (!yes && !agreed(before, unit)) {
        return say(out, false, "Not written.");
      }
      return said(out, one.write(value), unit);
    }
  }

  private boolean agreed(Optional<Reading> before, String unit) throws IOException {
    String now = before.map(it -> "%s is %s %s. ".formatted(point, it.value(), unit)).orElse("");
    return Agreement.to(
        "%sWrite %s %s to %s?".formatted(now, value, unit, point), spec.commandLine().getErr());
  }

  private int said(PrintWriter out, WriteOutcome outcome, String unit) {
    return switch (outcome) {
      case WriteOutcome.Verified(double back) ->
          say(out, true, "%s was written and reads back as %s %s.".formatted(point, back, unit));
      case WriteOutcome.Accepted() ->
          say(
              out,
              true,
              "%s was written and acknowledged; it cannot be read back.".formatted(point));
      case WriteOutcome.Mismatch(double back) ->
          say(out, false, "%s was written but reads back as %s %s.".formatted(point, back, unit));
      case WriteOutcome.Refused(String reason) -> say(out, false, reason);
      case WriteOutcome.Unknown(String reason) ->
          say(out, false, "Nobody knows whether it was written. " + reason);
    };
  }

  private static int say(PrintWriter out, boolean done, String sentence) {
    out.println(sentence);
    out.flush();
    return done ? 0 : WattwardCommand.NO;
  }
}
