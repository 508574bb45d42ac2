package org.wattward.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.wattward.controller.command.RecordSummary.BesideDistrict;
import org.wattward.controller.command.RunningController.Launch;
import org.wattward.controller.record.ChartBench;
import org.wattward.controller.record.ChartBench.Charting;
import org.wattward.controller.record.DatabaseAddress;
import org.wattward.controller.record.RecordBench;
import org.wattward.controller.record.RecordBench.Writing;
import org.wattward.controller.record.RecordLoad;
import org.wattward.controller.record.RecordSettings;
import org.wattward.controller.record.RecordStore;
import org.wattward.controller.record.Retention;
import org.wattward.devices.WattwardException;
import org.wattward.devices.time.Time;
import org.wattward.sim.district.SimulatedDistrict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Measures how fast the record is written and read. */
@Command(
    name = "record",
    description = {
      "Measures the record: rows a second beside a bare COPY of the same rows, a steady rate"
          + " beside",
      "a running district, a year of one point charted, the last hour of a hundred points. It"
          + " fills",
      "the database it is given: use an empty one. Without options it writes."
    },
    mixinStandardHelpOptions = true)
final class BenchRecordCommand implements Callable<Integer> {
  private static final Duration READY = Duration.ofMinutes(2);
  private static final int MOST_POINTS = 1000;
  private static final long DEFAULT_ROWS = 2_000_000;

  @Spec private CommandSpec spec;
  @Mixin private ListenOptions listen;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Write so many rows each way, for example 20000000")
  private long rows;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Write so many rows a second beside the demonstration district")
  private int rate;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = DurationText.class,
      description = "How long to keep that rate. Default: ${DEFAULT-VALUE}")
  private Duration duration = Duration.ofSeconds(60);

  @Option(
      names = "--chart-days",
      paramLabel = "N",
      description = "Generate so many days of one point, a reading a second, and chart them")
  private int days;

  @Option(
      names = "--hour-points",
      paramLabel = "N",
      description = "Read the last hour of so many points, 1 to 1000, as it was recorded")
  private int hourPoints;

  @Option(names = "--json", description = "Print the result as JSON")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rows < 0
        || rate < 0
        || days < 0
        || days > 3650
        || hourPoints < 0
        || hourPoints > MOST_POINTS) {
      throw new ParameterException(
          spec.commandLine(),
          "--rows and --rate are positive, --chart-days up to 3650, --hour-points up to 1000.");
    }
    if (rows == 0 && rate == 0 && days == 0 && hourPoints == 0) {
      rows = DEFAULT_ROWS;
    }
    Path passing = Files.createTempDirectory("wattward-bench");
    RecordSummary summary;
    try {
      summary = measure(passing);
    } finally {
      DemoCommand.remove(passing);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(summary));
    } else {
      summary.print(out);
    }
    out.flush();
    return summary.isMet() ? 0 : WattwardCommand.NO;
  }

  private RecordSummary measure(Path passing) throws InterruptedException {
    DataDirectory data = new DataDirectory();
    data.path = passing;
    DatabaseAddress address = listen.databaseIn(data, System.getenv());
    BesideDistrict beside = rate > 0 ? besideDistrict(passing, address) : null;
    Time time = Time.system();
    try (RecordStore store = new RecordStore(time, address, settings(passing))) {
      store.start();
      awaitReady(store);
      Writing writing = null;
      if (rows > 0) {
        say("Writing %d rows each way.".formatted(rows));
        writing = new RecordBench(time, store).writing(rows);
      }
      ChartBench charts = new ChartBench(time, store);
      Charting year = null;
      if (days > 0) {
        say("Generating and rolling up %d days of a point.".formatted(days));
        year = charts.year(days);
      }
      Charting hour = null;
      if (hourPoints > 0) {
        say("Generating an hour of a thousand points.");
        hour = charts.hour(hourPoints, MOST_POINTS);
      }
      return RecordSummary.of(
          store.capabilities().orElseThrow().sentence(), writing, beside, year, hour);
    }
  }

  /** Readings are kept so long that a generated year is not past its retention. */
  private RecordSettings settings(Path passing) {
    Duration most = Duration.ofDays(Math.max(400, days + 10L));
    return RecordSettings.in(passing.resolve("record"))
        .with(new Retention(most, most, most.multipliedBy(5), most.multipliedBy(20), most));
  }

  private BesideDistrict besideDistrict(Path passing, DatabaseAddress address)
      throws InterruptedException {
    Time time = Time.system();
    try (SimulatedDistrict simulated = SimulatedDistrict.demo(time, 1)) {
      simulated.start();
      try (RunningController controller =
          RunningController.start(
              new Launch(
                  simulated.site(),
                  passing,
                  address,
                  listen.inetAddress(),
                  0,
                  time,
                  new DemoPrices(simulated::priceEurPerKwh),
                  Optional.empty()))) {
        awaitReady(controller.record());
        say("Writing %d rows a second for %d s.".formatted(rate, duration.toSeconds()));
        RecordLoad.Load load = new RecordLoad(time, controller.record(), rate).run(duration);
        return new BesideDistrict(load, controller.district().counters().latePolls());
      }
    }
  }

  private static void awaitReady(RecordStore store) throws InterruptedException {
    if (!store.awaitReady(READY)) {
      throw new WattwardException(
          "The database did not answer within %d s. The log says why."
              .formatted(READY.toSeconds()));
    }
  }

  private void say(String what) {
    spec.commandLine().getErr().println(what);
    spec.commandLine().getErr().flush();
  }
}
