package org.wattward.protocols.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Await;
import org.wattward.protocols.link.Credentials;

/** What is published is heard, whatever happens to the broker or the process in between. */
@Timeout(180)
class MqttSubscriberIT {
  private static final String TOPIC = "site/planner/request";

  @TempDir private Path folder;
  private final Mosquitto broker = new Mosquitto().persistent();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();

  MqttSubscriberIT() throws Exception {}

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
    broker.close();
  }

  private MqttSubscriber subscriber() {
    MqttSubscriber subscriber =
        new MqttSubscriber(
            TestDevices.link(broker.url()),
            List.of(TOPIC),
            (topic, payload, retained) ->
                heard.add(new String(payload, StandardCharsets.UTF_8) + (retained ? " kept" : "")),
            Time.system(),
            new Random(2),
            Credentials.fromEnvironment(folder));
    subscriber.start();
    Await.until("it hears", subscriber::isConnected);
    return subscriber;
  }

  private FieldClient program(String id) throws Exception {
    FieldClient program = new FieldClient(broker.url(), id);
    open.add(program::close);
    return program;
  }

  @Test
  void whatIsPublishedWhileItIsAwayWaitsAtTheBroker() throws Exception {
    broker.start();
    MqttSubscriber first = subscriber();
    FieldClient program = program("program");
    program.tell(TOPIC, "1");
    Await.until("the first is heard", () -> heard.contains("1"));
    first.close();

    program.tell(TOPIC, "2");
    program.tell(TOPIC, "3");
    open.add(subscriber());

    Await.until("all are heard", () -> heard.size() >= 3);
    assertThat(heard).containsExactly("1", "2", "3");
  }

  @Test
  void aRestartOfTheBrokerLosesNothing() throws Exception {
    broker.start();
    MqttSubscriber first = subscriber();
    first.close();
    FieldClient program = program("program");
    IntStream.rangeClosed(1, 20).forEach(i -> program.tell(TOPIC, String.valueOf(i)));

    broker.stopGently();
    broker.start();
    open.add(subscriber());
    FieldClient again = program("program-again");
    again.tell(TOPIC, "21");

    Await.until("all are heard", () -> heard.size() >= 21);
    assertThat(heard)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 21).mapToObj(String::valueOf).toList());
  }

  @Test
  void itComesBackWhenTheBrokerDoes() throws Exception {
    broker.start();
    MqttSubscriber subscriber = subscriber();
    open.add(subscriber);

    broker.stop();
    Await.until("it is cut off", () -> !subscriber.isConnected());
    broker.start();
    Await.until("it hears again", subscriber::isConnected);
    program("program").tell(TOPIC, "after");

    Await.until("it is heard", () -> heard.contains("after"));
  }

  @Test
  void aRetainedMessageIsSaidToBeOne() throws Exception {
    broker.start();
    program("program").tell(TOPIC, "old", true);

    open.add(subscriber());

    Await.until("it is heard", () -> !heard.isEmpty());
    assertThat(heard).containsExactly("old kept");
  }
}
