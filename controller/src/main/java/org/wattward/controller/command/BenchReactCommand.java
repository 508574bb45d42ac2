package org.wattward.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.modbus.LoadField;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Measures how soon a changed reading becomes a write on the wire. */
@Command(
    name = "react",
    description = {
      "Measures the time from a changed reading received to the resulting write on the wire, with",
      "thousands of devices polled each second, and with 100 devices for comparison."
    },
    mixinStandardHelpOptions = true)
final class BenchReactCommand implements Callable<Integer> {
  private static final int POINTS = 10;
  private static final int UNITS = 20;
  private static final int COMPARED_WITH = 100;
  private static final double GOAL_MS = 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many devices, a multiple of 100. Default: ${DEFAULT-VALUE}")
  private int devices;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "40",
      description = "Rounds of up to eight jumps, about 1.3 s each. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(names = "--json", description = "Print the figures as JSON")
  private boolean json;

  /** What came out. */
  record Summary(
      Machine machine,
      ReactBench.Run run,
      ReactBench.Run small,
      double ratioToSmall,
      List<Goal> goals) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (devices < ReactSite.ZONE || devices % ReactSite.ZONE != 0) {
      throw new ParameterException(
          spec.commandLine(), "--devices %d is no multiple of 100.".formatted(devices));
    }
    ReactBench.Run small = run(COMPARED_WITH, Math.max(rounds, 60));
    ReactBench.Run run = run(devices, rounds);
    Summary summary =
        new Summary(Machine.here(), run, small, run.p99Ms() / small.p99Ms(), goals(run, small));
    print(summary);
    return summary.goals.stream().allMatch(Goal::met) ? 0 : WattwardCommand.NO;
  }

  private static ReactBench.Run run(int devices, int rounds)
      throws IOException, InterruptedException {
    // A fifth of the devices have a link of their own, the others sit behind gateways.
    LoadField.Size size = new LoadField.Size(devices, POINTS, devices / 5, UNITS);
    return new ReactBench(Time.system(), size).run(rounds);
  }

  private List<Goal> goals(ReactBench.Run run, ReactBench.Run small) {
    return List.of(
        Goal.atMost("reaction p99, %d devices".formatted(devices), run.p99Ms(), "ms", GOAL_MS),
        Goal.atMost(
            "reaction p99, %d devices".formatted(COMPARED_WITH), small.p99Ms(), "ms", GOAL_MS),
        Goal.exactly("jumps without a write", run.missing() + small.missing(), "jumps", 0),
        Goal.atLeast("polls a second", run.pollsPerS(), "1/s", 0.99 * devices),
        Goal.atLeast("reactions measured", run.samples(), "", 100));
  }

  private void print(Summary summary) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(summary));
    } else {
      for (ReactBench.Run each : List.of(summary.small, summary.run)) {
        out.printf(
            "%d devices: %d reactions, p50 %.1f ms, p99 %.1f ms, max %.1f ms; %.0f polls/s, %d"
                + " late, %.0f zone decisions/s, %.2f cores%n",
            each.devices(),
            each.samples(),
            each.p50Ms(),
            each.p99Ms(),
            each.maxMs(),
            each.pollsPerS(),
            each.latePolls(),
            each.decisionsPerS(),
            each.cpuS());
      }
      Goal.print(summary.goals, out);
    }
    out.flush();
  }
}
