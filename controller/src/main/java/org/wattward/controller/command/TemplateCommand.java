package org.wattward.controller.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.wattward.devices.WattwardException;
import org.wattward.devices.codec.TemplateTrial;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.TemplateReader;
import org.wattward.devices.template.Templates;
import org.wattward.devices.yaml.InvalidFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Shows and tries device templates. */
@Command(
    name = "template",
    description = "Lists the device types that come with the program, shows one, or tries one.",
    mixinStandardHelpOptions = true)
final class TemplateCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** One line of the list. */
  record Row(String id, String title, String kind, String protocol, int points, String source) {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: list, show or test.");
  }

  @Command(name = "list", description = "Lists the device types.", mixinStandardHelpOptions = true)
  void list(@Option(names = "--json", description = "Print the result as JSON") boolean json) {
    PrintWriter out = spec.commandLine().getOut();
    List<Row> rows = Templates.bundled().all().stream().map(TemplateCommand::row).toList();
    if (json) {
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(rows));
    } else {
      rows.forEach(row ->
          out.printf(
              "%-28s %-20s %-7s %3d points  %s%n",
              row.id, row.kind, row.protocol, row.points, row.title));
    }
    out.flush();
  }

  private static Row row(DeviceTemplate template) {
    return new Row(
        template.id(),
        template.title(),
        template.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        template.protocol().key(),
        template.points().size(),
        template.source());
  }

  @Command(
      name = "show",
      description = "Shows a device type: its points, units, ranges and where they stand.",
      mixinStandardHelpOptions = true)
  void show(
      @Parameters(paramLabel = "TEMPLATE", description = "A template's id, or a template file")
          String name) {
    PrintWriter out = spec.commandLine().getOut();
    DeviceTemplate template = find(name);
    out.printf("%s: %s (%s)%n", template.id(), template.title(), template.source());
    for (PointTemplate point : template.points()) {
      out.printf(
          Locale.ROOT,
          "  %-24s %-8s %s to %s  %-6s %s%s%n",
          point.name(),
          point.unit().symbol(),
          number(point.min()),
          number(point.max()),
          point.pollGroup().name().toLowerCase(Locale.ROOT),
          where(point.address()),
          point.writing().map(TemplateCommand::writing).orElse(""));
    }
    out.flush();
  }

  private static String writing(PointTemplate.Writing writing) {
    return "; write %s to %s, safe %s"
        .formatted(number(writing.min()), number(writing.max()), number(writing.safe()));
  }

  private static String where(Address address) {
    return switch (address) {
      case Address.ModbusRegister at ->
          "%s %d %s".formatted(at.table().key(), at.address(), at.encoding().type().key());
      case Address.OpcUaNode node ->
          node.place().text() + String.join("", node.element().stream().map("/"::concat).toList());
      case Address.MqttTopic topic -> topic.topic() + topic.jsonPointer();
      case Address.Fixed _ -> "given by the template or the site file";
    };
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  @Command(
      name = "test",
      description = {
        "Tries a template without its device: whether it can be read, and whether what may be",
        "written fits its registers and comes back as it was; with --words, what words mean."
      },
      mixinStandardHelpOptions = true)
  int test(
      @Parameters(paramLabel = "TEMPLATE", description = "A template's id, or a template file")
          String name,
      @Option(
              names = "--words",
              paramLabel = "POINT=WORDS",
              description = "Hexadecimal words, as a device answers: power=0001E208")
          Map<String, String> words) {
    PrintWriter out = spec.commandLine().getOut();
    DeviceTemplate template;
    try {
      template = find(name);
    } catch (InvalidFile invalid) {
      invalid.problems().forEach(out::println);
      out.flush();
      return WattwardCommand.NO;
    }
    TemplateTrial trial = new TemplateTrial(template);
    if (words != null) {
      words.forEach((point, text) -> out.printf("%s = %s%n", point, trial.decoded(point, text)));
    }
    List<String> problems = trial.problems();
    problems.forEach(out::println);
    out.printf(
        "%s: %d points, %d problems.%n", template.id(), template.points().size(), problems.size());
    out.flush();
    return problems.isEmpty() ? 0 : WattwardCommand.NO;
  }

  private static DeviceTemplate find(String name) {
    Path file = Path.of(name);
    if (Files.exists(file)) {
      return TemplateReader.read(file);
    }
    Optional<DeviceTemplate> bundled = Templates.bundled().find(name);
    return bundled.orElseThrow(() ->
        new WattwardException(
            "\"%s\" is neither a template of the program nor a file. See template list."
                .formatted(name)));
  }
}
