package org.wattward.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.alarm.AlarmNow;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.arbitration.Decision.Verdict;
import org.wattward.controller.arbitration.Decision.Write;
import org.wattward.controller.command.RunningController.Launch;
import org.wattward.controller.district.District;
import org.wattward.controller.district.District.Change;
import org.wattward.controller.district.District.DeviceState.Condition;
import org.wattward.controller.district.District.LinkState;
import org.wattward.controller.record.DatabaseAddress;
import org.wattward.controller.record.History;
import org.wattward.controller.rules.Deed;
import org.wattward.controller.rules.KeptPackage;
import org.wattward.controller.security.Accounts;
import org.wattward.controller.security.Role;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.time.Time;
import org.wattward.rules.decide.Snapshot.DemandResponse;
import org.wattward.rules.request.Request.Source;
import org.wattward.sim.district.SimulatedDistrict;
import org.wattward.sim.field.Fault;

/**
 * The whole way through the house on one running demonstration district: real sockets, a real
 * database, a real browser. The tests go in order, because the district lives on between them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DistrictRunsIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final PointId LIMIT = PointId.parse("heatpump-07/powerLimit");

  /** Of the demonstration's fast poll group. */
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private static final String PULLED = "meter-transformer";

  private final Time time = Time.system();
  private final HttpClient client = HttpClient.newHttpClient();
  private Path data;
  private SimulatedDistrict simulated;
  private RunningController controller;
  private District district;
  private String token;
  private String password;

  @BeforeAll
  void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) {
    data = directory;
    simulated = SimulatedDistrict.demo(time, 1);
    simulated.start();
    Accounts accounts = new Accounts(data);
    token = accounts.issueToken("scada", Role.OPERATOR, 8);
    controller =
        RunningController.start(
            new Launch(
                simulated.site(),
                data,
                new DatabaseAddress.Embedded(data.resolve("postgres")),
                InetAddress.getLoopbackAddress(),
                0,
                time,
                new DemoPrices(simulated::priceEurPerKwh),
                Optional.empty()));
    district = controller.district();
    password = accounts.setPassword("admin", Role.ADMIN);
  }

  @AfterAll
  void stop() {
    controller.close();
    simulated.close();
  }

  @Test
  @Order(1)
  void everyDeviceBecomesGood() {
    Await.until(
        "every device is good", LONG, () -> notGood().toString(), () -> notGood().isEmpty());
  }

  @Test
  @Order(2)
  void allFourPackagesDecideAndEveryWriteIsVerified() {
    announce();
    Await.until(
        "all four packages have a request that won or limits",
        LONG,
        () -> deciding().toString(),
        () ->
            deciding()
                .containsAll(
                    List.of("demand-response", "waste-heat", "loss-reduction", "street-lighting")));
    Await.until(
        "every write that was sent is verified",
        LONG,
        () -> district.counters().toString(),
        () -> district.counters().writesSent() == district.counters().writesVerified());
    assertThat(district.counters().writesFailed()).isZero();
    assertThat(district.counters().writesSent()).isPositive();
  }

  @Test
  @Order(3)
  void thePageMovesInARealBrowser() {
    PageVisit.visit(controller.port(), password);
  }

  @Test
  @Order(4)
  void anOverrideBeatsARuleAndAfterwardsTheRuleIsBack() throws Exception {
    Await.until("a rule decides about " + LIMIT, LONG, () -> byRule(LIMIT));
    double ruled = district.setpoint(LIMIT).orElseThrow();
    double overridden = ruled == 3_000 ? 2_500 : 3_000;

    HttpResponse<String> answer =
        post(
            "/api/v1/points/" + LIMIT + "/override",
            "{\"value\": %s, \"duration\": \"PT4S\", \"reason\": \"Test of the override\"}"
                .formatted(overridden));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);

    Await.until(
        "the override is written and verified",
        LONG,
        () -> district.decision(LIMIT).toString(),
        () -> setpointIs(overridden, Write.State.VERIFIED));
    Decision won = district.decision(LIMIT).orElseThrow();
    assertThat(won.winner().orElseThrow().source())
        .isEqualTo(new Source(Source.Kind.PROGRAM, "scada", ""));
    assertThat(won.claims())
        .anySatisfy(claim -> {
          assertThat(claim.request().source().kind()).isEqualTo(Source.Kind.RULE);
          assertThat(claim.verdict()).isIn(Verdict.LOST, Verdict.SATISFIED, Verdict.LIMITS);
          assertThat(claim.why()).isNotBlank();
        });
    assertThat(simulated.model().value(LIMIT)).isEqualTo(overridden);

    Await.until(
        "the rule's value is back on the device",
        LONG,
        () -> district.decision(LIMIT).toString(),
        () -> byRule(LIMIT) && simulated.model().value(LIMIT) != overridden);
    Await.until(
        "the record tells of both",
        LONG,
        () -> {
          List<Decision> recorded =
              history()
                  .decisions(Optional.of(LIMIT), Instant.EPOCH, time.now().plusSeconds(60), 50);
          return recorded.stream().anyMatch(decision -> decision.setpoint() == overridden)
              && recorded.getFirst().setpoint() != overridden;
        });
    assertThat(get("/api/v1/points/" + LIMIT + "/decisions").body())
        .contains("Test of the override")
        .contains("Read back");
  }

  @Test
  @Order(5)
  void aChangedRuleFileChangesTheNextDecisionAndNoTickIsMissed() throws Exception {
    Await.until("the heat pump is throttled", LONG, () -> throttled("small part"));
    Path rules = data.resolve("rules/packages/demand-response/events.drl");
    String before = Files.readString(rules);
    long missed = district.counters().missedTicks();
    String changed = before.replace("a small part of", "by another rule a piece of");
    assertThat(changed).isNotEqualTo(before);

    long startNanos = time.nanos();
    Files.writeString(rules, changed);
    Await.until("the next decision is by the new rules", LONG, () -> throttled("a piece of"));

    System.out.printf(
        "A changed rule file was decided by after %.0f ms; %d ticks missed.%n",
        (time.nanos() - startNanos) / 1e6, district.counters().missedTicks() - missed);
    assertThat(district.counters().missedTicks()).isEqualTo(missed);
    Await.until(
        "the record has both versions",
        LONG,
        () -> controller.record().isDrained() && controller.rules().packages().size() == 6);
  }

  @Test
  @Order(6)
  void aPackageThatFailsItsTestsIsRefusedAndTheLastGoodOneStays() throws Exception {
    Path rules = data.resolve("rules/packages/demand-response/events.drl");
    String good = Files.readString(rules);

    Files.writeString(rules, good.replace("$rated * highShare", "$rated * highShare * 3"));
    Await.until("it is refused", LONG, () -> !kept().versions().getLast().isRight());

    assertThat(controller.rules().inForce("demand-response").orElseThrow().hash())
        .isEqualTo(kept().active().orElseThrow());
    assertThat(throttled("a piece of")).isTrue();
    assertThat(controller.rules().rollBack("demand-response", new Deed("admin", "Back to before.")))
        .isEmpty();
    Await.until("the first version decides again", LONG, () -> throttled("small part"));
  }

  @Test
  @Order(7)
  void aDevicePulledAwayDelaysNobodyAndComesBackByItself() throws Exception {
    Await.until("requests rest on " + PULLED, LONG, () -> requestsRestOn(PULLED));
    Set<String> changed = ConcurrentHashMap.newKeySet();
    Map<String, Long> pollsBefore = pollsOfOtherLinks();
    long pulledNanos = time.nanos();
    try (AutoCloseable _ = district.watch(change -> noteDevice(change, changed));
        HeardLog log = HeardLog.listening()) {
      simulated.fault(PULLED, new Fault.Unplugged());

      Await.until(
          "its points are stale",
          LONG,
          () -> quality().toString(),
          () -> quality() == Quality.Known.STALE);
      Await.until(
          "its points are bad",
          LONG,
          () -> quality().toString(),
          () -> quality() instanceof Quality.Bad);
      Await.until("one alarm is raised", LONG, () -> active(PULLED).size() == 1);
      Await.until("its requests are withdrawn", LONG, () -> !requestsRestOn(PULLED));
      long periods = Duration.ofNanos(time.nanos() - pulledNanos).dividedBy(PERIOD);
      assertThat(pollsOfOtherLinks())
          .as("polls of the other links in %d periods, from %s", periods, pollsBefore)
          .allSatisfy((link, polls) ->
              assertThat(polls - pollsBefore.getOrDefault(link, polls))
                  .isGreaterThanOrEqualTo(periods - 2));

      simulated.clear(PULLED);

      Await.until("it is back", LONG, () -> quality() == Quality.Known.GOOD);
      Await.until("its alarm is cleared", LONG, () -> active(PULLED).isEmpty());
      Await.until("requests rest on it again", LONG, () -> requestsRestOn(PULLED));
      assertThat(log.sentences())
          .as("one line when it is lost, one when it is back")
          .satisfiesExactly(
              lost -> assertThat(lost).startsWith("Link link-meter-transformer is lost."),
              back -> assertThat(back).contains("link-meter-transformer", "again after"));
    }
    assertThat(changed).as("devices that were not read in time").containsExactly(PULLED);
  }

  @Test
  @Order(8)
  void everyReadingIsFoundAgain() throws Exception {
    assertThat(controller.stopControl()).as("the record was drained").isTrue();

    Instant later = time.now().plusSeconds(3600);
    // Prices are recorded beside what was read.
    long prices =
        history().readings(List.of(PriceBook.POINT), Instant.EPOCH, later).getFirst().size();
    assertThat(history().countReadings(Instant.EPOCH, later) - prices)
        .isEqualTo(district.counters().readings())
        .isGreaterThan(1_000);
  }

  /** What is polled; a subscription's publish responses and messages come when the field sends. */
  private Map<String, Long> pollsOfOtherLinks() {
    String pulled =
        district.site().devices().stream()
            .filter(device -> device.id().equals(PULLED))
            .map(Device::link)
            .findFirst()
            .orElseThrow();
    return district.links().stream()
        .filter(link -> !link.id().equals(pulled) && !link.id().startsWith("mqtt"))
        .collect(Collectors.toMap(LinkState::id, link -> link.status().polls()));
  }

  private KeptPackage kept() {
    return Objects.requireNonNull(controller.rules().packages().get("demand-response"));
  }

  private boolean throttled(String reason) {
    return district.requests(LIMIT).stream().anyMatch(request -> request.reason().contains(reason));
  }

  private void announce() {
    district.announce(
        new DemandResponse(
            "DR-TEST",
            2,
            time.now(),
            time.now().plus(Duration.ofMinutes(30)),
            Double.POSITIVE_INFINITY,
            "Test"));
  }

  private List<String> notGood() {
    return district.site().devices().stream()
        .filter(device -> district.state(device).condition() != Condition.GOOD)
        .map(Device::id)
        .toList();
  }

  private List<String> deciding() {
    return district.latestDecisions(10_000).stream()
        .flatMap(decision -> decision.claims().stream())
        .filter(claim -> claim.verdict() == Verdict.WON || claim.verdict() == Verdict.LIMITS)
        .map(claim -> claim.request().source().origin().split(" ")[0])
        .filter(origin -> !origin.isEmpty())
        .distinct()
        .toList();
  }

  private boolean byRule(PointId point) {
    return district
        .decision(point)
        .map(decision ->
            decision.claims().stream()
                .anyMatch(claim ->
                    claim.request().source().kind() == Source.Kind.RULE
                        && (claim.verdict() == Verdict.WON || claim.verdict() == Verdict.LIMITS)))
        .orElse(false);
  }

  private boolean setpointIs(double value, Write.State state) {
    return district
        .decision(LIMIT)
        .map(decision -> decision.setpoint() == value && decision.write().state() == state)
        .orElse(false);
  }

  private static void noteDevice(Change change, Set<String> changed) {
    if (change instanceof Change.DeviceChanged(String device, var _)) {
      changed.add(device);
    }
  }

  private boolean requestsRestOn(String device) {
    return district.site().devices().stream()
        .flatMap(each -> each.points().stream().map(each::pointId))
        .flatMap(point -> district.requests(point).stream())
        .flatMap(request -> request.basis().stream())
        .anyMatch(point -> point.device().equals(device));
  }

  private Quality quality() {
    return district.reading(new PointId(PULLED, "power")).map(Reading::quality).orElseThrow();
  }

  private List<Alarm> active(String subject) {
    return district.alarms().list().stream()
        .map(AlarmNow::alarm)
        .filter(alarm -> alarm.isActive() && alarm.subject().contains(subject))
        .toList();
  }

  private History history() {
    return controller.record().history();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + controller.port() + path))
        .header("Authorization", "Bearer " + token);
  }
}
