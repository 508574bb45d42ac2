package org.wattward.sim.field.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.template.Address.MqttTopic;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.Health;
import org.wattward.sim.field.SimulatedDevice;

/**
 * One device's own MQTT client: publishes its values after each step and takes commands. A virtual
 * thread of its own talks to the broker and comes back when the broker was away.
 */
final class DeviceClient {
  private static final Logger log = LoggerFactory.getLogger(DeviceClient.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int TIMEOUT_S = 5;

  private final SimulatedDevice device;
  private final Time time;
  private final Semaphore fresh = new Semaphore(0);
  private volatile boolean started;
  private @Nullable Thread thread;

  DeviceClient(SimulatedDevice device, Time time) {
    this.device = device;
    this.time = time;
    device.onPublish(fresh::release);
  }

  synchronized void start(String url) {
    started = true;
    fresh.release();
    thread =
        Thread.ofVirtual()
            .name("sim-mqtt-" + device.device().id())
            .start(() -> keepPublishing(url));
  }

  synchronized void close() {
    started = false;
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
  }

  private void keepPublishing(String url) {
    try {
      while (started) {
        publishUntilLost(url);
        time.sleep(RETRY);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void publishUntilLost(String url) throws InterruptedException {
    String id = "sim-" + device.device().id();
    try (MqttClient client = new MqttClient(url, id, new MemoryPersistence())) {
      MqttConnectOptions options = new MqttConnectOptions();
      options.setCleanSession(true);
      options.setConnectionTimeout(TIMEOUT_S);
      client.setTimeToWait(TimeUnit.SECONDS.toMillis(TIMEOUT_S));
      client.connect(options);
      subscribe(client);
      try {
        publishSteps(client);
      } finally {
        client.disconnectForcibly(0, 100);
      }
    } catch (MqttException e) {
      log.debug("The MQTT client of {} lost its broker: {}", device.device().id(), e.toString());
    }
  }

  private void publishSteps(MqttClient client) throws MqttException, InterruptedException {
    while (started && client.isConnected()) {
      if (!fresh.tryAcquire(1, TimeUnit.SECONDS)) {
        continue;
      }
      fresh.drainPermits();
      Health health = device.health();
      if (health.unplugged() || health.halfOpen()) {
        return;
      }
      if (!health.silent() && health.exceptionCode() == 0) {
        time.sleep(health.delay());
        publish(client, time.now().plus(health.clockOffset()));
      }
    }
  }

  private void publish(MqttClient client, Instant at) throws MqttException {
    String timeText = at.truncatedTo(ChronoUnit.MILLIS).toString();
    for (Map.Entry<String, String> message : messages(timeText).entrySet()) {
      client.publish(message.getKey(), message.getValue().getBytes(UTF_8), 0, false);
    }
  }

  /** The payloads by topic. */
  private Map<String, String> messages(String timeText) {
    Map<String, String> plain = new HashMap<>();
    Map<String, Json> objects = new HashMap<>();
    double[] values = device.values();
    List<PointTemplate> points = device.device().points();
    for (int slot = 0; slot < points.size(); slot++) {
      if (points.get(slot).address() instanceof MqttTopic address && !device.isAbsent(slot)) {
        String topic = named(address.topic());
        double raw = values[slot] / address.scale();
        if (address.jsonPointer().isEmpty()) {
          plain.put(topic, Double.toString(raw));
        } else {
          Json object = objects.computeIfAbsent(topic, _ -> new Json());
          object.put(address.jsonPointer(), raw);
          address.timePointer().ifPresent(pointer -> object.put(pointer, timeText));
        }
      }
    }
    objects.forEach((topic, object) -> plain.put(topic, object.toString()));
    return plain;
  }

  private void subscribe(MqttClient client) throws MqttException {
    List<PointTemplate> points = device.device().points();
    for (int slot = 0; slot < points.size(); slot++) {
      PointTemplate point = points.get(slot);
      if (point.isWritable()
          && point.address() instanceof MqttTopic address
          && address.commandTopic().isPresent()) {
        int target = slot;
        client.subscribe(
            named(address.commandTopic().get()),
            1,
            (_, message) -> take(target, address.scale(), message));
      }
    }
  }

  private void take(int slot, double scale, MqttMessage message) {
    String text = new String(message.getPayload(), UTF_8).strip();
    try {
      device.written(slot, Double.parseDouble(text) * scale);
    } catch (NumberFormatException _) {
      log.debug("{} was commanded \"{}\", which is no number.", device.device().id(), text);
    }
  }

  private String named(String topic) {
    return topic.replace("${device}", device.device().prefix());
  }
}
