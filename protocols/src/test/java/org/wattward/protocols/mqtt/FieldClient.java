package org.wattward.protocols.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A device behind the broker: publishes, and hears commands. */
public final class FieldClient {
  private final MqttClient client;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final ExecutorService answers = Executors.newSingleThreadExecutor();

  public FieldClient(String url, String id) throws MqttException {
    this(url, id, manyAtOnce());
  }

  FieldClient(String url, String id, MqttConnectOptions options) throws MqttException {
    client = new MqttClient(url, id, new MemoryPersistence());
    client.connect(options);
  }

  private static MqttConnectOptions manyAtOnce() {
    var options = new MqttConnectOptions();
    options.setMaxInflight(1000);
    return options;
  }

  /** Calls back with topic and payload, on a thread that may publish. */
  public FieldClient hears(String filter, BiConsumer<String, String> then) throws MqttException {
    client.subscribe(
        filter,
        1,
        (topic, message) -> {
          String payload = new String(message.getPayload(), StandardCharsets.UTF_8);
          heard.add(topic + "=" + payload);
          answers.execute(() -> then.accept(topic, payload));
        });
    return this;
  }

  public List<String> heard() {
    return List.copyOf(heard);
  }

  public void tell(String topic, String payload) {
    tell(topic, payload, false);
  }

  void tell(String topic, String payload, boolean retained) {
    try {
      client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, retained);
    } catch (MqttException e) {
      throw new AssertionError("The test's device cannot publish.", e);
    }
  }

  public void close() throws MqttException {
    answers.shutdownNow();
    client.disconnectForcibly(0, 100, false);
    client.close(true);
  }
}
