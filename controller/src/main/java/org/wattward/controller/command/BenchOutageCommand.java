package org.wattward.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.wattward.controller.command.ControlProbe.Figures;
import org.wattward.controller.record.RecordOutage;
import org.wattward.controller.record.RecordOutage.Outage;
import org.wattward.controller.record.RecordOutage.Phase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Measures what becomes of control and record while the database is away. */
@Command(
    name = "outage",
    description = {
      "Stops the embedded database of the demonstration district for a while, with a steady rate"
          + " of",
      "further readings, and measures control before, meanwhile and after, the spool, how fast it",
      "is drained, and whether every point's count and sum are what was handed over."
    },
    mixinStandardHelpOptions = true)
final class BenchOutageCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofHours(24);

  @Spec private CommandSpec spec;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "10min",
      converter = DurationText.class,
      description = "How long the database is stopped. Default: ${DEFAULT-VALUE}")
  private Duration away = Duration.ofMinutes(10);

  @Option(
      names = "--calm",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = DurationText.class,
      description = "How long all is well before and after. Default: ${DEFAULT-VALUE}")
  private Duration calm = Duration.ofSeconds(60);

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Readings a second, besides the district's own. Default: ${DEFAULT-VALUE}")
  private int rate;

  @Option(
      names = "--compressed",
      description = {
        "Hand over what comes in that time as fast as the spool takes it, with the times that it",
        "would have had; the rate goes on beside."
      })
  private boolean compressed;

  @Option(names = "--json", description = "Print the result as JSON")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rate < 1 || away.compareTo(LONGEST) > 0) {
      throw new ParameterException(
          spec.commandLine(), "--rate is positive, and --for is a day at most.");
    }
    Path passing = Files.createTempDirectory("wattward-bench");
    OutageBench.Summary summary;
    try {
      summary = OutageBench.run(new RecordOutage.Plan(rate, calm, away, compressed), passing);
    } finally {
      DemoCommand.remove(passing);
    }
    print(summary);
    return summary.isMet() ? 0 : WattwardCommand.NO;
  }

  private void print(OutageBench.Summary summary) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(summary));
      out.flush();
      return;
    }
    out.printf(
        "On %d cores with %.1f GiB. %s%n",
        summary.machine().cores(), summary.machine().memoryGiB(), summary.database());
    for (Map.Entry<Phase, Figures> phase : summary.control().entrySet()) {
      Figures figures = phase.getValue();
      out.printf(
          "  %-9s %6.0f s: %.1f polls/s, %d late; %.1f zone decisions/s, %d missed; %d setpoints"
              + " decided in p50 %.1f ms, p99 %.1f ms, verified p99 %.0f ms%n",
          phase.getKey(),
          figures.seconds(),
          figures.pollsPerS(),
          figures.latePolls(),
          figures.ticksPerS(),
          figures.missedTicks(),
          figures.reactions(),
          figures.decidedP50Ms(),
          figures.decidedP99Ms(),
          figures.verifiedP99Ms());
    }
    Outage outage = summary.outage();
    out.printf(
        "  away %.0f s%s at %d rows/s: %d rows in %d MiB on disk at %.0f rows/s; drained in %.1f s,"
            + " %.0f rows/s, %.1f times what comes; worst hand-over %.1f ms%n",
        outage.awayS(),
        outage.compressed() ? ", compressed," : "",
        outage.perS(),
        outage.rowsSpooled(),
        outage.mostSpoolBytes() >> 20,
        outage.spooledPerS(),
        outage.drainS(),
        outage.drainedPerS(),
        outage.drainedByComing(),
        outage.worstOfferMs());
    Goal.print(summary.goals(), out);
    out.flush();
  }
}
