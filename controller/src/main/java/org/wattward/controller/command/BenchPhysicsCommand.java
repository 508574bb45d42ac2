package org.wattward.controller.command;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.wattward.sim.district.DistrictModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Measures what a step of the simulated district's physics costs, without any control. */
@Command(
    name = "physics",
    description =
        "Measures what a step of the simulated district's physics costs on one core, power flow and"
            + " device values included, without any control: one transformer district, as many as"
            + " 200 devices take, and as many as 2,000 take.",
    mixinStandardHelpOptions = true)
final class BenchPhysicsCommand implements Callable<Integer> {
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final Instant FROM = Instant.parse("2026-01-12T00:00:00Z");
  private static final int STEPS_OF_A_DAY = 1440;
  private static final int FEW = 200;
  private static final int MANY = 2_000;

  /** What physics may take of a year of 200 devices in a minute on two cores: under a half. */
  private static final double MOST_MICROS = 100;

  private static final double MOST_RATIO = 1.3;

  @Spec private CommandSpec spec;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "7",
      description = "How many days of steps of 60 s. Default: ${DEFAULT-VALUE}")
  private int days = 7;

  @Option(names = "--json", description = "Print the figures as JSON")
  private boolean json;

  @Override
  public Integer call() {
    if (days < 1) {
      throw new ParameterException(
          spec.commandLine(), "%d days are none; use 1 or more.".formatted(days));
    }
    int each = DistrictModel.demoSite().devices().size();
    int several = (FEW + each - 1) / each;
    measure(several); // until everything is compiled
    PhysicsSummary.Size one = measure(1);
    PhysicsSummary.Size few = measure(several);
    PhysicsSummary.Size many = measure((MANY + each - 1) / each);
    PhysicsSummary summary =
        new PhysicsSummary(
            Machine.here(),
            days,
            List.of(one, few, many),
            List.of(
                Goal.atMost(
                    "a step of %d devices".formatted(few.devices()),
                    few.stepMicros(),
                    "us",
                    MOST_MICROS),
                Goal.atMost(
                    "a device among %d to one among %d".formatted(many.devices(), few.devices()),
                    Math.round(100 * many.deviceNanos() / few.deviceNanos()) / 100.0,
                    "times",
                    MOST_RATIO)));
    print(summary);
    return summary.goals().stream().allMatch(Goal::met) ? 0 : WattwardCommand.NO;
  }

  private PhysicsSummary.Size measure(int districts) {
    List<DistrictModel> models = new ArrayList<>();
    for (int number = 0; number < districts; number++) {
      models.add(DistrictModel.demo(FROM, number + 1L));
    }
    long steps = (long) days * STEPS_OF_A_DAY;
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    for (long step = 0; step < steps; step++) {
      for (DistrictModel model : models) {
        model.step(STEP);
      }
    }
    double nanos = (threads.getCurrentThreadCpuTime() - before) / (double) steps;
    int devices = districts * models.getFirst().site().devices().size();
    return new PhysicsSummary.Size(
        devices, Math.round(nanos / 100) / 10.0, (double) Math.round(nanos / devices));
  }

  private void print(PhysicsSummary summary) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(summary));
      out.flush();
    } else {
      summary.print(out);
      out.flush();
    }
  }
}
