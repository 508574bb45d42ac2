package org.wattward.protocols.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.LinkConfig.Mqtt.Version;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Await;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.LinkStatus.State;
import org.wattward.protocols.link.RecordingListener;
import org.wattward.protocols.link.RestartMeter;
import org.wattward.protocols.link.WriteOutcome;

/** What an MQTT link does with a real broker. */
@Timeout(180)
@ParameterizedClass
@EnumSource(Version.class)
class MqttLinkIT {
  private static final String PASSWORD = "correct horse";
  private static final Duration SOON = Duration.ofSeconds(5);

  /** The whole of it passes; on a loaded machine the broker needs some of it. */
  private static final Duration UNTIL_THE_END = Duration.ofSeconds(4);

  private static final PointId POWER = TestDevices.id("pump", "power");
  private static final PointId LIMIT = TestDevices.id("pump", "limit");

  private final RecordingListener listener = new RecordingListener();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Mosquitto broker;
  private final Version version;

  MqttLinkIT(Version version) throws Exception {
    this.version = version;
    broker = new Mosquitto();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
    broker.close();
  }

  private MqttLink link(Optional<String> user, PointTemplate... points) {
    Credentials credentials =
        new Credentials() {
          @Override
          public Optional<String> password(String link) {
            return Optional.of(PASSWORD);
          }

          @Override
          public Path keyFolder() {
            return Path.of("none");
          }
        };
    MqttLink link =
        new MqttLink(
            TestDevices.link(broker.url(), user, version),
            List.of(TestDevices.device("pump", "pump", points)),
            listener,
            Time.system(),
            new Random(11),
            credentials);
    open.add(link);
    link.start();
    Await.until("the link is up", () -> link.status().state() == State.UP);
    return link;
  }

  private FieldClient device() throws Exception {
    FieldClient device = new FieldClient(broker.url(), "device");
    open.add(device::close);
    return device;
  }

  @Test
  void oneMessageGivesManyPointsAndATopicMayHaveWildcards() throws Exception {
    broker.start();
    link(
        Optional.empty(),
        TestDevices.json("power", "${device}/state", "/electric/power"),
        TestDevices.json("temp", "${device}/state", "/temps/1"),
        TestDevices.json("wind", "${device}/sensors/+/value", ""),
        TestDevices.json("heat", "${device}/#", "/heat"));

    FieldClient device = device();
    device.tell("pump/state", "{\"electric\":{\"power\":1500.5},\"temps\":[7,\"8.5\"],\"heat\":9}");
    device.tell("pump/sensors/roof/value", "12.5");

    Await.until("the wind is read", () -> listener.shows(TestDevices.id("pump", "wind"), 12.5));
    assertThat(listener.good(POWER)).hasValue(1500.5);
    assertThat(listener.good(TestDevices.id("pump", "temp"))).hasValue(8.5);
    // where filters overlap a broker may send a message once for each (MQTT 5.0, 3.3.4)
    assertThat(listener.goodValues(TestDevices.id("pump", "heat"))).containsOnly(9.0);
  }

  @Test
  void aRetainedValueWithoutATimeIsStaleUntilALiveOneComes() throws Exception {
    broker.start();
    FieldClient device = device();
    device.tell("pump/power", "1500", true);

    link(Optional.empty(), TestDevices.plain("power"));

    Await.until("it is read", () -> listener.latest(POWER).isPresent());
    assertThat(listener.latest(POWER))
        .hasValueSatisfying(reading -> {
          assertThat(reading.quality()).isEqualTo(Quality.Known.STALE);
          assertThat(reading.value()).isEqualTo(1500);
        });
    device.tell("pump/power", "1501", true);
    Await.until("it is good", () -> listener.shows(POWER, 1501));
  }

  @Test
  void aRetainedValueWithATimeIsAsOldAsItSays() throws Exception {
    broker.start();
    Instant measured =
        Instant.now().minusSeconds(90).truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
    device().tell("pump/state", "{\"t\":\"%s\",\"p\":1500}".formatted(measured), true);

    link(Optional.empty(), TestDevices.timed("power", "${device}/state", "/p", "/t"));

    Await.until("it is read", () -> listener.shows(POWER, 1500));
    assertThat(listener.latest(POWER)).map(Reading::time).contains(measured);
  }

  @Test
  void aMessageThatIsNoNumberMakesThePointBad() throws Exception {
    broker.start();
    MqttLink link = link(Optional.empty(), TestDevices.plain("power"));

    device().tell("pump/power", "off-line");

    Await.until("it is bad", () -> listener.badReason(POWER).contains("off-line"));
    Await.until("it is counted", () -> link.status().failures() == 1);
    Await.until("the device is away", () -> listener.deviceChanges("pump").size() == 1);
  }

  @Test
  void aCommandIsVerifiedWhenTheDeviceTellsItsValue() throws Exception {
    broker.start();
    MqttLink link = link(Optional.empty(), TestDevices.commanded("limit"));
    FieldClient device = device();
    device.hears("pump/limit/set", (topic, payload) -> device.tell("pump/limit", payload));

    assertThat(link.write(LIMIT, 2500, SOON)).isEqualTo(new WriteOutcome.Verified(2500));
    assertThat(link.write(LIMIT, 0.25, SOON)).isEqualTo(new WriteOutcome.Verified(0.25));
    assertThat(device.heard()).containsExactly("pump/limit/set=2500", "pump/limit/set=0.25");
  }

  @Test
  void aDeviceThatTellsAnotherValueIsAMismatch() throws Exception {
    broker.start();
    MqttLink link = link(Optional.empty(), TestDevices.commanded("limit"));
    FieldClient device = device();
    device.hears("pump/limit/set", (topic, payload) -> device.tell("pump/limit", "100"));

    assertThat(link.write(LIMIT, 2500, UNTIL_THE_END)).isEqualTo(new WriteOutcome.Mismatch(100));
    assertThat(device.heard()).hasSize(1);
  }

  @Test
  void aDeviceThatTellsNothingLeavesTheOutcomeOpen() throws Exception {
    broker.start();
    MqttLink link = link(Optional.empty(), TestDevices.commanded("limit"));
    device().hears("pump/limit/set", (topic, payload) -> {});

    assertThat(link.write(LIMIT, 2500, UNTIL_THE_END))
        .isInstanceOfSatisfying(
            WriteOutcome.Unknown.class,
            unknown -> assertThat(unknown.reason()).contains("the broker took it"));
  }

  @Test
  void aCommandThatNobodyListensToIsRefusedWhereTheBrokerSaysSo() throws Exception {
    Assumptions.assumeTrue(version == Version.V5, "A broker says so in MQTT 5 only.");
    broker.start();
    MqttLink link = link(Optional.empty(), TestDevices.commanded("limit"));

    assertThat(link.write(LIMIT, 2500, SOON))
        .isInstanceOfSatisfying(
            WriteOutcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("nobody listens to pump/limit/set"));
  }

  @Test
  void aTopicTheBrokerDoesNotLetUsHearIsBad() throws Exception {
    broker.withRights("topic readwrite pump/power", "topic deny pump/secret").start();
    link(Optional.empty(), TestDevices.plain("power"), TestDevices.plain("secret"));

    // Mosquitto grants any subscription and then tells nothing, so only what is allowed comes
    FieldClient device = device();
    device.tell("pump/secret", "1");
    device.tell("pump/power", "2");

    Await.until("the other is read", () -> listener.shows(POWER, 2));
    assertThat(listener.good(TestDevices.id("pump", "secret"))).isEmpty();
  }

  @Test
  void aCommandUnderWayWhenTheBrokerGoesIsUnknownAndNotSentAgain() throws Exception {
    broker.start();
    MqttLink link = link(Optional.empty(), TestDevices.commanded("limit"));
    FieldClient device = device();
    device.hears("pump/limit/set", (topic, payload) -> {});
    Thread stopper =
        Thread.ofVirtual()
            .start(() -> {
              Await.until("the command arrived", () -> device.heard().size() == 1);
              try {
                broker.stop();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });

    assertThat(link.write(LIMIT, 2500, SOON)).isInstanceOf(WriteOutcome.Unknown.class);

    stopper.join();
    broker.start();
    Await.until("the link is up again", () -> listener.linkChanges().size() == 3);
    FieldClient again = new FieldClient(broker.url(), "again");
    open.add(again::close);
    again.hears("pump/limit/set", (topic, payload) -> {});
    again.tell("pump/limit/set", "marker");
    Await.until("the marker came", () -> !again.heard().isEmpty());
    assertThat(again.heard()).containsExactly("pump/limit/set=marker");
  }

  @Test
  @Timeout(900)
  void everyRestartOfTheBrokerIsSurvived() throws Exception {
    int restarts = Integer.getInteger("wattward.restarts", 3);
    int items = 100;
    broker.start();
    link(
        Optional.empty(),
        IntStream.range(0, items)
            .mapToObj(i -> TestDevices.plain("p" + i))
            .toArray(PointTemplate[]::new));
    RestartMeter meter = new RestartMeter("MQTT broker (" + version + ")", Time.system());
    for (int restart = 1; restart <= restarts; restart++) {
      broker.stop();
      Await.until(
          "the loss is told",
          () -> listener.linkChanges().stream().anyMatch(change -> !change.up()));
      listener.forget();
      broker.start();
      meter.restarted();
      Await.until(
          "the link is up again",
          () -> listener.linkChanges().stream().anyMatch(change -> change.up()));
      FieldClient device = new FieldClient(broker.url(), "device-" + restart);
      for (int i = 0; i < items; i++) {
        device.tell("pump/p" + i, String.valueOf(restart + i));
      }
      for (int i = 0; i < items; i++) {
        PointId point = TestDevices.id("pump", "p" + i);
        double value = restart + i;
        Await.until("%s is read".formatted(point), () -> listener.shows(point, value));
      }
      meter.live();
      device.close();
      // a second subscription would tell each value twice
      assertThat(listener.all()).hasSize(items);
    }
    meter.assertLiveWithinAndNothingGrows(Duration.ofSeconds(5));
    assertThat(listener.faults()).isEmpty();
  }

  @Test
  void aUserLogsInWithThePasswordOfTheLink() throws Exception {
    broker.withUser("wattward", PASSWORD).start();

    link(Optional.of("wattward"), TestDevices.plain("power"));

    var options = new MqttConnectOptions();
    options.setUserName("wattward");
    options.setPassword(PASSWORD.toCharArray());
    FieldClient device = new FieldClient(broker.url(), "device", options);
    open.add(device::close);
    device.tell("pump/power", "5");
    Await.until("it is read", () -> listener.shows(POWER, 5));
  }

  @Test
  void aBrokerThatRefusesTheUserIsDownWithItsReason() throws Exception {
    broker.withUser("wattward", "another password").start();
    MqttLink link =
        new MqttLink(
            TestDevices.link(broker.url(), Optional.of("wattward"), version),
            List.of(TestDevices.device("pump", "pump", TestDevices.plain("power"))),
            listener,
            Time.system(),
            new Random(11),
            Credentials.fromEnvironment(Path.of("none")));
    open.add(link);

    link.start();

    Await.until("it is down", () -> link.status().state() == State.DOWN);
    assertThat(link.status().reason())
        .contains(broker.url())
        .contains(
            switch (version) {
              case V3_1_1 -> "(5)";
              case V5 -> "(135)";
            });
  }
}
