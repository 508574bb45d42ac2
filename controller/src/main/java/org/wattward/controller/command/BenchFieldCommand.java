package org.wattward.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.wattward.controller.command.FieldBench.Paced;
import org.wattward.controller.command.FieldBench.Run;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.modbus.LoadField;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Polls thousands of Modbus devices and says whether every poll comes in time. */
@Command(
    name = "field",
    description = {
      "Polls thousands of simulated Modbus devices, which another process shows, and says whether",
      "every poll came in time; beside it, what j2mod alone does with the same requests."
    },
    mixinStandardHelpOptions = true)
final class BenchFieldCommand implements Callable<Integer> {
  private static final int FULL_SPEED_TURNS = 3;
  private static final Duration PACED_WARM_UP = Duration.ofSeconds(5);

  /** A run begins and ends between two polls of a device: one in a thousand is not a miss. */
  private static final double EDGE = 0.999;

  private static final double LATENESS_GOAL_MS = 100;
  private static final double HEAP_GOAL_MIB = 1024;
  private static final double RATIO_GOAL = 0.7;
  private static final double SILENT_GOAL_MS = 10;

  @Spec private CommandSpec spec;

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many devices. Default: ${DEFAULT-VALUE}")
  private int devices;

  @Option(
      names = "--points",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many points each has, 1 to 62. Default: ${DEFAULT-VALUE}")
  private int points;

  @Option(
      names = "--period",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = DurationText.class,
      description = "How often every point is read. Default: ${DEFAULT-VALUE}")
  private Duration period = Duration.ofSeconds(1);

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = DurationText.class,
      description = "How long to measure. Default: ${DEFAULT-VALUE}")
  private Duration duration = Duration.ofSeconds(60);

  @Option(
      names = "--silent",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "Let so many devices behind gateways fall silent, run once more, and compare how late the",
        "polls are. Default: none"
      })
  private int silent;

  @Option(names = "--json", description = "Print the result as JSON")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    // A fifth of the devices have a link of their own, the others sit behind gateways of 20.
    LoadField.Size size = new LoadField.Size(devices, points, devices / 5, 20);
    if (silent > devices - size.single()) {
      throw new ParameterException(
          spec.commandLine(),
          "%d devices cannot fall silent: only %d sit behind gateways."
              .formatted(silent, devices - size.single()));
    }
    FieldSummary summary = measure(size);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(summary));
    } else {
      summary.print(out);
    }
    out.flush();
    return summary.isMet() ? 0 : WattwardCommand.NO;
  }

  private FieldSummary measure(LoadField.Size size) throws IOException, InterruptedException {
    try (FieldProcess field = FieldProcess.start(size)) {
      FieldBench bench = new FieldBench(Time.system(), size, field);
      say("Asking as fast as it goes, in turns with j2mod alone and with the links.");
      FieldSummary.FullSpeed fullSpeed = bench.fullSpeed(FULL_SPEED_TURNS);
      try (Paced paced = bench.paced(period)) {
        say("Polling %d devices for %d s.".formatted(devices, duration.toSeconds()));
        Run run = paced.run(PACED_WARM_UP, duration);
        long wrong = paced.wrong();
        List<Goal> goals = new ArrayList<>(goals(run, wrong, fullSpeed.ratio()));
        FieldSummary.Latenesses disturbed = null;
        if (silent > 0) {
          say("The same with silent devices.");
          for (int i = 0; i < silent; i++) {
            field.silence(size.single() + i * (devices - size.single()) / silent);
          }
          Run beside = paced.run(PACED_WARM_UP, duration);
          disturbed = FieldSummary.Latenesses.of(beside.lateness());
          double change = disturbed.p99Ms() - run.lateness().percentileMs(0.99);
          goals.add(
              Goal.atMost(
                  "change of lateness p99 by silent devices", change, "ms", SILENT_GOAL_MS));
        }
        return FieldSummary.of(
            new FieldSummary.Plan(devices, points, size.ports(), period.toMillis()),
            run,
            fullSpeed,
            disturbed,
            goals);
      }
    }
  }

  private List<Goal> goals(Run run, long wrong, double ratio) {
    double requestsPerS = devices / (period.toNanos() / 1e9);
    return List.of(
        Goal.atLeast("requests", run.requestsPerS(), "1/s", requestsPerS * EDGE),
        Goal.atLeast(
            "requests in the worst second", run.leastPollsPerS(), "1/s", requestsPerS * 0.95),
        Goal.atLeast("points", run.pointsPerS(), "1/s", requestsPerS * points * EDGE),
        Goal.exactly("requests without a valid answer", run.failures(), "requests", 0),
        Goal.exactly("points not good and right at the end", wrong, "points", 0),
        Goal.atMost("lateness p99", run.lateness().percentileMs(0.99), "ms", LATENESS_GOAL_MS),
        Goal.atMost("peak heap of the controller", run.peakHeapMiB(), "MiB", HEAP_GOAL_MIB),
        Goal.atLeast("ratio to a bare j2mod loop", ratio, "", RATIO_GOAL));
  }

  private void say(String what) {
    spec.commandLine().getErr().println(what);
    spec.commandLine().getErr().flush();
  }
}
