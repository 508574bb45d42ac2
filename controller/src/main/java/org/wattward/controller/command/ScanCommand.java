package org.wattward.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.wattward.devices.WattwardException;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.template.Templates;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.modbus.ModbusScan;
import org.wattward.protocols.modbus.ModbusScan.Found;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Looks which devices answer on a Modbus connection. */
@Command(
    name = "scan",
    description = {
      "Looks which devices answer on a Modbus connection, says what they are, and prints an entry",
      "for a site file. It only reads. SunSpec devices say themselves who they are; of others the",
      "templates are named that fit all they answer, which is a hint and no proof."
    },
    mixinStandardHelpOptions = true)
final class ScanCommand implements Callable<Integer> {
  private static final Pattern LINK =
      Pattern.compile("(?:(tcp|udp|rtu-over-tcp)://)?([^/:\\s]+)(?::(\\d{1,5}))?");
  private static final Pattern UNITS = Pattern.compile("(\\d{1,3})(?:-(\\d{1,3}))?");
  private static final int MODBUS_PORT = 502;
  private static final int LAST_UNIT = 255;
  private static final PollPeriods ANY =
      new PollPeriods(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

  @Spec private CommandSpec spec;
  @Mixin private DataDirectory data;

  @Option(
      names = "--link",
      required = true,
      paramLabel = "ADDRESS",
      description = "host, host:port, udp://host:port or rtu-over-tcp://host:port. Port: 502")
  private String address = "";

  @Option(
      names = "--units",
      paramLabel = "FROM-TO",
      defaultValue = "1",
      description = "The unit ids to look for, for example 1-20. Default: ${DEFAULT-VALUE}")
  private String units = "1";

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = DurationText.class,
      description = "How long an answer is waited for. Default: ${DEFAULT-VALUE}")
  private Duration timeout = Duration.ofSeconds(1);

  @Option(names = "--json", description = "Print the result as JSON")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    LinkConfig.ModbusTcp link = link();
    ModbusScan scan =
        new ModbusScan(link, Time.system(), Credentials.fromEnvironment(data.path.resolve("keys")));
    List<Found> all = new ArrayList<>();
    var templates = Templates.bundled().all();
    for (int unit : unitIds()) {
      try {
        Optional<Found> found = scan.unit(unit, templates);
        found.ifPresent(all::add);
      } catch (IOException e) {
        throw new WattwardException(
            "There is no connection to %s:%d: %s."
                .formatted(link.host(), link.port(), e.getMessage()),
            e);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(all));
    } else {
      print(all, link, out);
    }
    out.flush();
    return all.isEmpty() ? WattwardCommand.NO : 0;
  }

  private static void print(List<Found> all, LinkConfig.ModbusTcp link, PrintWriter out) {
    if (all.isEmpty()) {
      out.println("Nobody answered.");
      return;
    }
    all.forEach(found -> out.println("# " + sentence(found)));
    out.println("links:");
    out.printf(
        "  - {id: scanned, type: modbus-tcp, host: %s, port: %d%s}%n",
        link.host(),
        link.port(),
        link.carrier() == LinkConfig.ModbusTcp.Carrier.TCP
            ? ""
            : ", carrier: " + link.carrier().key());
    out.println("devices:");
    for (Found found : all) {
      String template = found.templates().isEmpty() ? "" : found.templates().getFirst();
      out.printf(
          "  %s- {id: device-%d, title: \"%s\", template: %s, link: scanned, unit: %d}%n",
          template.isEmpty() ? "# " : "",
          found.unit(),
          title(found).replace("\\", "").replace("\"", ""),
          template.isEmpty() ? "?" : template,
          found.unit());
    }
  }

  private static String title(Found found) {
    String title = "%s %s".formatted(found.manufacturer(), found.model()).strip();
    return title.isEmpty() ? "Device " + found.unit() : title;
  }

  private static String sentence(Found found) {
    if (!found.sunSpecModels().isEmpty()) {
      return "Unit %d is a SunSpec device: %s, serial number %s, models %s. Templates that fit: %s."
          .formatted(
              found.unit(),
              title(found),
              found.serial(),
              found.sunSpecModels(),
              found.templates().isEmpty() ? "none" : String.join(", ", found.templates()));
    }
    return found.templates().isEmpty()
        ? "Unit %d answers, but no template fits it.".formatted(found.unit())
        : "Unit %d answers all that these templates ask, with values that can be true: %s. Compare its name plate."
            .formatted(found.unit(), String.join(", ", found.templates()));
  }

  private LinkConfig.ModbusTcp link() {
    Matcher match = LINK.matcher(address);
    if (!match.matches()) {
      throw new ParameterException(
          spec.commandLine(), "\"%s\" is no Modbus address. Write host:port.".formatted(address));
    }
    LinkConfig.ModbusTcp.Carrier carrier =
        switch (match.group(1)) {
          case "udp" -> LinkConfig.ModbusTcp.Carrier.UDP;
          case "rtu-over-tcp" -> LinkConfig.ModbusTcp.Carrier.RTU_OVER_TCP;
          case null, default -> LinkConfig.ModbusTcp.Carrier.TCP;
        };
    int port = match.group(3) == null ? MODBUS_PORT : Integer.parseInt(match.group(3));
    return new LinkConfig.ModbusTcp("scanned", match.group(2), port, carrier, timeout, ANY);
  }

  private List<Integer> unitIds() {
    Matcher match = UNITS.matcher(units);
    int from = match.matches() ? Integer.parseInt(match.group(1)) : -1;
    int to = from >= 0 && match.group(2) != null ? Integer.parseInt(match.group(2)) : from;
    if (from < 0 || to < from || to > LAST_UNIT) {
      throw new ParameterException(
          spec.commandLine(),
          "\"%s\" are no unit ids. Write 1-20, from 0 to 255.".formatted(units));
    }
    return IntStream.rangeClosed(from, to).boxed().toList();
  }
}
