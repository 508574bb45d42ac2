package org.wattward.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wattward.rules.packages.PackageFolder;
import org.wattward.rules.packages.PackageLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What an engineer does with the rule packages of a running controller. */
final class RulesRemoteCommands {
  private static final int SHORT_HASH = 12;

  private RulesRemoteCommands() {}

  private static void print(CommandSpec spec, JsonNode detail) {
    PrintWriter out = spec.commandLine().getOut();
    detail
        .path("versions")
        .forEach(version ->
            out.printf(
                "%-20s %-10s %-8s %s  by %s: %s%n",
                version.path("name").asString(),
                version.path("version").asString(),
                version.path("stage").asString(),
                version.path("hash").asString().substring(0, SHORT_HASH),
                version.path("by").asString(),
                version.path("why").asString()));
    out.flush();
  }

  /** The packages and their versions. */
  @Command(
      name = "list",
      description = "The rule packages of a running controller with all their versions.",
      mixinStandardHelpOptions = true)
  static final class ListPackages implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ControllerAddress controller;

    @Override
    public Integer call() throws IOException, InterruptedException {
      for (JsonNode one : controller.ask("GET", "/rules", null)) {
        print(spec, controller.ask("GET", "/rules/" + one.path("name").asString(), null));
      }
      return 0;
    }
  }

  /** Loads a version. */
  @Command(
      name = "load",
      description = {
        "Loads a rule package into a running controller: it is checked, tested and kept, and",
        "decides nothing before it is activated."
      },
      mixinStandardHelpOptions = true)
  static final class Load implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ControllerAddress controller;

    @Parameters(paramLabel = "DIR", description = "The package's folder, with package.yaml")
    private Path directory = Path.of(".");

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why")
    private String why = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
      PackageFolder folder = PackageLoader.folder(directory);
      Map<String, String> texts = new TreeMap<>();
      Map<String, String> base64 = new TreeMap<>();
      folder
          .files()
          .forEach((path, content) -> {
            if (path.endsWith(".xlsx")) {
              base64.put(path, Base64.getEncoder().encodeToString(content));
            } else {
              texts.put(path, new String(content, StandardCharsets.UTF_8));
            }
          });
      JsonNode version =
          controller.ask(
              "POST",
              "/rules/%s/versions".formatted(folder.name()),
              Map.of("texts", texts, "base64", base64, "why", why));
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "%s %s is %s; to put it in force: wattward rules activate %s %s --why …%n",
          folder.name(),
          version.path("version").asString(),
          version.path("stage").asString(),
          folder.name(),
          version.path("hash").asString().substring(0, SHORT_HASH));
      out.flush();
      return 0;
    }
  }

  /** Puts a version in force. */
  @Command(
      name = "activate",
      description = {
        "Puts a version of a rule package in force between two decisions of a running controller.",
        "Where the site asks for four eyes, not by who loaded it."
      },
      mixinStandardHelpOptions = true)
  static final class Activate implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ControllerAddress controller;

    @Parameters(index = "0", paramLabel = "PACKAGE", description = "The package's name")
    private String name = "";

    @Parameters(
        index = "1",
        paramLabel = "HASH",
        description = "The version's hash, or a beginning of it that fits no other")
    private String hash = "";

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why")
    private String why = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
      print(
          spec,
          controller.ask(
              "POST", "/rules/%s/activate".formatted(name), Map.of("hash", hash, "why", why)));
      return 0;
    }
  }

  /** Puts the version before in force. */
  @Command(
      name = "roll-back",
      description = {
        "Puts the version of a rule package in force again that was so before, between two",
        "decisions of a running controller."
      },
      mixinStandardHelpOptions = true)
  static final class RollBack implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ControllerAddress controller;

    @Parameters(paramLabel = "PACKAGE", description = "The package's name")
    private @Nullable String name;

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why")
    private String why = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
      print(
          spec, controller.ask("POST", "/rules/%s/roll-back".formatted(name), Map.of("why", why)));
      return 0;
    }
  }
}
