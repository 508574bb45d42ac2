package org.wattward.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.wattward.controller.command.WattwardCommand;

/** What can be known of the installation files without a container engine or systemd. */
class DeployTest {
  private static final Path DEPLOY = Path.of("../deploy");
  private static final Pattern SETTING = Pattern.compile("WATTWARD_[A-Z_]+");

  /** Settings that are read from the environment elsewhere than in an option's default. */
  private static final Set<String> READ_ELSEWHERE =
      Set.of("WATTWARD_DATABASE_USER", "WATTWARD_DATABASE_PASSWORD");

  private static final Set<String> DOCKER_INSTRUCTIONS =
      Set.of(
          "FROM",
          "RUN",
          "COPY",
          "USER",
          "VOLUME",
          "EXPOSE",
          "ENV",
          "HEALTHCHECK",
          "ENTRYPOINT",
          "CMD",
          "WORKDIR");

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile", "compose.yaml", "systemd/wattward.service"})
  void onlySettingsThatExistAreNamed(String file) throws IOException {
    Set<String> named = find(Files.readString(DEPLOY.resolve(file)));

    assertThat(named).isNotEmpty().isSubsetOf(settings());
  }

  @Test
  void composeBringsDatabaseBrokerAndController() throws IOException {
    Map<?, ?> services = section(compose(), "services");

    assertThat(services.keySet().stream().map(String::valueOf))
        .containsExactlyInAnyOrder("timescaledb", "mosquitto", "controller");
    assertThat(services.values())
        .allSatisfy(service ->
            assertThat(((Map<?, ?>) service).keySet().toString()).containsAnyOf("image", "build"));
  }

  @Test
  void composePublishesOnlyThePageAndOnlyHere() throws IOException {
    Map<?, ?> services = section(compose(), "services");

    List<String> published =
        services.values().stream()
            .map(service -> ((Map<?, ?>) service).get("ports"))
            .filter(List.class::isInstance)
            .flatMap(ports -> ((List<?>) ports).stream())
            .map(String::valueOf)
            .toList();
    assertThat(published).containsExactly("127.0.0.1:8080:8080");
  }

  @Test
  void everyVolumeThatIsUsedIsDeclared() throws IOException {
    Map<?, ?> compose = compose();
    Set<String> declared = new HashSet<>();
    section(compose, "volumes").keySet().forEach(name -> declared.add(name.toString()));

    Map<?, ?> services = section(compose, "services");
    List<String> used =
        services.values().stream()
            .map(service -> ((Map<?, ?>) service).get("volumes"))
            .flatMap(volumes -> ((List<?>) volumes).stream())
            .map(volume -> volume.toString().split(":")[0])
            .filter(source -> !source.startsWith("."))
            .toList();
    assertThat(used).isNotEmpty().allMatch(declared::contains);
  }

  @Test
  void noFileHoldsASecret() throws IOException {
    Pattern secret = Pattern.compile("(?i)(password|secret|token)\\w*\\s*[:=]\\s*(?<value>\\S+)");
    try (Stream<Path> files = Files.walk(DEPLOY)) {
      List<Path> texts = files.filter(Files::isRegularFile).toList();
      assertThat(texts).hasSizeGreaterThanOrEqualTo(4);
      for (Path file : texts) {
        for (String line : Files.readAllLines(file)) {
          Matcher matcher = secret.matcher(line);
          if (matcher.find() && !line.strip().startsWith("#")) {
            assertThat(matcher.group("value")).as("%s: %s", file, line).startsWith("${");
          }
        }
      }
    }
  }

  @Test
  void theDockerfileHasOnlyKnownInstructionsAndDoesNotRunAsRoot() throws IOException {
    String joined = Files.readString(DEPLOY.resolve("Dockerfile")).replaceAll("\\\\\\R\\s*", " ");
    List<String> instructions =
        joined.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();

    assertThat(instructions).allMatch(line -> DOCKER_INSTRUCTIONS.contains(line.split(" ")[0]));
    assertThat(instructions).contains("USER wattward");
    assertThat(instructions.getLast()).isEqualTo("CMD [\"run\"]");
    assertThat(WattwardCommand.commandLine().getSubcommands()).containsKey("run");
  }

  @Test
  void theUnitIsHardenedAndStartsACommandThatExists() throws IOException {
    List<String> lines = Files.readAllLines(DEPLOY.resolve("systemd/wattward.service"));

    assertThat(lines)
        .allMatch(line ->
            line.isBlank()
                || line.startsWith("#")
                || line.matches("\\[(Unit|Service|Install)]")
                || line.matches("[A-Z][A-Za-z]+=.*"));
    assertThat(lines)
        .contains(
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "PrivateTmp=yes",
            "CapabilityBoundingSet=",
            "User=wattward");
    String start =
        lines.stream().filter(line -> line.startsWith("ExecStart=")).findFirst().orElseThrow();
    assertThat(start).endsWith("-jar /opt/wattward/wattward.jar run");
  }

  private static Map<?, ?> section(Map<?, ?> file, String name) {
    return (Map<?, ?>) Objects.requireNonNull(file.get(name), name);
  }

  private static Map<?, ?> compose() throws IOException {
    Object loaded =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(DEPLOY.resolve("compose.yaml")));
    return (Map<?, ?>) loaded;
  }

  /** The settings that options say they take from the environment, and those read elsewhere. */
  private static Set<String> settings() {
    Set<String> settings = new HashSet<>(READ_ELSEWHERE);
    WattwardCommand.commandLine().getSubcommands().values().stream()
        .flatMap(command -> command.getCommandSpec().options().stream())
        .map(option -> String.join(" ", option.description()))
        .forEach(description -> settings.addAll(find(description)));
    return settings;
  }

  private static Set<String> find(String text) {
    Set<String> found = new HashSet<>();
    Matcher matcher = SETTING.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }
}
