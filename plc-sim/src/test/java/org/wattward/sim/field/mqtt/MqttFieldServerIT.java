package org.wattward.sim.field.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.Await;
import org.wattward.sim.field.Examples;
import org.wattward.sim.field.Fault;
import org.wattward.sim.field.SimulatedDevice;

class MqttFieldServerIT {
  private final Time time = Time.accelerated(Instant.parse("2026-06-21T12:00:00Z"), 1);
  private final SimulatedDevice station = Examples.device("weather-station");
  private final MqttFieldServer server =
      new MqttFieldServer(
          new LinkConfig.Mqtt(
              "field", "tcp://nowhere:1", "controller", Optional.empty(), Examples.PERIODS),
          List.of(station),
          time);

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void aStationPublishesOneObjectWithItsTimeAndComesBackAfterTheBroker() throws Exception {
    station.set(station.slot("outdoorTemp"), 21.25);
    station.set(station.slot("windSpeed"), 3);
    server.start();
    assertPublishes();
    server.stopBroker();
    server.startBroker();
    assertPublishes();
  }

  @Test
  void aWrongClockShowsInTheMessagesTime() throws Exception {
    station.set(station.slot("outdoorTemp"), 21.25);
    station.fault(new Fault.ClockDrift(Duration.ofHours(-3)));
    server.start();
    LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
    try (MqttClient client =
        new MqttClient(server.link().url(), "controller", new MemoryPersistence())) {
      client.connect();
      client.subscribe(
          "+/observation",
          1,
          (_, message) -> received.add(new String(message.getPayload(), UTF_8)));
      Await.until(
          "an observation of three hours ago arrives",
          () -> {
            station.publish();
            String message = received.poll(100, TimeUnit.MILLISECONDS);
            return message != null && message.contains("\"time\":\"2026-06-21T09:0");
          });
      client.disconnect();
    }
  }

  private void assertPublishes() throws Exception {
    LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
    try (MqttClient client =
        new MqttClient(server.link().url(), "controller", new MemoryPersistence())) {
      client.connect();
      client.subscribe(
          "+/observation",
          1,
          (topic, message) -> received.add(topic + " " + new String(message.getPayload(), UTF_8)));
      Await.until(
          "an observation arrives",
          () -> {
            station.publish();
            String message = received.poll(100, TimeUnit.MILLISECONDS);
            return message != null && message.contains("\"outdoorTempC\":21.25");
          });
      station.publish();
      assertThat(received.poll(5, TimeUnit.SECONDS))
          .startsWith("Prefix/observation {")
          .contains("\"windSpeedMPerS\":3.0")
          .contains("\"time\":\"2026-06-21T12:0");
      client.disconnect();
    }
  }
}
