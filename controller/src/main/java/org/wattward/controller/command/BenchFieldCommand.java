package org.wattward.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.wattward.controller.command.FieldBench.Paced;
import org.wattward.controller.command.FieldBench.Run;
import org.wattward.controller.command.FieldSummary.BesideSilence;
import org.wattward.controller.command.FieldSummary.Latenesses;
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
  private static final Duration LONGEST_TURN = Duration.ofSeconds(4);
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(5);

  /** A run begins and ends between two polls of a device; so much may fall outside. */
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
        "Let so many devices fall silent, first such with a link of their own, then such behind",
        "gateways, run again each time, and compare how late the polls of the others are. Default:"
            + " none"
      })
  private int silent;

  @Option(names = "--json", description = "Print the result as JSON")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    // A fifth of the devices have a link of their own, the others sit behind gateways of 20.
    LoadField.Size size = new LoadField.Size(devices, points, devices / 5, 20);
    if (silent < 0 || silent > size.single() || silent > devices - size.single()) {
      throw new ParameterException(
          spec.commandLine(),
          "%d devices cannot fall silent: %d have a link of their own, %d sit behind gateways."
              .formatted(silent, size.single(), devices - size.single()));
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
      FieldSummary.FullSpeed fullSpeed = bench.fullSpeed(turns());
      try (Paced paced = bench.paced(period)) {
        say("Polling %d devices for %d s.".formatted(devices, duration.toSeconds()));
        Run run = paced.run(atMost(LONGEST_WARM_UP), wholePeriods());
        List<Goal> goals = new ArrayList<>(goals(run, paced.wrong(), fullSpeed.ratio()));
        List<BesideSilence> beside = new ArrayList<>();
        if (silent > 0) {
          Beside measure = new Beside(field, paced, run.lateness().percentileMs(0.99));
          int behind = devices - size.single();
          measure.silence("on links of their own", 0, size.single(), beside, goals);
          measure.silence("behind gateways", size.single(), behind, beside, goals);
        }
        return FieldSummary.of(
            new FieldSummary.Plan(devices, points, size.ports(), period.toMillis()),
            run,
            fullSpeed,
            beside,
            goals);
      }
    }
  }

  /** A short trial has short turns. */
  private FieldBench.Turns turns() {
    Duration turn = atMost(LONGEST_TURN);
    return new FieldBench.Turns(FULL_SPEED_TURNS, turn.dividedBy(2), turn);
  }

  private Duration atMost(Duration limit) {
    return duration.compareTo(limit) < 0 ? duration : limit;
  }

  /** Every device is due as often as any other in it. */
  private Duration wholePeriods() {
    return period.multipliedBy(Math.max(1, duration.dividedBy(period)));
  }

  /** Measures the others while some devices are silent. */
  private final class Beside {
    private final FieldProcess field;
    private final Paced paced;
    private final double undisturbedP99Ms;

    Beside(FieldProcess field, Paced paced, double undisturbedP99Ms) {
      this.field = field;
      this.paced = paced;
      this.undisturbedP99Ms = undisturbedP99Ms;
    }

    void silence(String where, int from, int count, List<BesideSilence> beside, List<Goal> goals)
        throws IOException, InterruptedException {
      String what = "%d %s".formatted(silent, where);
      say("The same with %s silent.".formatted(what));
      for (int i = 0; i < silent; i++) {
        field.silence(from + i * count / silent);
      }
      // From their first missing answer on: that is when they cost most.
      Latenesses lateness = Latenesses.of(paced.run(Duration.ZERO, wholePeriods()).lateness());
      for (int i = 0; i < silent; i++) {
        field.wake(from + i * count / silent);
      }
      beside.add(new BesideSilence(what, lateness));
      goals.add(
          Goal.atMost(
              "change of the others' lateness p99 by %s silent".formatted(what),
              lateness.p99Ms() - undisturbedP99Ms,
              "ms",
              SILENT_GOAL_MS));
    }
  }

  private List<Goal> goals(Run run, long wrong, double ratio) {
    double requestsPerS = devices / (period.toNanos() / 1e9);
    double seconds = wholePeriods().toNanos() / 1e9;
    long due = devices * wholePeriods().dividedBy(period);
    long asked = due - run.missed();
    return List.of(
        Goal.atLeast("requests of whole periods", asked / seconds, "1/s", requestsPerS),
        Goal.atLeast(
            "points of whole periods",
            (asked - run.failures()) * points / seconds,
            "1/s",
            requestsPerS * points),
        Goal.atLeast(
            "requests begun within the time", run.requestsPerS(), "1/s", requestsPerS * EDGE),
        Goal.atLeast(
            "requests in the worst second", run.leastPollsPerS(), "1/s", requestsPerS * 0.95),
        Goal.atLeast(
            "points handed on within the time",
            run.pointsPerS(),
            "1/s",
            requestsPerS * points * EDGE),
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
