package org.wattward.controller.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.controller.command.WattwardCommand;
import org.wattward.controller.district.FakeDistrict;
import org.wattward.controller.record.ListedRecord;
import org.wattward.controller.rules.Deed;
import org.wattward.controller.rules.Example;
import org.wattward.controller.rules.PackageRegistry;
import org.wattward.controller.security.Accounts;
import org.wattward.controller.security.Role;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RuleApiIT {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final FakeDistrict district = new FakeDistrict();
  private final ListedRecord recorder = new ListedRecord();
  private final HttpClient client = HttpClient.newHttpClient();
  private Accounts accounts;
  private PackageRegistry registry;
  private WebServer server;
  private String name = "";
  private int tests;
  private final StringWriter printed = new StringWriter();

  @BeforeAll
  void start(@TempDir Path data) {
    accounts = new Accounts(data);
    registry =
        new PackageRegistry(
            new PackageRegistry.Parts(
                withFourEyes(district.site()), data.resolve("rules"), recorder, Time.system()));
    server =
        WebServer.start(
            new WebServer.Parts(
                district,
                new WebServerIT.NoDatabase(),
                recorder,
                recorder::counters,
                accounts,
                registry,
                Time.system()),
            InetAddress.getLoopbackAddress(),
            0);
  }

  private static Site withFourEyes(Site site) {
    return new Site(
        site.id(),
        site.title(),
        site.timeZone(),
        site.latitudeDeg(),
        site.longitudeDeg(),
        site.links(),
        site.devices(),
        site.zones(),
        site.network(),
        site.schedules(),
        site.parameters(),
        true,
        Optional.empty(),
        site.holidays(),
        site.orders());
  }

  /** Each test has a package of its own. */
  @BeforeEach
  void nextPackage() {
    name = "test-" + ++tests;
    recorder.audited.clear();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private String token(String name, Role role) {
    return accounts.issueToken(name, role, 10);
  }

  private HttpResponse<String> call(String token, String method, String path, Object content)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/api/v1/rules%s"
                        .formatted(server.port(), path.replaceFirst("^/test", "/" + name))))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(JSON.writeValueAsString(content)))
            .build(),
        BodyHandlers.ofString());
  }

  private Map<String, Object> files(int limitW, int expectedW) {
    return Map.of(
        "texts", Example.texts(name, 11, limitW, expectedW), "why", "The contract changed.");
  }

  private String upload(String token, int limitW) throws Exception {
    HttpResponse<String> answer = call(token, "POST", "/test/versions", files(limitW, limitW));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return JSON.readTree(answer.body()).get("hash").asString();
  }

  private Optional<String> inForce() {
    return registry.inForce(name).map(one -> one.version());
  }

  @Test
  void anEngineerUploadsAnotherActivatesTriesAndRollsBack() throws Exception {
    String anna = token("anna", Role.ENGINEER);
    String boris = token("boris", Role.ENGINEER);
    String first = upload(anna, 4200);
    Map<String, String> order = Map.of("hash", first, "why", "Looks right.");

    HttpResponse<String> alone = call(anna, "POST", "/test/activate", order);
    assertThat(alone.statusCode()).isEqualTo(409);
    assertThat(alone.body()).contains("four eyes");
    assertThat(inForce()).isEmpty();
    assertThat(call(boris, "POST", "/test/activate", order).statusCode()).isEqualTo(200);
    assertThat(inForce()).hasValue("1.0.4200");

    String second = upload(anna, 3000);
    Map<String, String> next = Map.of("hash", second.substring(0, 10), "why", "Less.");
    HttpResponse<String> tried = call(anna, "POST", "/test/shadow", next);
    assertThat(tried.statusCode()).as(tried.body()).isEqualTo(200);
    assertThat(JSON.readTree(tried.body()).get("versions").get(0).get("stage").asString())
        .isEqualTo("shadow");
    assertThat(inForce()).hasValue("1.0.4200");
    assertThat(call(boris, "POST", "/test/activate", next).statusCode()).isEqualTo(200);
    assertThat(inForce()).hasValue("1.0.3000");

    HttpResponse<String> back =
        call(anna, "POST", "/test/roll-back", Map.of("why", "Flats were cold."));
    assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
    assertThat(inForce()).hasValue("1.0.4200");
    assertThat(call(anna, "POST", "/test/retire", Map.of("why", "No more.")).statusCode())
        .isEqualTo(200);
    assertThat(inForce()).isEmpty();
    assertThat(recorder.audited)
        .extracting(entry -> entry.actor() + " " + entry.action())
        .containsSequence("anna rules loaded", "boris rules activated");
  }

  @Test
  void oneCommandLoadsActivatesListsAndRollsBack(@TempDir Path folder) throws Exception {
    Path anna = Files.writeString(folder.resolve("anna"), token("anna", Role.ENGINEER));
    Path boris = Files.writeString(folder.resolve("boris"), token("boris", Role.ENGINEER));
    List<String> hashes = new ArrayList<>();
    for (int limitW : List.of(4200, 3000)) {
      Path files = folder.resolve(limitW + "/" + name);
      Files.createDirectories(files.resolve("tests"));
      for (var text : Example.texts(name, 11, limitW, limitW).entrySet()) {
        Files.writeString(files.resolve(text.getKey()), text.getValue());
      }
      assertThat(rules(anna, "load", files.toString(), "--why", "Less.")).isZero();
      assertThat(printed).asString().contains("is tested");
      hashes.add(lastHash());
      assertThat(rules(anna, "activate", name, hashes.getLast(), "--why", "Alone.")).isEqualTo(1);
      assertThat(printed.toString()).contains("four eyes");
      assertThat(rules(boris, "activate", name, hashes.getLast(), "--why", "Seen.")).isZero();
    }
    assertThat(inForce()).hasValue("1.0.3000");

    assertThat(rules(anna, "roll-back", name, "--why", "Flats were cold.")).isZero();
    assertThat(inForce()).hasValue("1.0.4200");
    assertThat(rules(anna, "list")).isZero();
    assertThat(printed.toString())
        .containsPattern(name + " +1.0.4200 +active +" + hashes.getFirst().substring(0, 12));
    assertThat(rules(folder.resolve("nobody"), "list")).isEqualTo(1);
  }

  private String lastHash() {
    return registry.packages().entrySet().stream()
        .filter(known -> known.getKey().equals(name))
        .map(known -> known.getValue().versions().getLast().hash())
        .findFirst()
        .orElseThrow();
  }

  /** Runs {@code wattward rules} against the server as one who has the token in a file. */
  private int rules(Path token, String... args) {
    printed.getBuffer().setLength(0);
    CommandLine line = WattwardCommand.commandLine();
    line.setOut(new PrintWriter(printed)).setErr(new PrintWriter(printed));
    List<String> all = new ArrayList<>(List.of("rules"));
    all.addAll(List.of(args));
    all.addAll(
        List.of("--url", "http://127.0.0.1:" + server.port(), "--token-file", token.toString()));
    return line.execute(all.toArray(String[]::new));
  }

  @Test
  void checkAndTestSayWhatIsWrongAndKeepNothing() throws Exception {
    String anna = token("anna", Role.ENGINEER);
    Map<String, String> texts = new HashMap<>(Example.texts(name, 11, 4200, 4200));
    texts.computeIfPresent("rules.drl", (_, rules) -> rules.replace("powerW >", "powrW >"));

    JsonNode checked =
        JSON.readTree(call(anna, "POST", "/test/check", Map.of("texts", texts)).body());
    JsonNode right = JSON.readTree(call(anna, "POST", "/test/check", files(1, 1)).body());
    JsonNode tested = JSON.readTree(call(anna, "POST", "/test/test", files(4200, 4201)).body());

    assertThat(checked.get("right").asBoolean()).isFalse();
    assertThat(checked.get("problems").get(0).asString())
        .contains(name + "/rules.drl:10")
        .contains("powrW")
        .contains("powerW")
        .contains("^");
    assertThat(right.get("right").asBoolean()).isTrue();
    assertThat(tested.get("passed").asBoolean()).isFalse();
    assertThat(tested.get("steps").get(0).get("got").get(0).asString()).contains("4200");
    assertThat(registry.packages()).doesNotContainKey(name);
  }

  @Test
  void anUploadThatFailsItsTestsIsRefusedAndKeptAsADraft() throws Exception {
    String anna = token("anna", Role.ENGINEER);

    HttpResponse<String> answer = call(anna, "POST", "/test/versions", files(4200, 4201));

    assertThat(answer.statusCode()).isEqualTo(422);
    JsonNode version = JSON.readTree(answer.body());
    assertThat(version.get("stage").asString()).isEqualTo("draft");
    assertThat(version.get("problems").get(0).asString()).contains("4201");
    HttpResponse<String> activated =
        call(
            token("boris", Role.ENGINEER),
            "POST",
            "/test/activate",
            Map.of("hash", version.get("hash").asString(), "why", "Try."));
    assertThat(activated.statusCode()).isEqualTo(409);
  }

  @Test
  void parametersAreSetWithinTheirRangeByEngineers() throws Exception {
    registry.activate(
        name,
        registry.load(Example.folder(name, 11, 4200, 4200), new Deed("anna", "First.")).hash(),
        new Deed("boris", "First."));
    String anna = token("anna", Role.ENGINEER);

    HttpResponse<String> set =
        call(
            anna,
            "PUT",
            "/test/parameters/threshold",
            Map.of("value", 2500, "why", "Fuses were changed."));
    HttpResponse<String> tooMuch =
        call(anna, "PUT", "/test/parameters/threshold", Map.of("value", 9001, "why", "More."));

    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
    assertThat(tooMuch.statusCode()).isEqualTo(409);
    assertThat(tooMuch.body()).contains("9001.0 W").contains("100.0 to 9000.0 W");
    JsonNode shown = JSON.readTree(call(anna, "GET", "/test/parameters", Map.of()).body()).get(0);
    assertThat(shown.get("value").asDouble()).isEqualTo(2500);
    assertThat(shown.get("setBy").asString()).isEqualTo("anna");
    assertThat(call(anna, "DELETE", "/test/parameters/threshold", Map.of()).statusCode())
        .isEqualTo(200);
    assertThat(registry.parameters().set()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    '',                         VIEWER,   200",
    "GET,    /test,                      VIEWER,   200",
    "GET,    /test/source,               VIEWER,   200",
    "GET,    /test/parameters,           VIEWER,   200",
    "GET,    /nothing,                   VIEWER,   404",
    "POST,   /test/check,                OPERATOR, 403",
    "POST,   /test/test,                 OPERATOR, 403",
    "POST,   /test/versions,             OPERATOR, 403",
    "POST,   /test/activate,             OPERATOR, 403",
    "POST,   /test/shadow,               OPERATOR, 403",
    "DELETE, /test/shadow,               OPERATOR, 403",
    "POST,   /test/roll-back,            OPERATOR, 403",
    "POST,   /test/retire,               OPERATOR, 403",
    "PUT,    /test/parameters/threshold, OPERATOR, 403",
    "DELETE, /test/parameters/threshold, OPERATOR, 403",
    "POST,   /test/activate,             ENGINEER, 422",
    "POST,   /test/versions,             ENGINEER, 422",
  })
  void everybodyReadsAndEngineersEdit(String method, String path, Role role, int status)
      throws Exception {
    registry.activate(
        name,
        registry.load(Example.folder(name, 11, 4200, 4200), new Deed("anna", "First.")).hash(),
        new Deed("boris", "First."));

    assertThat(call(token("somebody", role), method, path, Map.of()).statusCode())
        .isEqualTo(status);
    assertThat(inForce()).hasValue("1.0.4200");
  }

  @ParameterizedTest
  @CsvSource({"../../evil.drl", "/etc/passwd", ".hidden", "a/b/c/d.yaml", "rules.drl/"})
  void aPathThatLeadsElsewhereIsRefused(String path) throws Exception {
    HttpResponse<String> answer =
        call(
            token("anna", Role.ENGINEER),
            "POST",
            "/test/versions",
            Map.of("texts", Map.of(path, "x"), "why", "Try."));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("cannot name a file of a package");
  }
}
