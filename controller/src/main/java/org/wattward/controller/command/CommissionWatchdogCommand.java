package org.wattward.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.wattward.controller.commission.Commissioning;
import org.wattward.controller.commission.WatchdogFinding;
import org.wattward.controller.commission.WatchdogSubject;
import org.wattward.controller.commission.WatchdogTrial;
import org.wattward.devices.WattwardException;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.SiteReader;
import org.wattward.devices.template.Templates;
import org.wattward.devices.time.Time;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pulls the plug on purpose: does a device return to its safe values by itself? */
@Command(
    name = "watchdog",
    description = {
      "Stops writing to a device on purpose and watches it return to its safe values by itself",
      "within the time that its template names, as it must when the controller fails. Until then",
      "the device holds a value that is not its safe one. It asks first.",
      "",
      "Asks a running controller, which goes on controlling everything else and then takes the",
      "device back; with --site it talks to the device over a connection of its own, for when no",
      "controller runs, and writes back what the device held before.",
      "",
      "Exit code 0: every point returned in time; 1: one did not, or could not be tried."
    },
    mixinStandardHelpOptions = true)
final class CommissionWatchdogCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration ASK_PERIOD = Duration.ofMillis(500);

  @Spec private CommandSpec spec;
  @Mixin private DataDirectory data;
  @Mixin private ControllerAddress controller;

  @Option(
      names = "--site",
      paramLabel = "FILE",
      description = "The site file, to talk to the device without a controller")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--yes", description = "Do not ask")
  private boolean yes;

  @Option(names = "--json", description = "Print the result as JSON")
  private boolean json;

  @Parameters(paramLabel = "DEVICE", description = "For example pv-03")
  private String device = "";

  private final Time time = Time.system();

  @Override
  public Integer call() throws IOException, InterruptedException {
    return file.isPresent() ? alone(file.get()) : byController();
  }

  private int byController() throws IOException, InterruptedException {
    if (!agreed("")) {
      return refused();
    }
    String path = "/commissioning/watchdog/" + device;
    JsonNode trial = controller.ask("POST", path, null);
    String told = "";
    while (!trial.path("over").asBoolean()) {
      told = progress(sentences(trial), told);
      time.sleep(ASK_PERIOD);
      trial = controller.ask("GET", path, null);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? trial.toPrettyString() : sentences(trial));
    out.flush();
    return trial.path("right").asBoolean() ? 0 : WattwardCommand.NO;
  }

  private static String sentences(JsonNode trial) {
    List<String> sentences = new ArrayList<>();
    trial.path("findings").forEach(each -> sentences.add(each.path("sentence").asString()));
    return String.join(System.lineSeparator(), sentences);
  }

  private int alone(Path siteFile) throws IOException, InterruptedException {
    Site site = SiteReader.read(siteFile, Templates.bundled());
    Device known = known(site);
    LinkConfig link =
        site.links().stream()
            .filter(each -> each.id().equals(known.link()))
            .findFirst()
            .orElseThrow();
    List<WatchdogSubject> subjects = WatchdogSubject.of(known, link.periods());
    Optional<String> obstacle = Commissioning.obstacle(known, subjects);
    if (obstacle.isPresent()) {
      throw new WattwardException(obstacle.get());
    }
    if (!agreed(
        "%s will hold values that are not its safe ones, for up to %d s. "
            .formatted(device, longest(subjects).toSeconds()))) {
      return refused();
    }
    // A controller of this data directory would go on feeding the device.
    try (SiteLock _ = SiteLock.take(data.path);
        OneDevice bench = OneDevice.open(known, link, data.path, time)) {
      bench.awaitReadings();
      try (WatchdogTrial trial = new WatchdogTrial(subjects, bench)) {
        return said(run(trial));
      }
    }
  }

  private Device known(Site site) {
    return site.device(device)
        .orElseThrow(() ->
            new WattwardException(
                "The site has no device %s; it has %s."
                    .formatted(device, site.devices().stream().map(Device::id).toList())));
  }

  private static Duration longest(List<WatchdogSubject> subjects) {
    return subjects.stream().map(WatchdogSubject::most).max(Duration::compareTo).orElseThrow();
  }

  private List<WatchdogFinding> run(WatchdogTrial trial) throws InterruptedException {
    String told = "";
    while (!trial.isOver()) {
      Duration pause = trial.turn(time.nanos());
      if (!trial.isOver()) {
        told = progress(sentences(trial.findings()), told);
        time.sleep(pause);
      }
    }
    return trial.findings();
  }

  private static String sentences(List<WatchdogFinding> findings) {
    return findings.stream()
        .map(WatchdogFinding::sentence)
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private int said(List<WatchdogFinding> findings) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        json
            ? JSON.writerWithDefaultPrettyPrinter()
                .writeValueAsString(
                    findings.stream().map(CommissionWatchdogCommand::described).toList())
            : sentences(findings));
    out.flush();
    return findings.stream().allMatch(WatchdogFinding::isRight) ? 0 : WattwardCommand.NO;
  }

  /** What is printed of a finding as JSON. */
  record Described(
      String point, String verdict, String sentence, double declaredS, Double afterS) {}

  private static Described described(WatchdogFinding finding) {
    return new Described(
        finding.point().toString(),
        finding.verdict().name(),
        finding.sentence(),
        finding.declared().toMillis() / 1e3,
        finding.afterS().orElse(Double.NaN));
  }

  /** Says on standard error how far it is, when that is news. */
  private String progress(String now, String told) {
    if (!now.equals(told)) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(now);
      err.flush();
    }
    return now;
  }

  private boolean agreed(String what) throws IOException {
    return yes
        || Agreement.to(
            "%sStop writing to %s and watch what it does?".formatted(what, device),
            spec.commandLine().getErr());
  }

  private int refused() {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Nothing was done.");
    out.flush();
    return WattwardCommand.NO;
  }
}
