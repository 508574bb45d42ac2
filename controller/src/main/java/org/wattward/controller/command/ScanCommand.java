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
      "for a site file. It only reads. SunSpec devices say themselves who they are, and so do",
      "devices whose templates know their identification registers; of others the templates are",
      "named that fit all they answer, which is a hint and no proof."
    },
    mixinStandardHelpOptions = true)
final class ScanCommand implements Callable<Integer> {
  private static final Pattern UNITS = Pattern.compile("(\\d{1,3})(?:-(\\d{1,3}))?");
  private static final int LAST_UNIT = 255;

  @Spec private CommandSpec spec;
  @Mixin private DataDirectory data;

  @Option(
      names = "--link",
      required = true,
      paramLabel = "ADDRESS",
      description = {
        "host:port, or with a scheme: udp://host:port, rtu-over-tcp://host:port, tls://host:port",
        "with the keys of link \"scanned\", or a serial port: serial:///dev/ttyUSB0 with",
        "?baud=9600&parity=even&stop=1. Port: 502, with TLS 802"
      })
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
    ScanAddress where = where();
    ModbusScan scan =
        switch (where.link()) {
          case LinkConfig.ModbusTcp link ->
              ModbusScan.overNetwork(
                  link, Time.system(), Credentials.fromEnvironment(data.path.resolve("keys")));
          case LinkConfig.ModbusSerial link -> ModbusScan.onSerialPort(link, Time.system());
          case LinkConfig.OpcUa _, LinkConfig.Mqtt _ ->
              throw new IllegalStateException("A scan is for Modbus.");
        };
    List<Found> all = new ArrayList<>();
    var templates = Templates.bundled().all();
    for (int unit : unitIds()) {
      try {
        Optional<Found> found = scan.unit(unit, templates);
        found.ifPresent(all::add);
      } catch (IOException e) {
        throw new WattwardException(
            "There is no connection to %s: %s.".formatted(where.peer(), e.getMessage()), e);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(all));
    } else {
      print(all, where, out);
    }
    out.flush();
    return all.isEmpty() ? WattwardCommand.NO : 0;
  }

  private static void print(List<Found> all, ScanAddress where, PrintWriter out) {
    if (all.isEmpty()) {
      out.println("Nobody answered.");
      return;
    }
    all.forEach(found -> out.println("# " + sentence(found)));
    out.println("links:");
    out.println("  - " + where.entry());
    out.println("devices:");
    all.forEach(found -> printDevices(found, out));
  }

  /** Of a device known by its identification every part; of another what fits best. */
  private static void printDevices(Found found, PrintWriter out) {
    if (found.templates().isEmpty()) {
      out.println("  # " + entry(found, "device-" + found.unit(), "?"));
      return;
    }
    int parts = found.identified().isEmpty() ? 1 : found.templates().size();
    for (int part = 0; part < parts; part++) {
      String id = "device-" + found.unit() + (part == 0 ? "" : "-" + (part + 1));
      out.println("  - " + entry(found, id, found.templates().get(part)));
    }
  }

  private static String entry(Found found, String id, String template) {
    return "{id: %s, title: \"%s\", template: %s, link: scanned, unit: %d}"
        .formatted(id, title(found).replace("\\", "").replace("\"", ""), template, found.unit());
  }

  private static String title(Found found) {
    String title = "%s %s".formatted(found.manufacturer(), found.model()).strip();
    if (!title.isEmpty()) {
      return title;
    }
    String said = found.identified().replaceFirst(".* says ", "");
    return said.isEmpty() || Character.isDigit(said.charAt(0)) ? "Device " + found.unit() : said;
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
    if (!found.identified().isEmpty()) {
      return "Unit %d is known by its identification, %s: %s."
          .formatted(found.unit(), found.identified(), String.join(", ", found.templates()));
    }
    return found.templates().isEmpty()
        ? "Unit %d answers, but no template fits it.".formatted(found.unit())
        : "Unit %d answers all that these templates ask, with values that can be true: %s. Compare its name plate."
            .formatted(found.unit(), String.join(", ", found.templates()));
  }

  private ScanAddress where() {
    return ScanAddress.of(address, timeout)
        .orElseThrow(() ->
            new ParameterException(
                spec.commandLine(),
                "\"%s\" is no Modbus address. Write host:port or serial:///dev/ttyUSB0."
                    .formatted(address)));
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
