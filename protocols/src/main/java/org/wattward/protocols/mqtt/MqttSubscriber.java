package org.wattward.protocols.mqtt;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.MqttTopic;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.BackOff;
import org.wattward.protocols.link.Credentials;

/**
 * Hears topics at least once, in a session that the broker keeps (MQTT 3.1.1, QoS 1): what is
 * published while this is away waits at the broker, as long as the broker keeps sessions, over its
 * own restart if it writes them to disk. A message is acknowledged only when it was dealt with, so
 * that one which was cut off by a crash comes again.
 *
 * <p>One virtual thread owns the connection; messages are dealt with one after another on Paho's.
 */
public final class MqttSubscriber implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MqttSubscriber.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);
  private static final Duration CHECK = Duration.ofSeconds(1);
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final LinkConfig.Mqtt config;
  private final List<String> topics;
  private final Hearer hearer;
  private final Time time;
  private final Credentials credentials;
  private final BackOff backOff;
  private final Thread thread;
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean connected;
  private volatile boolean closed;

  /** Deals with messages, one after another; when it returns, a message is acknowledged. */
  @FunctionalInterface
  public interface Hearer {
    /**
     * A message came, maybe not for the first time.
     *
     * @param retained whether it had been left at the broker for those who come later
     */
    void heard(String topic, byte[] payload, boolean retained);
  }

  /**
   * Makes one; nothing is heard until it is started.
   *
   * @param config the broker; its client id names the session and must be nobody else's
   * @param topics which topics, without wildcards
   * @param hearer deals with what comes
   * @param time the time
   * @param random jitter of its back-off
   * @param credentials password
   */
  public MqttSubscriber(
      LinkConfig.Mqtt config,
      List<String> topics,
      Hearer hearer,
      Time time,
      RandomGenerator random,
      Credentials credentials) {
    topics.forEach(topic -> MqttTopic.validate(topic, false));
    this.config = config;
    this.topics = List.copyOf(topics);
    this.hearer = hearer;
    this.time = time;
    this.credentials = credentials;
    this.backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE, random);
    this.thread = Thread.ofVirtual().name("subscriber-" + config.id()).unstarted(this::run);
  }

  /** Starts its thread. */
  public void start() {
    thread.start();
  }

  /** Whether it hears now. Any thread. */
  public boolean isConnected() {
    return connected;
  }

  /** Ends it; the broker keeps what comes from now on. */
  @Override
  public void close() {
    closed = true;
    wake.release();
    if (thread.getState() != Thread.State.NEW) {
      try {
        thread.join(CLOSING);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    boolean told = false;
    try {
      while (!closed) {
        try {
          listen(told);
          told = false;
        } catch (MqttException | IllegalArgumentException | Broker.Fault e) {
          if (!told) {
            log.info("Subscriber \"{}\" waits for its broker. {}", config.id(), Broker.said(e));
            told = true;
          }
        } finally {
          connected = false;
        }
        time.await(wake, backOff.next());
      }
    } catch (InterruptedException e) {
      log.debug("Subscriber \"{}\" was interrupted, which ends it.", config.id());
    }
  }

  private void listen(boolean wasAway) throws MqttException, InterruptedException {
    var client = new MqttAsyncClient(config.url(), config.clientId(), new MemoryPersistence());
    try {
      client.setManualAcks(true);
      client.setCallback(new Callback(client));
      client.connect(options()).waitForCompletion(Broker.STEP_TIMEOUT.toMillis());
      int[] qos = new int[topics.size()];
      Arrays.fill(qos, Broker.AT_LEAST_ONCE);
      client
          .subscribe(topics.toArray(String[]::new), qos)
          .waitForCompletion(Broker.STEP_TIMEOUT.toMillis());
      connected = true;
      backOff.reset();
      if (wasAway) {
        log.info("Subscriber \"{}\" is connected again.", config.id());
      }
      while (!closed && client.isConnected()) {
        time.await(wake, CHECK);
      }
    } finally {
      end(client);
    }
  }

  private MqttConnectOptions options() {
    Broker.Making making = new Broker.Making(config, Optional.empty(), credentials, time, _ -> {});
    var options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setCleanSession(false);
    options.setAutomaticReconnect(false);
    options.setConnectionTimeout(Broker.CONNECT_TIMEOUT_S);
    options.setKeepAliveInterval(Broker.KEEP_ALIVE_S);
    options.setHttpsHostnameVerificationEnabled(true);
    config.username().ifPresent(options::setUserName);
    making.password().map(String::toCharArray).ifPresent(options::setPassword);
    making.keys().map(BrokerKeys::sockets).ifPresent(options::setSocketFactory);
    return options;
  }

  private void end(MqttAsyncClient client) {
    try {
      if (client.isConnected()) {
        client.disconnect(0).waitForCompletion(200);
      }
      client.disconnectForcibly(0, 100, false);
      client.close(true);
    } catch (MqttException e) {
      log.debug("Subscriber \"{}\" was cut off already: {}", config.id(), Broker.said(e));
    }
  }

  private final class Callback implements MqttCallback {
    private final MqttAsyncClient client;

    Callback(MqttAsyncClient client) {
      this.client = client;
    }

    @Override
    public void connectionLost(Throwable cause) {
      log.info("Subscriber \"{}\" lost its broker. {}", config.id(), Broker.said(cause));
      wake.release();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws MqttException {
      hearer.heard(topic, message.getPayload(), message.isRetained());
      client.messageArrivedComplete(message.getId(), message.getQos());
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
      // it publishes nothing
    }
  }
}
