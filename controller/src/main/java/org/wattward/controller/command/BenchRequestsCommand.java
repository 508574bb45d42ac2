package org.wattward.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.wattward.controller.command.OrderLoad.Ask;
import org.wattward.controller.command.OrderLoad.Result;
import org.wattward.controller.district.District.Counters;
import org.wattward.controller.receipt.Quota;
import org.wattward.controller.receipt.Receipt;
import org.wattward.controller.receipt.Receipt.Stage;
import org.wattward.controller.record.DatabaseAddress;
import org.wattward.controller.security.Accounts;
import org.wattward.controller.security.Role;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.Time;
import org.wattward.sim.district.SimulatedDistrict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Measures how fast a scheduler program's orders are taken while the district runs. */
@Command(
    name = "requests",
    description =
        "Measures how fast orders of a scheduler program are taken while the demonstration district"
            + " runs: each in a call of its own, then some in a call, beside calls that only ask.",
    mixinStandardHelpOptions = true)
final class BenchRequestsCommand implements Callable<Integer> {
  private static final Duration SETTLE = Duration.ofSeconds(15);
  private static final Duration BASELINE = Duration.ofSeconds(5);
  private static final int BULK = 5_000;
  private static final int TOGETHER = 20;
  private static final double GOAL_MS = 20;
  private static final int EXTERNAL_SCHEDULER = 10;

  private final Time time = Time.system();

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print the figures as JSON")
  private boolean json;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Orders a second, each in a call of its own. Default: 2000")
  private int rate;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = DurationText.class,
      defaultValue = "30s",
      description = "How long. Default: 30s")
  private Duration length = Duration.ofSeconds(30);

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      converter = DurationText.class,
      defaultValue = "60s",
      description =
          "How long orders come before they are measured, so that Java has compiled what they need."
              + " Default: 60s")
  private Duration warmUp = Duration.ofSeconds(60);

  @Option(
      names = "--life",
      paramLabel = "TIME",
      converter = DurationText.class,
      defaultValue = "PT0.25S",
      description = "How long each order lives. Default: 250ms")
  private Duration life = Duration.ofMillis(250);

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("wattward-bench");
    try {
      RequestsSummary summary = measure(data);
      print(summary);
      return summary.goals().stream().allMatch(Goal::met) ? 0 : WattwardCommand.NO;
    } finally {
      DemoCommand.remove(data);
    }
  }

  private RequestsSummary measure(Path data) throws InterruptedException {
    String token =
        new Accounts(data)
            .issueToken("bench", Role.OPERATOR, EXTERNAL_SCHEDULER, new Quota(5 * rate, 20 * rate));
    try (SimulatedDistrict simulated = SimulatedDistrict.demo(time, 1)) {
      simulated.start();
      try (RunningController controller =
          RunningController.start(
              new RunningController.Launch(
                  simulated.site(),
                  data,
                  new DatabaseAddress.Embedded(data.resolve("postgres")),
                  InetAddress.getLoopbackAddress(),
                  0,
                  time,
                  new DemoPrices(simulated::priceEurPerKwh),
                  Optional.empty()))) {
        OrderLoad load = new OrderLoad(controller.port(), token, time);
        time.sleep(SETTLE);
        return measure(controller, load, asks(simulated.site()), data);
      }
    }
  }

  private RequestsSummary measure(
      RunningController controller, OrderLoad load, List<Ask> asks, Path data)
      throws InterruptedException {
    load.run(asks, rate, warmUp, life);
    Result baseline;
    Result disk;
    try (DiskProbe probe = new DiskProbe(data, time)) {
      baseline = load.baseline(rate, BASELINE);
      disk = probe.end();
    }
    Counters before = controller.district().counters();
    double cpuBeforeS = Machine.cpuNanos() / 1e9;
    double allBeforeS = Machine.allCpuS().orElse(Double.NaN);
    long compiledBeforeMs = Machine.compilingMs();
    long collectedBeforeMs = Machine.collectingMs();
    Result result = load.run(asks, rate, length, life);
    double compiling = (Machine.compilingMs() - compiledBeforeMs) / 1e3 / result.seconds();
    double collecting = (Machine.collectingMs() - collectedBeforeMs) / 1e3 / result.seconds();
    double cpuS = Machine.cpuNanos() / 1e9 - cpuBeforeS;
    double allS = Machine.allCpuS().orElse(Double.NaN) - allBeforeS;
    double seconds = result.seconds();
    Counters after = controller.district().counters();
    double decided = decidedP99Ms(controller);
    long late = after.latePolls() - before.latePolls();
    Result batches = load.batches(asks, rate, length.dividedBy(2), life, TOGETHER);
    Duration bulk = load.bulk(asks, BULK, life);
    return new RequestsSummary(
        Machine.here(),
        Machine.collector(),
        "%d connections kept open, %d points, each order lives %d ms"
            .formatted(OrderLoad.CALLERS, asks.size(), life.toMillis()),
        RequestsSummary.Calls.of(result, 1),
        RequestsSummary.Calls.of(batches, TOGETHER),
        RequestsSummary.Calls.of(baseline, 0),
        RequestsSummary.Calls.of(disk, 0),
        result.percentileMs(99) / baseline.percentileMs(99),
        decided,
        bulk.toNanos() / 1e6,
        BULK,
        after.decisions() - before.decisions(),
        late,
        cpuS / seconds - result.cpuS(),
        result.cpuS(),
        (allS - cpuS) / seconds,
        compiling,
        collecting,
        List.of(
            Goal.atMost("order taken, one a call, p99", result.percentileMs(99), "ms", GOAL_MS),
            Goal.atLeast("orders a second, one a call", result.perSecond(), "1/s", 0.99 * rate),
            Goal.atMost(
                "orders taken, %d a call, p99".formatted(TOGETHER),
                batches.percentileMs(99),
                "ms",
                GOAL_MS),
            Goal.atLeast(
                "orders a second, %d a call".formatted(TOGETHER),
                TOGETHER * batches.perSecond(),
                "1/s",
                0.99 * rate),
            Goal.exactly("calls not taken", result.refused() + batches.refused(), "calls", 0),
            Goal.exactly("late polls meanwhile", late, "polls", 0)));
  }

  /** Every writable point, asked to have what it falls back to: so devices are spared. */
  private static List<Ask> asks(Site site) {
    List<Ask> asks = new ArrayList<>();
    for (Device device : site.devices()) {
      for (PointTemplate point : device.points()) {
        point
            .writing()
            .ifPresent(
                writing -> asks.add(new Ask(device.pointId(point), writing.relinquishDefault())));
      }
    }
    return asks;
  }

  /** From when an order was taken to its decision, of the latest receipts. */
  private static double decidedP99Ms(RunningController controller) {
    List<Receipt> latest = controller.district().receipts().after(0, Integer.MAX_VALUE);
    long[] nanos =
        latest.stream()
            .map(BenchRequestsCommand::decidedNanos)
            .flatMap(Optional::stream)
            .mapToLong(Long::longValue)
            .toArray();
    return nanos.length == 0 ? Double.NaN : new Result(1, nanos, 0, 0).percentileMs(99);
  }

  private static Optional<Long> decidedNanos(Receipt receipt) {
    return receipt.steps().stream()
        .filter(step -> step.stage() != Stage.ACCEPTED)
        .filter(step -> !step.stage().isOver())
        .findFirst()
        .map(step -> Duration.between(receipt.steps().getFirst().time(), step.time()).toNanos());
  }

  private void print(RequestsSummary summary) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(summary));
    } else {
      summary.print(out);
    }
    out.flush();
  }
}
