package org.wattward.protocols.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * A connection in MQTT 5. More than 3.1.1, the broker says why it refuses something and whether
 * anybody listens to a command, and it forgets a command that is not delivered in time.
 */
final class BrokerV5 implements Broker {
  private static final int REFUSED = 0x80; // MQTT 5.0, 2.4: from here on codes are failures
  private static final int NOBODY_LISTENS = 0x10; // MQTT 5.0, 3.4.2.1
  private static final int QUOTA_EXCEEDED = 0x97;
  private static final int MOST_IN_FLIGHT = 1000;

  private final MqttAsyncClient client;
  private final Consumer<Event> inbox;
  private volatile int mostUnderWay = MOST_IN_FLIGHT;

  private BrokerV5(MqttAsyncClient client, Consumer<Event> inbox) {
    this.client = client;
    this.inbox = inbox;
  }

  static BrokerV5 connect(Making making) {
    try {
      var client =
          new MqttAsyncClient(making.url(), making.config().clientId(), new MemoryPersistence());
      BrokerV5 broker = new BrokerV5(client, making.inbox());
      client.setCallback(broker.callback(making));
      try {
        IMqttToken connected = client.connect(options(making));
        connected.waitForCompletion(STEP_TIMEOUT.toMillis());
        broker.mostUnderWay =
            Optional.ofNullable(connected.getResponseProperties())
                .map(MqttProperties::getReceiveMaximum)
                .filter(most -> most < MOST_IN_FLIGHT)
                .orElse(MOST_IN_FLIGHT);
      } catch (MqttException e) {
        broker.close();
        throw e;
      }
      return broker;
    } catch (MqttException | IllegalArgumentException e) {
      throw new Fault("Could not connect to %s: %s.".formatted(making.url(), said(e)), e);
    }
  }

  private static MqttConnectionOptions options(Making making) {
    var options = new MqttConnectionOptions();
    options.setCleanStart(true);
    options.setSessionExpiryInterval(0L);
    options.setAutomaticReconnect(false);
    options.setConnectionTimeout(CONNECT_TIMEOUT_S);
    options.setKeepAliveInterval(KEEP_ALIVE_S);
    options.setUseSubscriptionIdentifiers(false);
    options.setRequestProblemInfo(true);
    options.setHttpsHostnameVerificationEnabled(true);
    making.config().username().ifPresent(options::setUserName);
    making.password().map(password -> password.getBytes(UTF_8)).ifPresent(options::setPassword);
    making.keys().map(BrokerKeys::sockets).ifPresent(options::setSocketFactory);
    making.will().ifPresent(last -> options.setWill(last.topic(), retained(last.text())));
    return options;
  }

  private static MqttMessage retained(String text) {
    return new MqttMessage(text.getBytes(UTF_8), AT_LEAST_ONCE, true, new MqttProperties());
  }

  private MqttCallback callback(Making making) {
    return new MqttCallback() {
      @Override
      public void disconnected(MqttDisconnectResponse response) {
        String why =
            response.getReasonString() == null
                ? said(response.getException())
                : response.getReasonString();
        inbox.accept(new Event.Lost(BrokerV5.this, "The connection was lost: %s.".formatted(why)));
      }

      @Override
      public void mqttErrorOccurred(MqttException exception) {
        inbox.accept(
            new Event.Lost(
                BrokerV5.this, "The broker sent nonsense: %s.".formatted(said(exception))));
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
      public void deliveryComplete(IMqttToken token) {
        // each publication has a listener of its own
      }

      @Override
      public void connectComplete(boolean reconnect, String serverUri) {
        // connect waits for it
      }

      @Override
      public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // none was asked for
      }
    };
  }

  @Override
  public List<String> subscribe(List<String> filters) {
    List<String> refused = new ArrayList<>();
    for (int from = 0; from < filters.size(); from += FILTERS_PER_CALL) {
      List<String> part = filters.subList(from, Math.min(filters.size(), from + FILTERS_PER_CALL));
      try {
        IMqttToken token =
            client.subscribe(
                part.stream()
                    .map(filter -> new MqttSubscription(filter, AT_LEAST_ONCE))
                    .toArray(MqttSubscription[]::new));
        token.waitForCompletion(STEP_TIMEOUT.toMillis());
        int[] codes = token.getReasonCodes();
        for (int i = 0; i < part.size(); i++) {
          if (codes == null || i >= codes.length || codes[i] >= REFUSED) {
            refused.add(part.get(i));
          }
        }
      } catch (MqttException e) {
        throw new Fault("Could not subscribe: %s.".formatted(said(e)), e);
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
    var properties = new MqttProperties();
    properties.setMessageExpiryInterval(command.livesS());
    var message = new MqttMessage(command.payload(), AT_LEAST_ONCE, false, properties);
    try {
      client.publish(
          topic,
          message,
          null,
          listener(
              token -> inbox.accept(answer(command, topic, token)),
              // a failure is that of the connection, which tells it itself
              cause -> {}));
      command.sent();
    } catch (MqttException e) {
      // thrown before anything is sent: not connected, or too many in flight
      command.refused("it could not be sent, " + said(e));
    }
  }

  private static Event answer(Command command, String topic, IMqttToken token) {
    int code = code(token);
    if (code == NOBODY_LISTENS) {
      return new Event.Undeliverable(command, "nobody listens to " + topic);
    }
    return code >= REFUSED
        ? new Event.Undeliverable(command, "the broker does not take it: " + reason(token))
        : new Event.Acknowledged(command);
  }

  @Override
  public void publish(Outbox.Entry entry) {
    var message =
        new MqttMessage(entry.payload(), AT_LEAST_ONCE, entry.retained(), new MqttProperties());
    try {
      client.publish(
          entry.topic(),
          message,
          null,
          listener(
              token -> inbox.accept(answer(entry, token)),
              cause ->
                  inbox.accept(new Event.Lost(this, "A message was not taken: " + said(cause)))));
    } catch (MqttException e) {
      throw new Fault("Could not publish to %s: %s.".formatted(entry.topic(), said(e)), e);
    }
  }

  /** What passes by itself is tried again with a new connection; what does not is given up. */
  private Event answer(Outbox.Entry entry, IMqttToken token) {
    int code = code(token);
    if (code == QUOTA_EXCEEDED) {
      return new Event.Lost(this, "A message was not taken: " + reason(token));
    }
    return code >= REFUSED
        ? new Event.Refused(
            this, entry.number(), "%s for topic %s".formatted(reason(token), entry.topic()))
        : new Event.Delivered(this, entry.number());
  }

  private static int code(IMqttToken token) {
    int[] codes = token.getReasonCodes();
    return codes == null || codes.length == 0 ? 0 : codes[codes.length - 1];
  }

  private static String reason(IMqttToken token) {
    String said =
        Optional.ofNullable(token.getResponseProperties())
            .map(MqttProperties::getReasonString)
            .orElse("");
    return said.isEmpty() ? said(new MqttException(code(token))) : said;
  }

  private static MqttActionListener listener(
      Consumer<IMqttToken> answered, Consumer<@Nullable Throwable> failed) {
    return new MqttActionListener() {
      @Override
      public void onSuccess(IMqttToken token) {
        answered.accept(token);
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
      client.publish(topic, retained(text)).waitForCompletion(TELL_TIMEOUT.toMillis());
    } catch (MqttException e) {
      throw new Fault("Could not publish to %s: %s.".formatted(topic, said(e)), e);
    }
  }

  @Override
  public int mostUnderWay() {
    return mostUnderWay;
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
