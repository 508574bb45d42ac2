package org.wattward.controller.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.alarm.Condition;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.arbitration.ManualOverride;
import org.wattward.controller.district.FakeDistrict;
import org.wattward.controller.receipt.Quota;
import org.wattward.controller.record.AuditEntry;
import org.wattward.controller.record.Balance;
import org.wattward.controller.record.History;
import org.wattward.controller.record.ListedRecord;
import org.wattward.controller.record.RawSeries;
import org.wattward.controller.record.RecordUnavailable;
import org.wattward.controller.rules.PackageRegistry;
import org.wattward.controller.security.Accounts;
import org.wattward.controller.security.Role;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebServerIT {
  private final FakeDistrict district = new FakeDistrict();
  private final ListedRecord record = new ListedRecord();
  private final List<AuditEntry> audited = record.audited;
  private HttpClient client = HttpClient.newHttpClient();
  private Accounts accounts;
  private String password;
  private WebServer server;

  @BeforeAll
  void start(@TempDir Path data) {
    accounts = new Accounts(data);
    password = accounts.createFirstAdmin().orElseThrow();
    PackageRegistry rules =
        new PackageRegistry(
            new PackageRegistry.Parts(
                district.site(), data.resolve("rules"), record, Time.system()));
    server =
        WebServer.start(
            new WebServer.Parts(
                district,
                new NoDatabase(),
                record,
                record::counters,
                accounts,
                rules,
                Time.system()),
            InetAddress.getLoopbackAddress(),
            0);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void forgetTheTestBefore() {
    client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    district.requests.clear();
    district.readings.clear();
    audited.clear();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/sites",
        "/api/v1/points",
        "/api/v1/stream",
        "/api/v1/openapi",
        "/actuator/health",
        "/actuator/prometheus",
        "/",
        "/why/heatpump-07/powerLimit"
      })
  void nothingIsShownWithoutLogIn(String path) throws Exception {
    HttpResponse<String> answer = client.send(get(path).build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isIn(302, 401);
    assertThat(answer.body()).doesNotContain("heatpump-07");
  }

  @Test
  void aTokenThatIsNotKnownIsRefused() throws Exception {
    assertThat(call("ww_wrong", get("/api/v1/sites")).statusCode()).isEqualTo(401);
  }

  @Test
  void aRecordWithoutDatabaseIsToldAndMakesNobodyRestartTheController() throws Exception {
    String viewer = accounts.issueToken("probe", Role.VIEWER, 16);
    assertThat(call(viewer, get("/actuator/health")).body())
        .contains("\"recordHealth\":{\"details\":{\"database\":\"takes the record\"");

    record.counters = ListedRecord.away("Connection refused.", Duration.ofSeconds(90));
    HttpResponse<String> answer = call(viewer, get("/actuator/health"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"status\":\"WAITING\"")
        .contains("\"database\":\"Connection refused.\"")
        .contains("\"lagS\":90.0")
        .endsWith("\"status\":\"UP\"}");
    assertThat(call(viewer, get("/actuator/prometheus")).body())
        .contains("wattward_record_away 1.0")
        .contains("wattward_record_lag_seconds 90.0");
    record.counters = ListedRecord.well();
  }

  @Test
  void aViewerSeesAndMayNotOverride() throws Exception {
    String viewer = accounts.issueToken("dashboard", Role.VIEWER, 16);

    assertThat(call(viewer, get("/api/v1/sites")).body()).contains("Test district");
    assertThat(call(viewer, override("{\"value\": 1}")).statusCode()).isEqualTo(403);
    assertThat(district.requests).isEmpty();
  }

  @Test
  void anOverrideIsTakenWithItsExpiryAndAudited() throws Exception {
    String operator = accounts.issueToken("scada", Role.OPERATOR, 8);

    HttpResponse<String> answer =
        call(
            operator,
            override("{\"value\": 4200, \"duration\": \"PT30M\", \"reason\": \"Cold flat\"}"));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).contains("\"level\":8").contains("\"name\":\"scada\"");
    assertThat(district.requests).hasSize(1);
    assertThat(audited).hasSize(1);
    assertThat(audited.getFirst().actor()).isEqualTo("scada");
  }

  @Test
  void aProgramCannotReachAboveItsLevel() throws Exception {
    String scheduler = accounts.issueToken("scheduler", Role.OPERATOR, 10);

    HttpResponse<String> answer =
        call(
            scheduler,
            override("{\"value\": 4200, \"duration\": \"PT30M\", \"reason\": \"Plan\"}"));

    assertThat(answer.body()).contains("\"level\":10");
  }

  @Test
  void anEngineerAddsChangesAndRemovesASchedule() throws Exception {
    String engineer = accounts.issueToken("energy-office", Role.ENGINEER, 10);
    String text =
        """
        {"id": "noon", "point": "heatpump-07/powerLimit", "value": "4 kW", "until": "14:30",
         "cron": "0 0 12 * * ?", "exceptions": [{"dates": ["12-24"]}], "reason": "The plan."}
        """;

    HttpResponse<String> added = call(engineer, post("/api/v1/schedules", text));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    assertThat(added.body()).contains("\"from\":\"people\"", "\"endLocal\"");
    assertThat(call(engineer, post("/api/v1/schedules", text)).statusCode()).isEqualTo(409);
    HttpResponse<String> changed =
        call(engineer, put("/api/v1/schedules/noon", text.replace("4 kW", "3 kW")));
    assertThat(changed.body()).contains("\"value\":\"3000.0 W\"");
    assertThat(call(engineer, get("/api/v1/schedules")).body()).contains("\"id\":\"noon\"");
    assertThat(
            call(engineer, get("/api/v1/schedules/preview?days=14&from=2026-12-20T00:00:00Z"))
                .body())
        .contains("2026-12-23T11:00:00Z", "2026-12-25T11:00:00Z")
        .doesNotContain("2026-12-24T11:00:00Z");
    assertThat(call(engineer, delete("/api/v1/schedules/noon")).statusCode()).isEqualTo(204);
    assertThat(call(engineer, delete("/api/v1/schedules/noon")).statusCode()).isEqualTo(404);
    assertThat(audited)
        .extracting(AuditEntry::action)
        .containsExactly("schedule added", "schedule changed", "schedule removed");
  }

  @Test
  void whoIsNoEngineerOnlySeesSchedulesAndAWrongOneIsRefusedWithAllThatIsWrong() throws Exception {
    String operator = accounts.issueToken("scada", Role.OPERATOR, 8);
    String engineer = accounts.issueToken("energy-office", Role.ENGINEER, 10);
    String wrong =
        """
        {"id": "noon", "point": "heatpump-07/powerLimit", "value": "4 kW", "cron": "0 0 25 * * ?",
         "level": 3}
        """;

    assertThat(call(operator, get("/api/v1/schedules")).statusCode()).isEqualTo(200);
    assertThat(call(operator, post("/api/v1/schedules", wrong)).statusCode()).isEqualTo(403);
    HttpResponse<String> refused = call(engineer, post("/api/v1/schedules", wrong));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("hour", "when it ends", "reason");
    HttpResponse<String> tooHigh =
        call(
            engineer,
            post(
                "/api/v1/schedules",
                wrong
                    .replace("25", "23")
                    .replace("}", ", \"duration\": \"1 h\", \"reason\": \"R.\"}")));
    assertThat(tooHigh.body()).contains("may use levels 10 to 16, not 3");
    assertThat(audited).isEmpty();
  }

  @Test
  void anOrderOfAProgramGetsAReceiptThatCanBeAskedForAgain() throws Exception {
    String scheduler = accounts.issueToken("planner", Role.OPERATOR, 10);
    String order =
        "{\"key\": \"plan/1\", \"point\": \"heatpump-07/powerLimit\", \"value\": 4200,"
            + " \"duration\": \"PT30M\", \"reason\": \"The plan\"}";

    HttpResponse<String> first = call(scheduler, post("/api/v1/requests", order));
    HttpResponse<String> again = call(scheduler, post("/api/v1/requests", order));
    HttpResponse<String> asked = call(scheduler, get("/api/v1/requests/receipt/plan/1"));

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(first.body()).contains("\"stage\":\"ACCEPTED\"").contains("\"level\":10");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(asked.body()).isEqualTo(first.body());
    assertThat(district.requests).containsOnlyKeys("order/program/planner/plan/1");
    assertThat(audited).extracting(AuditEntry::action).containsExactly("order", "order");
  }

  @Test
  void anArrayOfOrdersIsAnsweredOneByOne() throws Exception {
    String scheduler = accounts.issueToken("planner-2", Role.OPERATOR, 10);
    String orders =
        "[{\"key\": \"a\", \"point\": \"heatpump-07/powerLimit\", \"max\": 4200,"
            + " \"duration\": \"PT30M\", \"reason\": \"The plan\"},"
            + "{\"key\": \"b\", \"point\": \"heatpump-99/powerLimit\", \"value\": 1,"
            + " \"duration\": \"PT30M\", \"reason\": \"The plan\"},"
            + "{\"key\": \"c\", \"point\": \"heatpump-07/powerLimit\", \"value\": 1, \"level\": 3,"
            + " \"duration\": \"PT30M\", \"reason\": \"The plan\"}]";

    HttpResponse<String> answer = call(scheduler, post("/api/v1/requests", orders));
    HttpResponse<String> list = call(scheduler, get("/api/v1/requests?after=0"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("The site has no point heatpump-99/powerLimit.")
        .contains("planner-2 may use levels 10 to 16, not 3.");
    assertThat(list.body()).contains("\"key\":\"a\"").doesNotContain("\"key\":\"b\"");
  }

  @Test
  void whoAsksForMoreThanTheQuotaIsToldWhenToComeAgain() throws Exception {
    String scheduler = accounts.issueToken("eager", Role.OPERATOR, 10, new Quota(1, 100));
    String order =
        "{\"key\": \"e\", \"point\": \"heatpump-07/powerLimit\", \"value\": 4200,"
            + " \"duration\": \"PT30M\", \"reason\": \"The plan\"}";
    for (int i = 0; i < 10; i++) {
      call(scheduler, post("/api/v1/requests", order));
    }

    HttpResponse<String> answer = call(scheduler, post("/api/v1/requests", order));

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(answer.body()).contains("eager may ask for 1 orders a second");
  }

  @Test
  void whoHasTooManyLiveOrdersIsToldWhenTheFirstEnds() throws Exception {
    String scheduler = accounts.issueToken("hoarder", Role.OPERATOR, 10, new Quota(100, 1));
    String order =
        "{\"key\": \"%s\", \"point\": \"heatpump-07/powerLimit\", \"value\": 4200,"
            + " \"duration\": \"PT30M\", \"reason\": \"The plan\"}";

    HttpResponse<String> first = call(scheduler, post("/api/v1/requests", order.formatted("h1")));
    HttpResponse<String> second = call(scheduler, post("/api/v1/requests", order.formatted("h2")));

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(second.headers().firstValue("Retry-After")).hasValue("60");
    assertThat(second.body()).contains("hoarder has 1 live orders already, which is its quota");
  }

  @Test
  void anOrderTakenBackIsOver() throws Exception {
    String scheduler = accounts.issueToken("planner-3", Role.OPERATOR, 10);
    String order =
        "{\"key\": \"x\", \"point\": \"heatpump-07/powerLimit\", \"value\": 4200,"
            + " \"duration\": \"PT30M\", \"reason\": \"The plan\"}";
    call(scheduler, post("/api/v1/requests", order));

    HttpResponse<String> back = call(scheduler, delete("/api/v1/requests/receipt/x"));

    assertThat(back.body()).contains("\"stage\":\"WITHDRAWN\"");
    assertThat(district.requests).isEmpty();
    assertThat(call(scheduler, delete("/api/v1/requests/receipt/x")).statusCode()).isEqualTo(404);
  }

  @Test
  void receiptsAreFollowedAsEventsFromWhereTheReaderWas() throws Exception {
    String scheduler = accounts.issueToken("planner-4", Role.OPERATOR, 10);
    String order =
        "{\"key\": \"s1\", \"point\": \"heatpump-07/powerLimit\", \"value\": 4200,"
            + " \"duration\": \"PT30M\", \"reason\": \"The plan\"}";
    HttpResponse<Stream<String>> stream =
        client.send(
            get("/api/v1/requests/stream").header("Authorization", "Bearer " + scheduler).build(),
            BodyHandlers.ofLines());

    call(scheduler, post("/api/v1/requests", order));
    List<String> event =
        stream.body().dropWhile(line -> !line.startsWith("event:receipt")).limit(3).toList();

    assertThat(event.get(1)).startsWith("id:");
    assertThat(event.get(2)).contains("\"key\":\"s1\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"value\": 12500, \"duration\": \"PT1M\", \"reason\": \"x\"} | Override 12500.0 W for"
            + " heatpump-07/powerLimit is outside 0.0 to 10000.0 W.",
        "{\"value\": 4200, \"reason\": \"x\"} | The override's duration is missing. Everything"
            + " expires",
        "{\"value\": 4200, \"duration\": \"PT1M\"} | The override has no reason.",
        "{\"duration\": \"PT1M\", \"reason\": \"x\"} | The override has no value."
      })
  void aWrongOverrideIsRefusedWithASentence(String order, String sentence) throws Exception {
    String operator = accounts.issueToken("scada", Role.OPERATOR, 8);

    HttpResponse<String> answer = call(operator, override(order));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains(sentence);
    assertThat(district.requests).isEmpty();
  }

  @Test
  void anUnknownPointIsAnsweredWithThePointsThereAre() throws Exception {
    String viewer = accounts.issueToken("dashboard", Role.VIEWER, 16);

    HttpResponse<String> answer = call(viewer, get("/api/v1/points/heatpump-07/powr"));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("no point").contains("power, powerLimit");
  }

  @Test
  void historyWithoutADatabaseSaysSo() throws Exception {
    String viewer = accounts.issueToken("dashboard", Role.VIEWER, 16);

    HttpResponse<String> answer = call(viewer, get("/api/v1/points/heatpump-07/power/history"));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("The district is controlled all the same");
  }

  /** A person's override, as it lives in the district. */
  private Request overrideBy(Source source) {
    Request request =
        new Request(
            ManualOverride.id(FakeDistrict.LIMIT, source.name()),
            FakeDistrict.LIMIT,
            new Wish.Set(4_200),
            Request.MANUAL_OPERATOR,
            "The flat is cold.",
            source,
            Instant.now(),
            Duration.ofMinutes(30),
            Set.of());
    district.requests.put(request.id(), request);
    return request;
  }

  @Test
  void overridesAreListedWithWhoWhyAndHowLongYet() throws Exception {
    overrideBy(new Source(Source.Kind.PERSON, "anna", ""));
    String viewer = accounts.issueToken("dashboard", Role.VIEWER, 16);

    assertThat(call(viewer, get("/api/v1/overrides")).body())
        .contains("\"name\":\"anna\"", "\"remainingS\":1800.0", "\"value\":4200.0")
        .contains("The flat is cold.", "Heat pump 07, Power limit", "\"mayEnd\":false");
  }

  @Test
  void aProgramEndsItsOwnOverrideButNotThatOfAnOperator() throws Exception {
    String program = accounts.issueToken("scada", Role.OPERATOR, 8);
    Request annas = overrideBy(new Source(Source.Kind.PERSON, "anna", ""));
    Request own = overrideBy(new Source(Source.Kind.PROGRAM, "scada", ""));

    HttpResponse<String> refused =
        call(program, delete("/api/v1/overrides?id=" + encoded(annas.id())));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("is anna's. A program may end its own alone");
    assertThat(call(program, delete("/api/v1/overrides?id=" + encoded(own.id()))).statusCode())
        .isEqualTo(204);
    assertThat(call(program, delete("/api/v1/overrides?id=" + encoded(own.id()))).statusCode())
        .isEqualTo(404);
    assertThat(district.requests).containsOnlyKeys(annas.id());
    assertThat(audited).extracting(AuditEntry::action).containsExactly("override taken back");
  }

  @Test
  void anOperatorEndsTheOverrideOfAColleagueAndTheAuditNamesBoth() throws Exception {
    Request annas = overrideBy(new Source(Source.Kind.PERSON, "anna", ""));
    String page = logIn(password);
    Matcher csrf = Pattern.compile("name=\"csrf\" content=\"([^\"]+)\"").matcher(page);
    assertThat(csrf.find()).isTrue();

    HttpResponse<String> ended =
        client.send(
            delete("/api/v1/overrides?id=" + encoded(annas.id()))
                .header("X-CSRF-TOKEN", csrf.group(1))
                .build(),
            BodyHandlers.ofString());

    assertThat(ended.statusCode()).as(ended.body()).isEqualTo(204);
    assertThat(district.requests).isEmpty();
    assertThat(audited)
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.actor()).isEqualTo("admin");
          assertThat(entry.action()).isEqualTo("override of another ended");
          assertThat(entry.detail()).isEqualTo("It was anna's: The flat is cold.");
        });
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void theInterfaceIsDescribedByOpenApi() throws Exception {
    String viewer = accounts.issueToken("dashboard", Role.VIEWER, 16);

    String description = call(viewer, get("/api/v1/openapi")).body();

    assertThat(description)
        .contains("/api/v1/points/{device}/{point}/override")
        .contains("/api/v1/points/{device}/{point}/decisions")
        .contains("/api/v1/points/{device}/{point}/why", "/api/v1/decisions/{id}/why")
        .contains("\"/api/v1/overrides\"", "/api/v1/commissioning/watchdog/{device}")
        .contains("\"scheme\":\"bearer\"");
  }

  @Test
  void figuresAreOfferedToPrometheus() throws Exception {
    String viewer = accounts.issueToken("prometheus", Role.VIEWER, 16);

    assertThat(call(viewer, get("/actuator/prometheus")).body())
        .contains("wattward_polls_total 10.0")
        .contains("wattward_devices{condition=\"GOOD\"} 1.0");
  }

  @Test
  void aPersonLogsInByFormAndNeedsThePagesTokenToWrite() throws Exception {
    String page = logIn(password);

    assertThat(page).contains("Test district").contains("heatpump-07/power");
    HttpRequest withoutToken =
        override("{\"value\": 4200, \"duration\": \"PT30M\", \"reason\": \"Cold flat\"}").build();
    assertThat(client.send(withoutToken, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    assertThat(district.requests).isEmpty();
  }

  @Test
  void aWrongPasswordIsToldOnTheLogInPage() throws Exception {
    assertThat(logIn("wrong")).contains("Name or password is wrong.");
  }

  @Test
  void aLimitIsSharedAndAllThatIsWrongIsToldAtOnce() throws Exception {
    String program = accounts.issueToken("dispatcher", Role.OPERATOR, 10);
    String order =
        """
        {"id": "dr-42", "points": ["heatpump-07/powerLimit"], "total": 4200, "level": 10,
         "sharing": "by_size", "duration": "PT2H", "reason": "The feeder is full."}\
        """;

    HttpResponse<String> taken = call(program, post("/api/v1/groups", order));
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
    assertThat(taken.body()).contains("\"sharing\":\"BY_SIZE\"", "\"by\":\"dispatcher\"");
    assertThat(district.groups.values().iterator().next().members())
        .containsExactly(FakeDistrict.LIMIT);
    assertThat(call(program, get("/api/v1/groups")).body()).contains("The feeder is full.");

    HttpResponse<String> wrong =
        call(
            program,
            post(
                "/api/v1/groups",
                "{\"id\": \"\", \"zone\": \"nowhere\", \"sharing\": \"fairly\", \"level\": 3}"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body())
        .contains("id is missing", "nowhere", "fairly", "level is 3", "total is missing")
        .contains("duration is missing", "reason is missing");
    assertThat(district.groups).hasSize(1);
  }

  @Test
  void operatorsPutAlarmsAsideAndEverybodySeesTheLoad() throws Exception {
    String viewer = accounts.issueToken("dashboard", Role.VIEWER, 16);
    String operator = accounts.issueToken("operator", Role.OPERATOR, 8);
    district.alarms.raise(
        new Condition(
            "device/heatpump-07",
            "heatpump-07",
            Alarm.Priority.HIGH,
            "It is silent.",
            "It goes on as it is.",
            "Check it.",
            Duration.ZERO,
            Duration.ZERO,
            Optional.empty()));
    String order =
        "{\"key\": \"device/heatpump-07\", \"duration\": \"PT2H\", \"why\": \"It is replaced.\"}";

    assertThat(call(viewer, post("/api/v1/alarms/shelve", order)).statusCode()).isEqualTo(403);
    HttpResponse<String> aside = call(operator, post("/api/v1/alarms/shelve", order));
    assertThat(aside.statusCode()).as(aside.body()).isEqualTo(200);
    assertThat(aside.body()).contains("\"state\":\"SHELVED\"", "It is replaced.");
    assertThat(call(viewer, get("/api/v1/alarms/load")).body())
        .contains("\"shelved\":1", "\"inTenMinutes\":1");
    HttpResponse<String> wrong =
        call(operator, post("/api/v1/alarms/shelve", order.replace("PT2H", "PT48H")));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("up to 24 h");
    HttpResponse<String> unsaid =
        call(operator, post("/api/v1/alarms/shelve", "{\"key\": \"device/heatpump-07\"}"));
    assertThat(unsaid.statusCode()).isEqualTo(422);
    assertThat(unsaid.body()).contains("Give key, duration and why");

    String key = "{\"key\": \"device/heatpump-07\"}";
    assertThat(call(operator, post("/api/v1/alarms/unshelve", key)).body())
        .contains("UNACKNOWLEDGED");
    assertThat(call(operator, post("/api/v1/alarms/unshelve", key)).statusCode()).isEqualTo(404);
    assertThat(audited)
        .extracting(AuditEntry::action)
        .containsExactly("alarm shelved", "alarm taken back");
    district.alarms.clear("device/heatpump-07");
  }

  @Test
  void readingsAreStreamed() throws Exception {
    String viewer = accounts.issueToken("dashboard", Role.VIEWER, 16);
    district.readings.put(
        FakeDistrict.POWER, Reading.good(FakeDistrict.POWER, Instant.EPOCH, 1234.5));

    HttpResponse<Stream<String>> stream =
        client.send(
            get("/api/v1/stream").header("Authorization", "Bearer " + viewer).build(),
            BodyHandlers.ofLines());
    try (var lines = stream.body()) {
      assertThat(lines.filter(line -> line.startsWith("data:")).findFirst())
          .hasValueSatisfying(data -> assertThat(data).contains("heatpump-07/power", "1234.5"));
    }
  }

  private HttpRequest.Builder get(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private HttpRequest.Builder post(String path, String json) {
    return get(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
  }

  private HttpRequest.Builder put(String path, String json) {
    return get(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json));
  }

  private HttpRequest.Builder delete(String path) {
    return get(path).DELETE();
  }

  private HttpRequest.Builder override(String order) {
    return get("/api/v1/points/heatpump-07/powerLimit/override")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(order));
  }

  private HttpResponse<String> call(String token, HttpRequest.Builder request) throws Exception {
    return client.send(
        request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
  }

  private String logIn(String shownPassword) throws Exception {
    String form = client.send(get("/login").build(), BodyHandlers.ofString()).body();
    Matcher csrf = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(form);
    assertThat(csrf.find()).as("the form carries a CSRF token").isTrue();
    String body =
        "username=admin&password=%s&_csrf=%s"
            .formatted(
                URLEncoder.encode(shownPassword, StandardCharsets.UTF_8),
                URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        client.send(
            get("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    String next = answer.headers().firstValue("Location").orElseThrow();
    return client
        .send(
            HttpRequest.newBuilder(get("/").build().uri().resolve(next)).build(),
            BodyHandlers.ofString())
        .body();
  }

  static final class NoDatabase implements History {
    private static RecordUnavailable away() {
      return new RecordUnavailable(
          "The database does not answer.", new IllegalStateException("connection refused"));
    }

    @Override
    public List<Sample> samples(PointId point, Instant from, Instant to, Duration width) {
      throw away();
    }

    @Override
    public List<Balance> balances(PointId point, List<Instant> bounds) {
      throw away();
    }

    @Override
    public List<RawSeries> readings(List<PointId> points, Instant from, Instant to) {
      throw away();
    }

    @Override
    public List<Sample> samples(PointId point, Instant from, Instant to, int target) {
      throw away();
    }

    @Override
    public List<Decision> decisions(Optional<PointId> point, Instant from, Instant to, int most) {
      throw away();
    }

    @Override
    public Optional<Decision> decision(UUID id) {
      throw away();
    }

    @Override
    public List<Alarm> alarms(Instant from, Instant to, int most) {
      throw away();
    }

    @Override
    public long countReadings(Instant from, Instant to) {
      throw away();
    }
  }
}
