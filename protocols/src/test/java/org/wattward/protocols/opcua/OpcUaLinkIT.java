package org.wattward.protocols.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Form;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Await;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.LinkListener.StateChange;
import org.wattward.protocols.link.LinkStatus.State;
import org.wattward.protocols.link.RecordingListener;
import org.wattward.protocols.link.RestartMeter;

/** What an OPC UA link does with a real server, sound or not. */
@Timeout(180)
class OpcUaLinkIT {
  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final PointId POWER = TestDevices.id("pump", "power");

  @TempDir private Path keys;
  private final RecordingListener listener = new RecordingListener();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private TestServer server() throws Exception {
    TestServer server = new TestServer().with("Pump.power", 1500.0);
    open.add(server::close);
    return server;
  }

  private StallingProxy proxy(TestServer server) throws Exception {
    StallingProxy proxy = new StallingProxy(server.port());
    open.add(proxy::close);
    return proxy;
  }

  private OpcUaLink link(String url, Duration period, PointTemplate... points) {
    return link(TestDevices.link(url, period), List.of(TestDevices.device("pump", "Pump", points)));
  }

  private OpcUaLink link(LinkConfig.OpcUa config, List<Device> devices) {
    Credentials credentials = Credentials.fromEnvironment(keys);
    OpcUaLink link =
        new OpcUaLink(config, devices, listener, Time.system(), new Random(7), credentials);
    open.add(link);
    link.start();
    return link;
  }

  private void awaitGood(PointId point, double value) {
    Await.until("%s reads %s".formatted(point, value), () -> listener.shows(point, value));
  }

  @Test
  void anUnchangedPointIsConfirmedInItsPeriodWhileItsSubscriptionLives() throws Exception {
    TestServer server = server().start();

    OpcUaLink link = link(server.url(), PERIOD, TestDevices.readable("power", PollGroup.FAST));

    Await.until("ten readings", () -> listener.goodValues(POWER).size() >= 10);
    List<Instant> times = listener.all().stream().map(Reading::time).toList();
    assertThat(times).isSorted().doesNotHaveDuplicates();
    // Never more often than that. How much later they may come on a loaded machine nobody knows.
    Duration nine = Duration.between(times.get(0), times.get(9));
    assertThat(nine).isGreaterThan(PERIOD.multipliedBy(6));
    Await.until("they are counted", () -> link.status().polls() >= 9);
  }

  @Test
  void aNodeThatIsNotThereIsBadAndTheOthersGoOn() throws Exception {
    TestServer server = server().start();

    OpcUaLink link =
        link(
            server.url(),
            PERIOD,
            TestDevices.readable("power", PollGroup.FAST),
            TestDevices.readable("nonsense", PollGroup.FAST));

    awaitGood(POWER, 1500);
    PointId nonsense = TestDevices.id("pump", "nonsense");
    Await.until("it is bad", () -> !listener.badReason(nonsense).isEmpty());
    assertThat(listener.badReason(nonsense))
        .contains("Bad_NodeIdUnknown")
        .contains("s=Pump.nonsense");
    assertThat(link.status().state()).isEqualTo(State.UP);
    assertThat(listener.deviceChanges("pump")).isEmpty();
  }

  @Test
  void aNamespaceThatIsNotThereIsNamed() throws Exception {
    TestServer server = server().start();
    PointTemplate elsewhere =
        new PointTemplate(
            "elsewhere",
            "elsewhere",
            Form.NUMBER,
            Unit.W,
            0,
            1,
            true,
            PollGroup.FAST,
            new Address.OpcUaNode("urn:not:there", "s=X", 1),
            Optional.empty());

    link(server.url(), PERIOD, TestDevices.readable("power", PollGroup.FAST), elsewhere);

    awaitGood(POWER, 1500);
    assertThat(listener.badReason(TestDevices.id("pump", "elsewhere")))
        .contains("urn:not:there")
        .contains(TestServer.NAMESPACE);
  }

  @Test
  void aStatusCodeMakesThePointBadUntilItIsGoodAgain() throws Exception {
    TestServer server = server().start();
    link(server.url(), PERIOD, TestDevices.readable("power", PollGroup.FAST));
    awaitGood(POWER, 1500);

    server.showStatus("Pump.power", StatusCodes.Bad_SensorFailure);

    Await.until("it is bad", () -> listener.badReason(POWER).contains("Bad_SensorFailure"));
    Await.until("the device is away", () -> listener.deviceChanges("pump").size() == 1);
    server.showStatus("Pump.power", StatusCodes.Uncertain_LastUsableValue);
    Await.until("still bad", () -> listener.badReason(POWER).contains("Uncertain_LastUsable"));
    server.show("Pump.power", 1600.0);
    awaitGood(POWER, 1600);
    Await.until("the device is back", () -> listener.deviceChanges("pump").size() == 2);
    assertThat(listener.deviceChanges("pump"))
        .extracting(change -> change.up())
        .containsExactly(false, true);
  }

  @Test
  void theNamespaceIndexMayChangeWithARestart() throws Exception {
    TestServer server = server().start();
    link(server.url(), PERIOD, TestDevices.readable("power", PollGroup.FAST));
    awaitGood(POWER, 1500);

    server.stop();
    server.withOtherNamespace("urn:first").withOtherNamespace("urn:second");
    server.show("Pump.power", 1700.0);
    server.start();

    awaitGood(POWER, 1700);
  }

  @Test
  @Timeout(900)
  void everyRestartOfTheServerEndsWithOneSessionAndOneSubscriptionForEachGroup() throws Exception {
    int restarts = Integer.getInteger("wattward.restarts", 3);
    int items = 100;
    int port = TestServer.freePort();
    List<PointTemplate> points = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      points.add(TestDevices.readable("p" + i, i % 2 == 0 ? PollGroup.FAST : PollGroup.SLOW));
    }
    link(TestServer.url(port), PERIOD, points.toArray(PointTemplate[]::new));
    RestartMeter meter = new RestartMeter("OPC UA server", Time.system());
    for (int start = 0; start <= restarts; start++) {
      listener.forget();
      try (ServerProcess server = ServerProcess.start(port, items, start)) {
        meter.restarted();
        for (int i = 0; i < items; i++) {
          awaitGood(TestDevices.id("pump", "p" + i), start + i);
        }
        meter.live();
        Await.until("there is one session", () -> server.sessions() == 1);
        assertThat(server.itemsOfSubscriptions()).containsExactly(items / 2, items / 2);
      }
    }
    meter.assertLiveWithinAndNothingGrows(Duration.ofSeconds(30));
    assertThat(listener.faults()).isEmpty();
  }

  @Test
  void aShortCutOfTheConnectionDoesNotEndTheSession() throws Exception {
    TestServer server = server().start();
    StallingProxy proxy = proxy(server);
    // Three intervals leave the client time to take the session up again.
    link(proxy.url(), Duration.ofSeconds(5), TestDevices.readable("power", PollGroup.FAST));
    awaitGood(POWER, 1500);
    Object subscription = server.subscriptions().getFirst().getId();

    proxy.cut();
    server.show("Pump.power", 1501.0);

    awaitGood(POWER, 1501);
    assertThat(server.subscriptions())
        .singleElement()
        .satisfies(one -> assertThat(one.getId()).isEqualTo(subscription));
    assertThat(listener.linkChanges()).hasSize(1);
  }

  @Test
  void aHalfOpenConnectionIsReplacedAfterThreeSilentIntervals() throws Exception {
    TestServer server = server().start();
    StallingProxy proxy = proxy(server);
    OpcUaLink link = link(proxy.url(), PERIOD, TestDevices.readable("power", PollGroup.FAST));
    awaitGood(POWER, 1500);

    proxy.stall();
    server.show("Pump.power", 1800.0);

    awaitGood(POWER, 1800);
    // A machine under load may be slow enough to lose the link before or after, too.
    List<StateChange> losses =
        listener.linkChanges().stream().filter(change -> !change.up()).toList();
    assertThat(losses).anyMatch(loss -> loss.reason().contains("three of its intervals"));
    assertThat(listener.linkChanges().getLast().up()).isTrue();
    assertThat(link.status().failures()).isPositive();
  }

  @Test
  void nothingIsConfirmedWhileTheServerIsSilent() throws Exception {
    TestServer server = server().start();
    StallingProxy proxy = proxy(server);
    link(proxy.url(), PERIOD, TestDevices.readable("power", PollGroup.FAST));
    awaitGood(POWER, 1500);

    proxy.stall();
    Await.until("the loss is told", () -> listener.linkChanges().size() == 2);

    // what was under way when the stall began may have come a moment later
    Instant lastTime = listener.all().getLast().time();
    Instant lossTime = listener.linkChanges().getLast().time();
    assertThat(Duration.between(lastTime, lossTime)).isGreaterThan(Duration.ofMillis(1500));
  }

  @Test
  void theSourcesTimeIsTakenWhenItMakesSense() throws Exception {
    TestServer server = server().start();
    link(server.url(), PERIOD, TestDevices.readable("power", PollGroup.FAST));
    awaitGood(POWER, 1500);
    Instant source = Instant.now();

    server.show("Pump.power", 1501.0, source);

    awaitGood(POWER, 1501);
    Reading first =
        listener.all().stream().filter(one -> one.value() == 1501).findFirst().orElseThrow();
    // OPC UA counts time in 100 ns
    assertThat(Duration.between(source, first.time()).abs()).isLessThan(Duration.ofMillis(250));
  }

  @Test
  void aServerWhoseClockIsAnHourOffStillGivesReadingsOfNow() throws Exception {
    TestServer server = server().start();
    link(server.url(), PERIOD, TestDevices.readable("power", PollGroup.FAST));
    awaitGood(POWER, 1500);

    server.show("Pump.power", 1501.0, Instant.now().plusSeconds(3600));
    awaitGood(POWER, 1501);
    server.show("Pump.power", 1502.0, Instant.now().minusSeconds(3600));
    awaitGood(POWER, 1502);

    assertThat(listener.all())
        .extracting(Reading::time)
        .allMatch(time -> Duration.between(time, Instant.now()).abs().toSeconds() < 60)
        .isSorted();
  }

  @Test
  void aServerThatPublishesSlowlierThanAskedIsWaitedFor() throws Exception {
    TestServer server =
        server()
            .withLimits(
                new OpcUaServerConfigLimits() {
                  @Override
                  public Double getMinPublishingInterval() {
                    return 1500.0;
                  }

                  @Override
                  public Double getDefaultPublishingInterval() {
                    return 1500.0;
                  }
                })
            .start();
    OpcUaLink link = link(server.url(), PERIOD, TestDevices.readable("power", PollGroup.FAST));

    Await.until("three readings", () -> listener.goodValues(POWER).size() >= 4);

    assertThat(listener.linkChanges()).hasSize(1);
    assertThat(link.status().failures()).isZero();
  }

  @Test
  void moreVariablesThanTheServerBearsInACallAreAskedForInParts() throws Exception {
    int count = 57;
    TestServer server =
        server()
            .withLimits(
                new OpcUaServerConfigLimits() {
                  @Override
                  public UInteger getMaxMonitoredItemsPerCall() {
                    return Unsigned.uint(10);
                  }

                  @Override
                  public UInteger getMaxNodesPerRead() {
                    return Unsigned.uint(20);
                  }
                });
    PointTemplate[] points =
        IntStream.range(0, count)
            .mapToObj(
                i -> TestDevices.readable("p" + i, i % 2 == 0 ? PollGroup.FAST : PollGroup.ONCE))
            .toArray(PointTemplate[]::new);
    IntStream.range(0, count).forEach(i -> server.show("Pump.p" + i, (double) i));
    server.start();

    link(server.url(), PERIOD, points);

    for (int i = 0; i < count; i++) {
      awaitGood(TestDevices.id("pump", "p" + i), i);
    }
  }

  @Test
  void fixedPointsAndPointsReadOnceAreGivenAgainInTheSlowPeriod() throws Exception {
    TestServer server = server().with("Pump.rated", 11000).start();
    PointTemplate fixed = fixed("flow", OptionalDouble.of(0.5));
    PointTemplate own = fixed("ratedFlow", OptionalDouble.empty());
    Device base =
        TestDevices.device(
            "pump", "Pump", TestDevices.readable("rated", PollGroup.ONCE), fixed, own);
    Device device =
        new Device(
            base.id(),
            base.title(),
            base.template(),
            base.link(),
            0,
            base.prefix(),
            Optional.empty(),
            Map.of("ratedFlow", 0.75));

    link(TestDevices.link(server.url(), PERIOD), List.of(device));

    for (Map.Entry<String, Double> point :
        Map.of("rated", 11000.0, "flow", 0.5, "ratedFlow", 0.75).entrySet()) {
      PointId id = TestDevices.id("pump", point.getKey());
      Await.until("three of " + id, () -> listener.goodValues(id).size() >= 3);
      awaitGood(id, point.getValue());
    }
  }

  private static PointTemplate fixed(String name, OptionalDouble value) {
    return new PointTemplate(
        name,
        name,
        Form.NUMBER,
        Unit.KG_PER_S,
        0,
        10,
        true,
        PollGroup.ONCE,
        new Address.Fixed(value),
        Optional.empty());
  }
}
