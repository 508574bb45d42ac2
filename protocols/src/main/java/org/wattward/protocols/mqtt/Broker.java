package org.wattward.protocols.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.wattward.devices.WattwardException;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Credentials;

/**
 * One connection to a broker (MQTT 3.1.1, clean session), from connecting to its end; never mended,
 * always made anew, so nothing is ever sent a second time. One thread calls it; what comes goes to
 * the inbox on Paho's threads.
 */
final class Broker implements AutoCloseable {
  private static final int CONNECT_TIMEOUT_S = 5;
  private static final Duration STEP_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration TELL_TIMEOUT = Duration.ofMillis(500);
  private static final int KEEP_ALIVE_S = 10;
  private static final int MOST_IN_FLIGHT = 1000;
  private static final int FILTERS_PER_CALL = 200;
  private static final int REFUSED = 0x80; // MQTT 3.1.1, 3.9.3
  private static final int AT_LEAST_ONCE = 1;

  private final MqttAsyncClient client;

  /** What Paho brings. */
  sealed interface Event {
    /** A message of a subscribed topic. */
    record Arrived(TopicReadings.Message message) implements Event {}

    /** The connection is gone. */
    record Lost(Broker broker, String reason) implements Event {}

    /** The broker has a published message, or it never will. */
    record Acknowledged(Command command, boolean taken) implements Event {}

    /** A writer has a command. */
    record Waiting() implements Event {}

    /** The broker has a message of an outbox. */
    record Delivered(Broker broker, long number) implements Event {}
  }

  /** What the broker shall say, retained, when the connection breaks. */
  record Will(String topic, String text) {}

  /** The connection cannot be had. */
  static final class Fault extends WattwardException {
    private static final long serialVersionUID = 1L;

    Fault(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private Broker(MqttAsyncClient client) {
    this.client = client;
  }

  /** Connects. */
  static Broker connect(
      LinkConfig.Mqtt config,
      Optional<Will> will,
      Credentials credentials,
      Time time,
      Consumer<Event> inbox) {
    String url =
        config.url().replaceFirst("^mqtt://", "tcp://").replaceFirst("^mqtts://", "ssl://");
    try {
      var client = new MqttAsyncClient(url, config.clientId(), new MemoryPersistence());
      Broker broker = new Broker(client);
      client.setCallback(broker.callback(time, inbox));
      try {
        MqttConnectOptions options = options(config, credentials);
        will.ifPresent(last ->
            options.setWill(last.topic(), last.text().getBytes(UTF_8), AT_LEAST_ONCE, true));
        client.connect(options).waitForCompletion(STEP_TIMEOUT.toMillis());
      } catch (MqttException e) {
        broker.close();
        throw e;
      }
      return broker;
    } catch (MqttException | IllegalArgumentException e) {
      throw new Fault("Could not connect to %s: %s.".formatted(config.url(), said(e)), e);
    }
  }

  private static MqttConnectOptions options(LinkConfig.Mqtt config, Credentials credentials) {
    var options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setCleanSession(true);
    options.setAutomaticReconnect(false);
    options.setConnectionTimeout(CONNECT_TIMEOUT_S);
    options.setKeepAliveInterval(KEEP_ALIVE_S);
    options.setMaxInflight(MOST_IN_FLIGHT);
    options.setHttpsHostnameVerificationEnabled(true);
    config
        .username()
        .ifPresent(user -> {
          options.setUserName(user);
          credentials
              .password(config.id())
              .ifPresent(password -> options.setPassword(password.toCharArray()));
        });
    return options;
  }

  private MqttCallback callback(Time time, Consumer<Event> inbox) {
    return new MqttCallback() {
      @Override
      public void connectionLost(Throwable cause) {
        inbox.accept(
            new Event.Lost(Broker.this, "The connection was lost: %s.".formatted(said(cause))));
      }

      @Override
      public void messageArrived(String topic, MqttMessage message) {
        inbox.accept(
            new Event.Arrived(
                new TopicReadings.Message(
                    topic, new Payload(message.getPayload()), message.isRetained(), time.now())));
      }

      @Override
      public void deliveryComplete(IMqttDeliveryToken token) {
        // each publication has a listener of its own
      }
    };
  }

  /**
   * Subscribes with QoS 1.
   *
   * @return the filters the broker refuses
   */
  List<String> subscribe(List<String> filters) {
    List<String> refused = new ArrayList<>();
    for (int from = 0; from < filters.size(); from += FILTERS_PER_CALL) {
      List<String> part = filters.subList(from, Math.min(filters.size(), from + FILTERS_PER_CALL));
      int[] qos = new int[part.size()];
      java.util.Arrays.fill(qos, AT_LEAST_ONCE);
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

  /** Publishes a command with QoS 1, once. */
  void publish(Command command, Consumer<Event> inbox) {
    String topic = command.point().commandTopic().orElseThrow();
    var listener =
        new IMqttActionListener() {
          @Override
          public void onSuccess(IMqttToken token) {
            inbox.accept(new Event.Acknowledged(command, true));
          }

          @Override
          public void onFailure(IMqttToken token, Throwable cause) {
            inbox.accept(new Event.Acknowledged(command, false));
          }
        };
    if (!command.publish()) {
      return;
    }
    try {
      client.publish(topic, command.payload(), AT_LEAST_ONCE, false, null, listener);
      command.sent();
    } catch (MqttException e) {
      // thrown before anything is sent: not connected, or too many in flight
      command.refused("it could not be sent, " + said(e));
    }
  }

  /** Publishes a message of an outbox with QoS 1. */
  void publish(Outbox.Entry entry, Consumer<Event> inbox) {
    var listener =
        new IMqttActionListener() {
          @Override
          public void onSuccess(IMqttToken token) {
            inbox.accept(new Event.Delivered(Broker.this, entry.number()));
          }

          @Override
          public void onFailure(IMqttToken token, Throwable cause) {
            inbox.accept(new Event.Lost(Broker.this, "A message was not taken: " + said(cause)));
          }
        };
    try {
      client.publish(
          entry.topic(), entry.payload(), AT_LEAST_ONCE, entry.retained(), null, listener);
    } catch (MqttException e) {
      throw new Fault("Could not publish to %s: %s.".formatted(entry.topic(), said(e)), e);
    }
  }

  /** Publishes a short text and waits until the broker has it, but not long. */
  void tell(String topic, String text, boolean retained) {
    try {
      client
          .publish(topic, text.getBytes(UTF_8), AT_LEAST_ONCE, retained)
          .waitForCompletion(TELL_TIMEOUT.toMillis());
    } catch (MqttException e) {
      throw new Fault("Could not publish to %s: %s.".formatted(topic, said(e)), e);
    }
  }

  boolean isConnected() {
    return client.isConnected();
  }

  /** Ends the connection within a few tenths of a second. */
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
    if (cause instanceof MqttException mqtt && mqtt.getCause() == null) {
      return "%s (%d)".formatted(mqtt.getMessage(), mqtt.getReasonCode());
    }
    Throwable deepest = cause instanceof MqttException mqtt ? mqtt.getCause() : cause;
    if (deepest == null) {
      return "no reason given";
    }
    return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
  }
}
