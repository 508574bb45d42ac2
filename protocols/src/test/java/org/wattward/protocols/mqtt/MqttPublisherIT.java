package org.wattward.protocols.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.wattward.devices.site.LinkConfig.Mqtt.Version;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Await;
import org.wattward.protocols.link.Credentials;

/** What is published arrives, whatever happens to the broker or the process in between. */
@Timeout(180)
@ParameterizedClass
@EnumSource(Version.class)
class MqttPublisherIT {
  private static final String PRESENCE = "wattward/presence";

  @TempDir private Path folder;
  private final Version version;
  private final Mosquitto broker = new Mosquitto();
  private final List<AutoCloseable> open = new ArrayList<>();

  MqttPublisherIT(Version version) throws Exception {
    this.version = version;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
    broker.close();
  }

  private MqttPublisher publisher() {
    MqttPublisher publisher =
        new MqttPublisher(
            TestDevices.link(broker.url(), version),
            PRESENCE,
            folder.resolve("outbox"),
            1 << 20,
            Time.system(),
            new Random(2),
            Credentials.fromEnvironment(folder));
    publisher.start();
    return publisher;
  }

  private FieldClient listener() throws Exception {
    FieldClient listener = new FieldClient(broker.url(), "listener");
    open.add(listener::close);
    return listener.hears("wattward/#", (topic, payload) -> {});
  }

  private static List<String> told(FieldClient listener) {
    return listener.heard().stream().filter(one -> !one.startsWith(PRESENCE)).toList();
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "wattward/live=" + i).toList();
  }

  @Test
  void messagesArriveInOrder() throws Exception {
    broker.start();
    FieldClient listener = listener();
    MqttPublisher publisher = publisher();
    open.add(publisher);

    IntStream.rangeClosed(1, 500)
        .forEach(i -> publisher.publish("wattward/live", String.valueOf(i), false));

    Await.until("all have arrived", () -> told(listener).size() >= 500);
    assertThat(told(listener)).isEqualTo(numbers(1, 500));
    Await.until("nothing waits", () -> publisher.status().waiting() == 0);
    assertThat(publisher.status().dropped()).isZero();
  }

  @Test
  void whatWasPublishedWhileTheBrokerWasAwayArrivesAfterARestartOfTheProcess() throws Exception {
    MqttPublisher first = publisher();
    IntStream.rangeClosed(1, 50)
        .forEach(i -> first.publish("wattward/live", String.valueOf(i), false));
    assertThat(first.status().connected()).isFalse();
    first.close();
    broker.start();
    FieldClient listener = listener();

    MqttPublisher second = publisher();
    open.add(second);

    Await.until("all have arrived", () -> told(listener).size() >= 50);
    assertThat(told(listener)).isEqualTo(numbers(1, 50));
  }

  @Test
  void aRestartOfTheBrokerLosesNothing() throws Exception {
    broker.start();
    MqttPublisher publisher = publisher();
    open.add(publisher);
    Await.until("it is connected", () -> publisher.status().connected());

    broker.stop();
    Await.until("it is cut off", () -> !publisher.status().connected());
    publisher.publish("wattward/live", "kept", true);
    broker.start();

    FieldClient listener = listener();
    Await.until("it arrives", () -> told(listener).contains("wattward/live=kept"));
  }

  @Test
  void presenceIsToldOnConnectingAndOnACleanEnd() throws Exception {
    broker.start();
    FieldClient listener = listener();
    MqttPublisher publisher = publisher();
    Await.until("online", () -> listener.heard().contains(PRESENCE + "=online"));

    publisher.close();

    Await.until("offline", () -> listener.heard().contains(PRESENCE + "=offline"));
    assertThat(listener.heard()).containsExactly(PRESENCE + "=online", PRESENCE + "=offline");
  }

  @Test
  void theBrokerTellsWhenTheConnectionBreaks() throws Exception {
    broker.start();
    FieldClient listener = listener();
    MqttPublisher publisher = publisher();
    open.add(publisher);
    Await.until("online", () -> listener.heard().contains(PRESENCE + "=online"));

    // another client with the same identifier takes over, so the broker cuts the publisher off
    FieldClient intruder = new FieldClient(broker.url(), "wattward-test");
    open.add(intruder::close);

    Await.until("offline", () -> listener.heard().contains(PRESENCE + "=offline"));
  }
}
