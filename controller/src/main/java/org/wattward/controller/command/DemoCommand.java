package org.wattward.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wattward.controller.command.RunningController.Launch;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;
import org.wattward.rules.decide.Snapshot.DemandResponse;
import org.wattward.sim.district.DistrictModel;
import org.wattward.sim.district.SimulatedDistrict;
import org.wattward.sim.scenario.Scenario;
import org.wattward.sim.scenario.ScriptedDistrict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Runs the demonstration district: simulator, database, controller and page. */
@Command(
    name = "demo",
    description = "Runs the demonstration district: simulated devices, database, controller, page.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final Duration FIRST_EVENT_AFTER = Duration.ofSeconds(20);

  @Spec private CommandSpec spec;
  @Mixin private ListenOptions listen;
  @Mixin private RulesOption rules;
  @Mixin private ScenarioOption scenarios;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where accounts and database are kept. Default: ~/.local/share/wattward/demo; with --for"
              + " a directory that is removed afterwards")
  private @Nullable Path dataDirectory;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = DurationText.class,
      description = "Stop by itself after this time, for example 60s or 5min, and print a summary")
  private @Nullable Duration duration;

  @Option(names = "--json", description = "Print the summary as JSON")
  private boolean json;

  @Option(
      names = "--speed",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "How many seconds of the district's calendar pass in a second. Default: 1")
  private double speed;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What the simulator's noise is drawn from. Default: 1")
  private long seed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Duration limit = duration;
    if (limit == null) {
      Path data = dataDirectory != null ? dataDirectory : home().resolve("demo");
      return run(data, null);
    }
    if (dataDirectory != null) {
      return run(dataDirectory, limit);
    }
    Path passing = Files.createTempDirectory("wattward-demo");
    try {
      return run(passing, limit);
    } finally {
      remove(passing);
    }
  }

  private static Path home() {
    return Path.of(System.getProperty("user.home"), ".local", "share", "wattward");
  }

  private int run(Path data, @Nullable Duration limit) throws InterruptedException {
    Site site = DistrictModel.demoSite();
    Optional<Scenario> scenario = scenarios.read(site);
    Optional<Instant> start = scenario.flatMap(Scenario::start);
    Time time =
        speed == 1 && start.isEmpty()
            ? Time.system()
            : Time.accelerated(start.orElse(Time.system().now()), speed);
    if (!spec.commandLine().getParseResult().hasMatchedOption("--seed")) {
      seed = scenario.map(it -> it.seed().orElse(seed)).orElse(seed);
    }
    Optional<DemoScenario> happens =
        scenario.map(it -> new DemoScenario(ScriptedDistrict.of(it, site, time.now(), seed), time));
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook = Thread.ofPlatform().unstarted(() -> stop(told, stopped));
    Runtime.getRuntime().addShutdownHook(hook);
    DataDirectory directory = new DataDirectory();
    directory.path = data;
    DemoMeter meter = new DemoMeter(time);
    try (SimulatedDistrict simulated =
        happens
            .map(it -> new SimulatedDistrict(time, it.model()))
            .orElseGet(() -> SimulatedDistrict.demo(time, seed))) {
      simulated.start();
      PriceBook prices = new DemoPrices(simulated::priceEurPerKwh);
      try (RunningController controller =
          RunningController.start(
              new Launch(
                  simulated.site(),
                  data,
                  listen.databaseIn(directory, System.getenv()),
                  listen.inetAddress(),
                  limit != null
                          && spec.commandLine().getParseResult().matchedOption("--port") == null
                      ? 0
                      : listen.port,
                  time,
                  prices,
                  rules.directory()))) {
        meter.started();
        Greeting.print(spec.commandLine().getErr(), controller, listen.address, data);
        if (happens.isPresent()) {
          happens.get().begin(controller.district(), spec.commandLine().getErr());
        } else {
          announceFirstEvent(controller, time);
        }
        if (limit == null) {
          told.await();
          controller.stopControl();
          return 0;
        }
        told.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        return print(meter.summary(controller, happens.map(DemoScenario::end)));
      }
    } finally {
      stopped.countDown();
    }
  }

  /** An event soon after the start, so that demand response is seen at work. */
  private static void announceFirstEvent(RunningController controller, Time time) {
    controller
        .district()
        .announce(
            new DemandResponse(
                "DR-DEMO",
                2,
                time.now().plus(FIRST_EVENT_AFTER),
                time.now().plus(FIRST_EVENT_AFTER).plus(Duration.ofMinutes(15)),
                Double.POSITIVE_INFINITY,
                "Demonstration: the grid operator asks for less load for a quarter of an hour."));
  }

  private int print(DemoSummary summary) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(summary));
      out.flush();
    } else {
      summary.print(out);
      summary
          .scenario()
          .ifPresent(it -> new ScenarioTelling(out, DistrictModel.demoSite().timeZone()).told(it));
    }
    return summary.isMet() ? 0 : WattwardCommand.NO;
  }

  private static void stop(CountDownLatch told, CountDownLatch stopped) {
    told.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    }
  }
}
