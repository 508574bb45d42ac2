package org.wattward.controller.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.wattward.controller.schedule.Occurrence;
import org.wattward.controller.schedule.OccurrenceJson;
import org.wattward.controller.schedule.Schedules;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.SiteReader;
import org.wattward.devices.template.Templates;
import org.wattward.devices.time.Time;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Civil schedules. */
@Command(
    name = "schedule",
    description = "Says when civil schedules hold.",
    mixinStandardHelpOptions = true,
    subcommands = ScheduleCommand.Preview.class)
final class ScheduleCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: preview.");
  }

  /** What is to come. */
  @Command(
      name = "preview",
      description =
          "Says what the schedules of a site file ask for in the days to come: local times with"
              + " their offset, so that clock changes show. Starts nothing.",
      mixinStandardHelpOptions = true)
  static final class Preview implements Callable<Integer> {
    private static final int MOST_DAYS = 366;
    private static final DateTimeFormatter LOCAL =
        DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss xxx", Locale.ENGLISH);

    @Spec private CommandSpec spec;

    @Option(names = "--site", required = true, paramLabel = "FILE", description = "The site file")
    private Path file = Path.of("site.yaml");

    @Option(names = "--days", defaultValue = "14", description = "How many; 14 if left out")
    private int days;

    @Option(
        names = "--from",
        paramLabel = "INSTANT",
        description = "Since when, for example 2026-03-28T00:00:00Z; now if left out")
    private Optional<Instant> from = Optional.empty();

    @Option(names = "--schedule", paramLabel = "ID", description = "One schedule only")
    private Optional<String> schedule = Optional.empty();

    @Option(names = "--json", description = "Print the result as JSON")
    private boolean json;

    @Override
    public Integer call() {
      if (days < 1 || days > MOST_DAYS) {
        throw new ParameterException(
            spec.commandLine(), "--days is %d. Give 1 to %d.".formatted(days, MOST_DAYS));
      }
      Site site = SiteReader.read(file, Templates.bundled());
      Instant begin = from.orElseGet(Time.system()::now);
      List<Occurrence> occurrences =
          Schedules.preview(site, begin, begin.plus(Duration.ofDays(days))).stream()
              .filter(it -> schedule.isEmpty() || schedule.get().equals(it.schedule().id()))
              .toList();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(OccurrenceJson.of(occurrences, site).toPrettyString());
      } else {
        occurrences.forEach(occurrence -> out.println(line(occurrence, site)));
        out.printf("%d times in %d days.%n", occurrences.size(), days);
      }
      out.flush();
      return 0;
    }

    private static String line(Occurrence it, Site site) {
      ZoneId zone = it.schedule().zone().orElse(site.timeZone());
      return "%s  to %s  %-20s %s = %s %s%s"
          .formatted(
              LOCAL.format(it.begin().atZone(zone)),
              LOCAL.format(it.end().atZone(zone)),
              it.schedule().id(),
              it.schedule().point(),
              it.value(),
              site.point(it.schedule().point()).orElseThrow().unit(),
              it.note().isEmpty() ? "" : "  (" + it.note() + ")");
    }
  }
}
