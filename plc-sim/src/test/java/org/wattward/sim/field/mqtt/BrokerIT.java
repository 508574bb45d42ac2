package org.wattward.sim.field.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;

class BrokerIT {
  @Test
  void aMessageReachesASubscriberAlsoAfterARestartOnTheSamePort() throws Exception {
    Broker broker = new Broker();
    broker.start();
    int port = broker.port();
    assertDelivers(port);
    broker.stop();
    broker.start();
    assertThat(broker.port()).isEqualTo(port);
    assertDelivers(port);
    broker.stop();
  }

  private static void assertDelivers(int port) throws Exception {
    LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
    try (MqttClient client =
        new MqttClient("tcp://127.0.0.1:" + port, "test", new MemoryPersistence())) {
      client.connect();
      client.subscribe(
          "street/+/lux",
          1,
          (topic, message) -> received.add(topic + " " + new String(message.getPayload(), UTF_8)));
      client.publish("street/one/lux", "42".getBytes(UTF_8), 1, false);
      assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("street/one/lux 42");
      client.disconnect();
    }
  }
}
