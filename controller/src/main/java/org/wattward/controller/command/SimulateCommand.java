package org.wattward.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wattward.controller.citylearn.Homes;
import org.wattward.controller.simulation.ChartPage;
import org.wattward.controller.simulation.Figures;
import org.wattward.controller.simulation.Plan;
import org.wattward.controller.simulation.Report;
import org.wattward.controller.simulation.Simulation;
import org.wattward.controller.simulation.Tariff;
import org.wattward.controller.simulation.Variant;
import org.wattward.devices.WattwardException;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.SiteReader;
import org.wattward.devices.site.Zone;
import org.wattward.devices.template.Templates;
import org.wattward.devices.time.Time;
import org.wattward.rules.packages.PackageLoader;
import org.wattward.rules.packages.PackageOutcome;
import org.wattward.rules.packages.RulePackage;
import org.wattward.sim.district.DistrictModel;
import org.wattward.sim.scenario.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Lives through a time of a district in process, as fast as the machine goes. */
@Command(
    name = "simulate",
    description = {
      "Lives through a time of a district in process: physics behind the points, and the very",
      "zones, rules and arbiter of the controller. Says what the rules are worth."
    },
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--site",
      paramLabel = "FILE",
      description = "The site file. Default: the demonstration district")
  private @Nullable Path siteFile;

  @Option(
      names = "--devices",
      paramLabel = "N",
      description =
          "At least so many devices: as many transformer districts like the site's side by side as"
              + " that takes. Default: one")
  private int devices;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      defaultValue = "2026-01-01",
      description = "First day, local. Default: ${DEFAULT-VALUE}")
  private LocalDate from = LocalDate.of(2026, 1, 1);

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "365",
      description = "How many days. Default: ${DEFAULT-VALUE}")
  private int days;

  @Option(
      names = "--step",
      paramLabel = "TIME",
      converter = DurationText.class,
      defaultValue = "60s",
      description = "How far the clock goes at once; it divides 15 min. Default: ${DEFAULT-VALUE}")
  private Duration step = Duration.ofMinutes(1);

  @Option(
      names = "--every-step",
      description =
          "Zones decide in every step. Default: when something changed that their rules look at,"
              + " at the latest after 15 min")
  private boolean everyStep;

  @Option(
      names = "--rules",
      paramLabel = "DIR",
      description = "Rule packages in the folders of DIR, besides or instead of the program's")
  private @Nullable Path rules;

  @Option(
      names = "--packages",
      paramLabel = "NAME",
      split = ",",
      description = "Only these rule packages. Default: all that the site's zones name")
  private List<String> only = new ArrayList<>();

  @Option(names = "--baseline", description = "Also without rules, with the difference")
  private boolean baseline;

  @Option(names = "--each", description = "Also each rule package alone; includes --baseline")
  private boolean each;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What all noise is drawn from. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where the chart page index.html, the table months.csv and report.json are written")
  private @Nullable Path out;

  @Option(
      names = "--case",
      paramLabel = "NAME",
      description =
          "A published comparison instead of a site: citylearn, the measured homes of CityLearn's"
              + " 2022 challenge found in --data")
  private @Nullable String publishedCase;

  @Option(names = "--data", paramLabel = "DIR", description = "The data of --case")
  private @Nullable Path data;

  @Mixin private ScenarioOption scenarios;

  @Option(names = "--json", description = "Print the report as JSON")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (publishedCase != null) {
      return compare(publishedCase);
    }
    Site site = site();
    Optional<Scenario> scenario = scenarios.read(site);
    Plan plan = plan(site, scenario);
    List<Variant> variants = variants(plan.site());
    Simulation simulation = new Simulation(plan, variants, scenario);
    Time time = Time.system();
    long startNanos = time.nanos();
    Map<String, Figures> all;
    try (ProgressBar _ = ProgressBar.start(spec.commandLine().getErr(), simulation::progress)) {
      all = simulation.run(Runtime.getRuntime().availableProcessors());
    }
    double seconds = (time.nanos() - startNanos) / 1e9;
    Map<String, Report> reports = reports(all, variants);
    List<Goal> goals = new SimulateGoals(plan, seconds).of(all, simulation.outcomes());
    SimulateSummary summary =
        SimulateSummary.of(plan, seconds, reports, goals, simulation.outcomes());
    Path folder = out;
    if (folder != null) {
      write(folder, reports.values().iterator().next(), summary);
    }
    return print(summary, site.timeZone());
  }

  private int compare(String name) {
    Path directory = data;
    if (!name.equals("citylearn") || directory == null) {
      throw new ParameterException(
          spec.commandLine(),
          "There is one case, citylearn, and it needs its data: --case citylearn --data DIR.");
    }
    CaseSummary summary = CaseSummary.of(Homes.read(directory), packages(Optional.empty()));
    PrintWriter writer = spec.commandLine().getOut();
    if (json) {
      writer.println(
          JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(summary));
      writer.flush();
    } else {
      summary.print(writer);
    }
    return summary.isMet() ? 0 : WattwardCommand.NO;
  }

  /** What the command line says stands above what the scenario says. */
  private Plan plan(Site site, Optional<Scenario> scenario) {
    int quarters = Math.max(1, (devices + site.devices().size() - 1) / site.devices().size());
    Instant local = from.atStartOfDay(site.timeZone()).toInstant();
    Instant start = isGiven("--from") ? local : scenario.flatMap(Scenario::start).orElse(local);
    if (!isGiven("--days")) {
      days = scenario.map(it -> it.days().orElse(days)).orElse(days);
    }
    if (!isGiven("--seed")) {
      seed = scenario.map(it -> it.seed().orElse(seed)).orElse(seed);
    }
    try {
      return new Plan(
          site,
          quarters,
          start,
          days,
          step,
          seed,
          packages(Optional.of(site)),
          Tariff.GERMANY,
          everyStep);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private Site site() {
    Path file = siteFile;
    return file == null ? DistrictModel.demoSite() : SiteReader.read(file, Templates.bundled());
  }

  private List<RulePackage> packages(Optional<Site> site) {
    Map<String, RulePackage> byName = new LinkedHashMap<>();
    PackageLoader.own().forEach(own -> byName.put(own.name(), own));
    Path directory = rules;
    if (directory != null) {
      PackageLoader.folders(directory).stream()
          .map(folder -> PackageLoader.load(folder, site, Time.system()))
          .forEach(outcome -> byName.put(outcome.name(), accepted(outcome)));
    }
    return List.copyOf(byName.values());
  }

  private static RulePackage accepted(PackageOutcome outcome) {
    return switch (outcome) {
      case PackageOutcome.Accepted(RulePackage accepted) -> accepted;
      case PackageOutcome.Refused refused ->
          throw new WattwardException(
              "The rule package %s cannot be used:%n%s"
                  .formatted(
                      refused.name(),
                      String.join(
                          System.lineSeparator(),
                          refused.problems().stream().map(p -> p.shown()).toList())));
    };
  }

  private List<Variant> variants(Site site) {
    Set<String> named = new TreeSet<>();
    site.zones().stream().map(Zone::packages).forEach(named::addAll);
    for (String name : only) {
      if (!named.contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "No zone of the site names the package \"%s\"; there are %s.".formatted(name, named));
      }
    }
    List<Variant> variants = new ArrayList<>();
    variants.add(
        only.isEmpty()
            ? Variant.ALL
            : new Variant(String.join(", ", only), Set.copyOf(only)::contains));
    if (baseline || each) {
      variants.add(Variant.BASELINE);
    }
    if (each) {
      named.forEach(name -> variants.add(Variant.only(name)));
    }
    return variants;
  }

  private static Map<String, Report> reports(Map<String, Figures> all, List<Variant> variants) {
    Optional<Figures> without = Optional.ofNullable(all.get(Variant.BASELINE.name()));
    Map<String, Report> reports = new LinkedHashMap<>();
    for (Variant variant : variants) {
      Figures figures = all.get(variant.name());
      if (figures != null && !variant.equals(Variant.BASELINE)) {
        reports.put(variant.name(), new Report(figures, without));
      }
    }
    return reports;
  }

  private static void write(Path folder, Report report, SimulateSummary summary)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("index.html"),
        ChartPage.of(report, "A simulated time of the district", summary.what()),
        StandardCharsets.UTF_8);
    Files.writeString(folder.resolve("months.csv"), report.monthlyCsv(), StandardCharsets.UTF_8);
    Files.writeString(
        folder.resolve("report.json"),
        JsonMapper.shared()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(summary.reproducible()),
        StandardCharsets.UTF_8);
  }

  private int print(SimulateSummary summary, ZoneId zone) {
    PrintWriter writer = spec.commandLine().getOut();
    if (json) {
      writer.println(
          JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(summary));
      writer.flush();
    } else {
      summary.print(writer);
      summary.scenario().values().stream()
          .findFirst()
          .ifPresent(outcome -> new ScenarioTelling(writer, zone).told(outcome));
    }
    return summary.isMet() ? 0 : WattwardCommand.NO;
  }
}
