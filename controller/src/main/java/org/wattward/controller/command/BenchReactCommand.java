package org.wattward.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private static final int ZONE_DEVICES = 100;

  /** Small zones, else a hundred devices would be one zone and show one jump a second. */
  private static final int SMALL_ZONE_DEVICES = 5;

  private static final int WARM_UP = 400;
  private static final int LEAST_SAMPLES = 1_000;
  private static final double GOAL_MS = 20;
  private static final double USUAL_GOAL_MS = 5;

  @Spec private CommandSpec spec;

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "10000",
      description =
          "How many devices, a multiple of 100, in zones of 100; 100 itself is measured in 20"
              + " zones. Default: ${DEFAULT-VALUE}")
  private int devices;

  @Option(
      names = "--jumps",
      paramLabel = "N",
      defaultValue = "1200",
      description =
          "How many changes are reacted to, up to 25 a second; 400 before do not count, while the"
              + " program is still being compiled. Default: ${DEFAULT-VALUE}")
  private int jumps;

  @Option(names = "--alone", description = "Without the comparison with 100 devices")
  private boolean alone;

  @Option(names = "--json", description = "Print the figures as JSON")
  private boolean json;

  /** What came out; compared with 100 devices unless they were to be left out. */
  record Summary(
      Machine machine,
      String collector,
      ReactBench.Run run,
      Optional<ReactBench.Run> small,
      double ratioToSmall,
      List<Goal> goals) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (devices < ZONE_DEVICES || devices % ZONE_DEVICES != 0) {
      throw new ParameterException(
          spec.commandLine(), "--devices %d is no multiple of 100.".formatted(devices));
    }
    boolean compare = !alone && devices != COMPARED_WITH;
    Optional<ReactBench.Run> small = compare ? Optional.of(run(COMPARED_WITH)) : Optional.empty();
    ReactBench.Run run = run(devices);
    double ratio =
        small.map(one -> run.reaction().p99Ms() / one.reaction().p99Ms()).orElse(Double.NaN);
    Summary summary =
        new Summary(Machine.here(), Machine.collector(), run, small, ratio, goals(run, small));
    print(summary);
    return summary.goals.stream().allMatch(Goal::met) ? 0 : WattwardCommand.NO;
  }

  private ReactBench.Run run(int count) throws IOException, InterruptedException {
    // A fifth of the devices have a link of their own, the others sit behind gateways.
    LoadField.Size size = new LoadField.Size(count, POINTS, count / 5, UNITS);
    int zoneDevices = count == COMPARED_WITH ? SMALL_ZONE_DEVICES : ZONE_DEVICES;
    ReactBench.Plan plan = new ReactBench.Plan(size, zoneDevices, WARM_UP, jumps);
    return new ReactBench(Time.system(), plan).run();
  }

  private List<Goal> goals(ReactBench.Run run, Optional<ReactBench.Run> small) {
    List<Goal> goals = new ArrayList<>(goals(run));
    small.ifPresent(one -> goals.addAll(goals(one)));
    return goals;
  }

  private static List<Goal> goals(ReactBench.Run run) {
    String of = ", %d devices".formatted(run.devices());
    return List.of(
        Goal.atMost("reaction p99" + of, run.reaction().p99Ms(), "ms", GOAL_MS),
        Goal.atMost("reaction p50" + of, run.reaction().p50Ms(), "ms", USUAL_GOAL_MS),
        Goal.exactly("jumps without a write" + of, run.missing(), "jumps", 0),
        Goal.atLeast("polls a second" + of, run.pollsPerS(), "1/s", 0.99 * run.devices()),
        Goal.atLeast("reactions measured" + of, run.samples(), "", LEAST_SAMPLES));
  }

  private void print(Summary summary) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(summary));
    } else {
      summary.small.ifPresent(one -> print(one, out));
      print(summary.run, out);
      out.printf("Collector: %s%n", summary.collector);
      Goal.print(summary.goals, out);
      Machine.advice().ifPresent(out::println);
    }
    out.flush();
  }

  private static void print(ReactBench.Run run, PrintWriter out) {
    out.printf(
        "%d devices, %d reactions: p50 %.1f ms, p99 %.1f ms, max %.1f ms; at the device p99 %.1f"
            + " ms; %.0f polls/s, %d late, %.0f zone decisions/s, %d collections of %d ms"
            + " together%n",
        run.devices(),
        run.samples(),
        run.reaction().p50Ms(),
        run.reaction().p99Ms(),
        run.reaction().maxMs(),
        run.arrived().p99Ms(),
        run.pollsPerS(),
        run.latePolls(),
        run.decisionsPerS(),
        run.collections(),
        run.collectingMs());
    run.stages()
        .forEach((stage, spread) ->
            out.printf(
                "  %-18s p50 %.2f ms, p99 %.2f ms, max %.2f ms%n",
                stage, spread.p50Ms(), spread.p99Ms(), spread.maxMs()));
    out.printf(
        "  cores: %.2f of the controller, %.2f of the simulated field, %.2f of others%n",
        run.cpuS(), run.fieldCpuS(), run.otherCpuS());
  }
}
