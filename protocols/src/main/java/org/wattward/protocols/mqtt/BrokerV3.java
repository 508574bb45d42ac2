package org.wattward.protocols.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/** A connection in MQTT 3.1.1. */
final class BrokerV3 implements Broker {
  private static final int MOST_IN_FLIGHT = 1000;
  private static final int REFUSED = 0x80; // MQTT 3.1.1, 3.9.3

  private final MqttAsyncClient client;
  private final Consumer<Event> inbox;

  private BrokerV3(MqttAsyncClient client, Consumer<Event> inbox) {
    this.client = client;
    this.inbox = inbox;
  }

  static BrokerV3 connect(Making making) {
    try {
      var client =
          new MqttAsyncClient(making.url(), making.config().clientId(), new MemoryPersistence());
      BrokerV3 broker = new BrokerV3(client, making.inbox());
      client.setCallback(broker.callback(making));
      try {
        client.connect(options(making)).waitForCompletion(STEP_TIMEOUT.toMillis());
      } catch (MqttException e) {
        broker.close();
        throw e;
      }
      return broker;
    } catch (MqttException | IllegalArgumentException e) {
      throw new Fault("Could not connect to %s: %s.".formatted(making.url(), said(e)), e);
    }
  }

  private static MqttConnectOptions options(Making making) {
    var options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setCleanSession(true);
    options.setAutomaticReconnect(false);
    options.setConnectionTimeout(CONNECT_TIMEOUT_S);
    options.setKeepAliveInterval(KEEP_ALIVE_S);
    options.setMaxInflight(MOST_IN_FLIGHT);
    options.setHttpsHostnameVerificationEnabled(true);
    making.config().username().ifPresent(options::setUserName);
    making.password().map(String::toCharArray).ifPresent(options::setPassword);
    making.keys().map(BrokerKeys::sockets).ifPresent(options::setSocketFactory);
    making
        .will()
        .ifPresent(last ->
            options.setWill(last.topic(), last.text().getBytes(UTF_8), AT_LEAST_ONCE, true));
    return options;
  }

  private MqttCallback callback(Making making) {
    return new MqttCallback() {
      @Override
      public void connectionLost(Throwable cause) {
        inbox.accept(
            new Event.Lost(BrokerV3.this, "The connection was lost: %s.".formatted(said(cause))));
      }

      @Override
      public void messageArrived(String topic, MqttMessage message) {
        inbox.accept(
            new Event.Arrived(
                new TopicReadings.Message(
                    topic,
                    new Payload(message.getPayload()),
                    message.isRetained(),
                    making.time().now())));
      }

      @Override
      public void deliveryComplete(IMqttDeliveryToken token) {
        // each publication has a listener of its own
      }
    };
  }

  @Override
  public List<String> subscribe(List<String> filters) {
    List<String> refused = new ArrayList<>();
    for (int from = 0; from < filters.size(); from += FILTERS_PER_CALL) {
      List<String> part = filters.subList(from, Math.min(filters.size(), from + FILTERS_PER_CALL));
      int[] qos = new int[part.size()];
      Arrays.fill(qos, AT_LEAST_ONCE);
      try {
        IMqttToken token = client.subscribe(part.toArray(String[]::new), qos);
        token.waitForCompletion(STEP_TIMEOUT.toMillis());
        int[] granted = token.getGrantedQos();
        for (int i = 0; i < part.size(); i++) {
          if (i >= granted.length || granted[i] == REFUSED) {
            refused.add(part.get(i));
          }
        }
      } catch (MqttException e) {
        // Paho fails the whole call when the only filter in it is refused
        if (e.getReasonCode() != MqttException.REASON_CODE_SUBSCRIBE_FAILED) {
          throw new Fault("Could not subscribe: %s.".formatted(said(e)), e);
        }
        refused.addAll(part);
      }
    }
    return refused;
  }

  @Override
  public void publish(Command command) {
    if (!command.publish()) {
      return;
    }
    String topic = command.point().commandTopic().orElseThrow();
    try {
      client.publish(
          topic,
          command.payload(),
          AT_LEAST_ONCE,
          false,
          null,
          // a failure is that of the connection, which tells it itself
          listener(() -> inbox.accept(new Event.Acknowledged(command)), cause -> {}));
      command.sent();
    } catch (MqttException e) {
      // thrown before anything is sent: not connected, or too many in flight
      command.refused("it could not be sent, " + said(e));
    }
  }

  @Override
  public void publish(Outbox.Entry entry) {
    try {
      client.publish(
          entry.topic(),
          entry.payload(),
          AT_LEAST_ONCE,
          entry.retained(),
          null,
          listener(
              () -> inbox.accept(new Event.Delivered(this, entry.number())),
              cause ->
                  inbox.accept(new Event.Lost(this, "A message was not taken: " + said(cause)))));
    } catch (MqttException e) {
      throw new Fault("Could not publish to %s: %s.".formatted(entry.topic(), said(e)), e);
    }
  }

  private static IMqttActionListener listener(
      Runnable taken, Consumer<@Nullable Throwable> failed) {
    return new IMqttActionListener() {
      @Override
      public void onSuccess(IMqttToken token) {
        taken.run();
      }

      @Override
      public void onFailure(IMqttToken token, Throwable cause) {
        failed.accept(cause);
      }
    };
  }

  @Override
  public void tell(String topic, String text) {
    try {
      client
          .publish(topic, text.getBytes(UTF_8), AT_LEAST_ONCE, true)
          .waitForCompletion(TELL_TIMEOUT.toMillis());
    } catch (MqttException e) {
      throw new Fault("Could not publish to %s: %s.".formatted(topic, said(e)), e);
    }
  }

  @Override
  public int mostUnderWay() {
    return MOST_IN_FLIGHT;
  }

  @Override
  public boolean isConnected() {
    return client.isConnected();
  }

  @Override
  public void close() {
    try {
      if (client.isConnected()) {
        client.disconnect(0).waitForCompletion(200);
      }
    } catch (MqttException e) {
      // it is gone already
    }
    try {
      client.disconnectForcibly(0, 100, false);
    } catch (MqttException e) {
      // it is gone already
    }
    try {
      client.close(true);
    } catch (MqttException e) {
      // it is closed already
    }
  }

  private static String said(@Nullable Throwable cause) {
    return cause instanceof MqttException mqtt && mqtt.getCause() == null
        ? "%s (%d)".formatted(mqtt.getMessage(), mqtt.getReasonCode())
        : Broker.said(cause);
  }
}
