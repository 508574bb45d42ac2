package org.wattward.protocols.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.eclipse.milo.opcua.sdk.server.items.BaseMonitoredItem;
import org.eclipse.milo.opcua.sdk.server.subscriptions.Subscription;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.OpcUa.Reading.How;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.template.Address.BrowseName;
import org.wattward.devices.template.Address.Deadband;
import org.wattward.devices.template.Address.NodePlace;
import org.wattward.devices.template.Address.OpcUaNode;
import org.wattward.devices.template.Address.Sampling;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Await;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.LogLines;
import org.wattward.protocols.link.RecordingListener;
import org.wattward.protocols.link.WriteOutcome;

/** How values are had from a real server, and where in it they are found. */
@Timeout(180)
class OpcUaReadingIT {
  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final PointId POWER = TestDevices.id("pump", "power");
  private static final PointId OTHER = TestDevices.id("pump", "other");

  @TempDir private Path keys;
  private final RecordingListener listener = new RecordingListener();
  private final TestServer server =
      new TestServer().with("Pump.power", 1500.0).with("Pump.other", 0.0);
  private final List<AutoCloseable> open = new ArrayList<>(List.of(server::close));

  OpcUaReadingIT() throws Exception {}

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private OpcUaLink link(LinkConfig.OpcUa config, PointTemplate... points) {
    OpcUaLink link =
        new OpcUaLink(
            config,
            List.of(TestDevices.device("pump", "Pump", points)),
            listener,
            Time.system(),
            new Random(7),
            Credentials.fromEnvironment(keys));
    open.add(link);
    link.start();
    return link;
  }

  private OpcUaLink link(PointTemplate... points) {
    return link(TestDevices.link(server.url(), PERIOD), points);
  }

  private static PollPeriods each(long millis) {
    Duration duration = Duration.ofMillis(millis);
    return new PollPeriods(duration, duration, duration);
  }

  private LinkConfig.OpcUa reading(How how, long samplingMs, long publishingMs) {
    LinkConfig.OpcUa usual = TestDevices.link(server.url(), PERIOD);
    return new LinkConfig.OpcUa(
        usual.id(),
        usual.endpointUrl(),
        usual.security(),
        usual.user(),
        new LinkConfig.OpcUa.Reading(how, each(samplingMs), each(publishingMs)),
        usual.periods());
  }

  private static PointTemplate other() {
    return TestDevices.readable("other", PollGroup.FAST);
  }

  private static PointTemplate sampled(Deadband deadband, int queue) {
    return TestDevices.at(
        "power",
        new NodePlace.Id(TestServer.NAMESPACE, "s=${device}.power"),
        new Sampling(deadband, queue));
  }

  private void awaitGood(PointId point, double value) {
    Await.until("%s reads %s".formatted(point, value), () -> listener.shows(point, value));
  }

  /** A change of 19 is not told, one of 21 is. */
  private void assertDeadbandOfTwenty() {
    awaitGood(POWER, 1500);
    server.show("Pump.power", 1519.0);
    server.show("Pump.other", 1.0);
    awaitGood(OTHER, 1);
    server.show("Pump.power", 1521.0);
    server.show("Pump.other", 2.0);
    awaitGood(POWER, 1521);
    assertThat(listener.goodValues(POWER)).containsOnly(1500.0, 1521.0);
  }

  @Test
  void aDeadbandKeepsSmallChangesAway() throws Exception {
    server.start();
    link(sampled(new Deadband.Absolute(20), 10), other());

    assertDeadbandOfTwenty();
  }

  @Test
  void aDeadbandMayBeAPartOfTheServersRange() throws Exception {
    server.withRange("Pump.power", 0, 2000).start();
    try (LogLines log = LogLines.of(Notes.class)) {
      link(sampled(new Deadband.Percent(1), 10), other());

      assertDeadbandOfTwenty();
      assertThat(log.with("does not take the deadband")).isEmpty();
    }
  }

  @Test
  void withoutARangeOfTheServersThePointsOwnCounts() throws Exception {
    server.start();
    try (LogLines log = LogLines.of(Notes.class)) {
      link(sampled(new Deadband.Percent(0.001), 10), other()); // of -1 MW to 1 MW

      assertDeadbandOfTwenty();
      assertThat(log.with("It is asked for that part of the point's own range")).hasSize(1);
    }
  }

  @Test
  void whereNoDeadbandIsPossibleEveryChangeIsTold() throws Exception {
    server.with("Pump.power", true).start();
    try (LogLines log = LogLines.of(Notes.class)) {
      link(sampled(new Deadband.Absolute(20), 10), other());

      awaitGood(POWER, 1);
      server.show("Pump.power", false);
      awaitGood(POWER, 0);
      assertThat(log.with("It is asked for every change")).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void theServerIsAskedForTheQueueAndIntervalsOfTheSiteFile() throws Exception {
    server.start();
    link(reading(How.SUBSCRIBE, 30, 70), sampled(new Deadband.None(), 3), other());
    awaitGood(POWER, 1500);

    Subscription subscription = server.subscriptions().getFirst();
    assertThat(subscription.getPublishingInterval()).isEqualTo(70);
    assertThat(subscription.getMonitoredItems().values())
        .extracting(BaseMonitoredItem::getSamplingInterval)
        .containsOnly(30.0);
    assertThat(subscription.getMonitoredItems().values())
        .extracting(BaseMonitoredItem::getQueueSize)
        .containsExactlyInAnyOrder(3, 10);
  }

  @Test
  void intervalsThatTheServerChangesAreToldOnce() throws Exception {
    server.withSlowSampling(700).start();
    try (LogLines log = LogLines.of(Notes.class)) {
      link(TestDevices.readable("power", PollGroup.FAST));
      awaitGood(POWER, 1500);
      server.stop();
      server.show("Pump.power", 1501.0);
      server.start();
      awaitGood(POWER, 1501);

      assertThat(log.with("looks at nsu=" + TestServer.NAMESPACE + ";s=Pump.power every 700 ms"))
          .hasSize(1);
    }
  }

  @Test
  void aLinkThatAsksNeedsNoSubscription() throws Exception {
    server.start();
    OpcUaLink link =
        link(
            reading(How.POLL, 100, 100),
            TestDevices.readable("power", PollGroup.FAST),
            TestDevices.readable("nonsense", PollGroup.NORMAL));

    Await.until("five readings", () -> listener.goodValues(POWER).size() >= 5);
    server.show("Pump.power", 1600.0);
    awaitGood(POWER, 1600);
    assertThat(server.subscriptions()).isEmpty();
    assertThat(listener.badReason(TestDevices.id("pump", "nonsense"))).contains("NodeIdUnknown");
    assertThat(listener.all().stream().filter(one -> one.point().equals(POWER)))
        .extracting(Reading::time)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(link.status().polls()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(How.class)
  void aSessionThatTheServerEndsIsReplaced(How how) throws Exception {
    server.start();
    link(reading(how, 50, 50), TestDevices.readable("power", PollGroup.FAST));
    awaitGood(POWER, 1500);

    server.forgetSessions();
    server.show("Pump.power", 1501.0);

    awaitGood(POWER, 1501);
    Await.until("there is one session", () -> server.sessions() == 1);
  }

  @Test
  void aSubscriptionThatTheServerEndsIsReplaced() throws Exception {
    server.start();
    link(TestDevices.readable("power", PollGroup.FAST));
    awaitGood(POWER, 1500);

    server.forgetSubscriptions();
    server.show("Pump.power", 1501.0);

    awaitGood(POWER, 1501);
    assertThat(server.sessions()).isOne();
  }

  @Test
  void aNodeIsFoundByTheNamesThatLeadToIt() throws Exception {
    server.start();
    link(
        TestDevices.at("power", path("${device}.power"), Sampling.USUAL),
        TestDevices.at("other", path("${device}.missing"), Sampling.USUAL));

    awaitGood(POWER, 1500);
    assertThat(listener.badReason(OTHER)).contains("Bad_NoMatch").contains("Pump.missing");
    server.stop();
    server.withOtherNamespace("urn:first");
    server.show("Pump.power", 1700.0);
    server.start();
    awaitGood(POWER, 1700);
  }

  private static NodePlace path(String name) {
    return new NodePlace.BrowsePath(
        List.of(
            new BrowseName(TestServer.NAMESPACE, TestServer.PLANT),
            new BrowseName(TestServer.NAMESPACE, name)));
  }

  private static PointTemplate element(String name, String node, String... element) {
    return TestDevices.point(
        name,
        new OpcUaNode(
            new NodePlace.Id(TestServer.NAMESPACE, "s=${device}." + node),
            List.of(element),
            Sampling.USUAL,
            1),
        Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(How.class)
  void numbersAreFoundInArraysMatricesAndStructures(How how) throws Exception {
    server
        .with("Pump.list", new Double[] {1.0, 2.0, 3.0})
        .with("Pump.table", Matrix.ofDouble(new double[][] {{1, 2}, {3, 4}}))
        .with("Pump.meter", TestStructure.value(60, new double[] {10, 20, 30}, 7))
        .start();
    link(
        reading(how, 50, 50),
        element("list2", "list", "2"),
        element("list9", "list", "9"),
        element("table10", "table", "1", "0"),
        element("total", "meter", "total"),
        element("phase1", "meter", "phases", "1"),
        element("state", "meter", "state"),
        element("power", "meter", "power"));

    awaitGood(TestDevices.id("pump", "list2"), 3);
    awaitGood(TestDevices.id("pump", "table10"), 3);
    awaitGood(TestDevices.id("pump", "total"), 60);
    awaitGood(TestDevices.id("pump", "phase1"), 20);
    awaitGood(TestDevices.id("pump", "state"), 7);
    Await.until("it is missing", () -> !listener.badReason(POWER).isEmpty());
    assertThat(listener.badReason(POWER))
        .contains("has no member power, only [total, phases, state]");
    assertThat(listener.badReason(TestDevices.id("pump", "list9"))).contains("Bad_IndexRange");
    server.show("Pump.meter", TestStructure.value(66, new double[] {10, 26, 30}, 7));
    awaitGood(TestDevices.id("pump", "phase1"), 26);
    server.show("Pump.list", new Double[] {1.0, 2.0, 4.0});
    awaitGood(TestDevices.id("pump", "list2"), 4);
  }

  @Test
  void oneNumberOfAnArrayIsWrittenAlone() throws Exception {
    server.with("Pump.list", new Double[] {1.0, 2.0, 3.0}).start();
    PointTemplate limit =
        TestDevices.point(
            "limit",
            new OpcUaNode(
                new NodePlace.Id(TestServer.NAMESPACE, "s=${device}.list"),
                List.of("1"),
                Sampling.USUAL,
                1),
            TestDevices.writable("limit", 0, 100, 0.1).writing());
    OpcUaLink link = link(limit);
    PointId id = TestDevices.id("pump", "limit");
    awaitGood(id, 2);

    assertThat(link.write(id, 25, Duration.ofSeconds(10))).isEqualTo(new WriteOutcome.Verified(25));

    assertThat((Object[]) server.held("Pump.list")).containsExactly(1.0, 25.0, 3.0);
  }

  @Test
  void theTimesOfAServerWhoseClockIsOffAreCorrected() throws Exception {
    Instant measured = Instant.now().minusSeconds(30);
    server.withClockAhead(Duration.ofHours(1));
    server.show("Pump.power", 1501.0, measured.plus(Duration.ofHours(1)));
    server.start();
    LinkConfig.OpcUa usual = reading(How.SUBSCRIBE, 50, 50);
    try (LogLines log = LogLines.of(ServerClock.class)) {
      link(
          new LinkConfig.OpcUa(
              usual.id(),
              usual.endpointUrl(),
              usual.security(),
              usual.user(),
              usual.reading(),
              each(60_000)), // so that half a minute is not too old
          TestDevices.readable("power", PollGroup.FAST));
      awaitGood(POWER, 1501);

      Reading first = listener.all().getFirst();
      assertThat(Duration.between(measured, first.time()).abs()).isLessThan(Duration.ofSeconds(10));
      assertThat(log.with("s ahead of ours")).hasSize(1);
    }
  }
}
