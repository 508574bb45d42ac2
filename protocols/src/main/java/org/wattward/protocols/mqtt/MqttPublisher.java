package org.wattward.protocols.mqtt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.eclipse.paho.client.mqttv3.MqttTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.WattwardException;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.BackOff;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.Inbox;

/**
 * Tells a broker what happens here: live values, decisions. Messages go out in order with QoS 1 and
 * wait in an outbox on disk while the broker is away, also across restarts; after a crash the last
 * ones may come twice. While it is connected, its presence topic says {@code online}, retained; the
 * broker says {@code offline} there when the connection breaks (the last will), and so does a clean
 * end.
 *
 * <p>One virtual thread owns the connection. {@link #publish} may be called on any thread; it
 * writes to a file and never waits for the network.
 */
public final class MqttPublisher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MqttPublisher.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration FORCE = Duration.ofSeconds(1);
  private static final Duration CHECK = Duration.ofMillis(200);
  private static final Duration CLOSING = Duration.ofSeconds(2);
  private static final int MOST_UNDER_WAY = 100;
  private static final String ONLINE = "online";
  private static final String OFFLINE = "offline";

  private final LinkConfig.Mqtt config;
  private final String presenceTopic;
  private final Time time;
  private final Credentials credentials;
  private final Outbox outbox;
  private final BackOff backOff;
  private final Inbox<Broker.Event> inbox = new Inbox<>(10 * MOST_UNDER_WAY);
  private final TreeSet<Long> underWay = new TreeSet<>();
  private final Thread thread;
  private volatile boolean connected;
  private final Semaphore stop = new Semaphore(0);
  private volatile boolean closed;
  private final AtomicLong refused = new AtomicLong();
  private long lastSent;

  /**
   * How it stands.
   *
   * @param connected whether there is a connection now
   * @param waiting messages the broker has not acknowledged yet
   * @param dropped messages that had to go because the outbox was full or the broker refused them
   */
  public record Status(boolean connected, long waiting, long dropped) {}

  /**
   * Makes one; nothing is sent until it is started.
   *
   * @param config the broker; its client id must differ from that of every link
   * @param presenceTopic where {@code online} and {@code offline} are told
   * @param outboxFolder where messages wait
   * @param outboxBytes the most that may wait, in bytes
   * @param time the time
   * @param random jitter of its back-off
   * @param credentials password
   */
  public MqttPublisher(
      LinkConfig.Mqtt config,
      String presenceTopic,
      Path outboxFolder,
      long outboxBytes,
      Time time,
      RandomGenerator random,
      Credentials credentials) {
    MqttTopic.validate(presenceTopic, false);
    this.config = config;
    this.presenceTopic = presenceTopic;
    this.time = time;
    this.credentials = credentials;
    this.outbox = new Outbox(outboxFolder, outboxBytes);
    this.backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE, random);
    this.thread = Thread.ofVirtual().name("publisher-" + config.id()).unstarted(this::run);
  }

  /** Starts its thread. */
  public void start() {
    thread.start();
  }

  /**
   * Puts a message into the outbox.
   *
   * @param topic a topic without wildcards
   * @param text the message
   * @param retained whether the broker shall keep it for those who come later
   */
  public void publish(String topic, String text, boolean retained) {
    MqttTopic.validate(topic, false);
    outbox.put(topic, text, retained);
  }

  /** How it stands. Any thread. */
  public Status status() {
    return new Status(connected, outbox.waiting(), outbox.dropped() + refused.get());
  }

  /** Ends it; what the broker does not have yet waits on disk. */
  @Override
  public void close() {
    closed = true;
    // Not by interrupting: that would close the outbox's files under a write.
    stop.release();
    if (thread.getState() != Thread.State.NEW) {
      try {
        thread.join(CLOSING);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    outbox.close();
  }

  private void run() {
    boolean told = false;
    try {
      while (!closed) {
        try (Broker broker = connect()) {
          if (told) {
            log.info("Publisher \"{}\" is connected again.", config.id());
            told = false;
          }
          serve(broker);
        } catch (WattwardException e) { // the one place where a fault of the publisher is caught
          if (!told) {
            log.info("Publisher \"{}\" waits for its broker. {}", config.id(), e.getMessage());
            told = true;
          }
        } finally {
          connected = false;
        }
        time.await(stop, backOff.next());
      }
    } catch (InterruptedException e) {
      log.debug("Publisher \"{}\" was interrupted, which ends it.", config.id());
    }
  }

  private Broker connect() {
    Broker.Will will = new Broker.Will(presenceTopic, OFFLINE);
    Broker broker =
        Broker.connect(new Broker.Making(config, Optional.of(will), credentials, time, inbox::put));
    broker.tell(presenceTopic, ONLINE);
    lastSent = outbox.acknowledged();
    underWay.clear();
    connected = true;
    return broker;
  }

  private void serve(Broker broker) throws InterruptedException {
    long forcedNanos = time.nanos();
    while (!closed && broker.isConnected()) {
      send(broker);
      // new messages are looked for at every check, and at once after an answer
      if (inbox.take(CHECK).filter(event -> isEnd(event, broker)).isPresent()) {
        return;
      }
      if (time.nanos() - forcedNanos >= FORCE.toNanos()) {
        forcedNanos = time.nanos();
        outbox.force();
      }
    }
    if (closed) {
      broker.tell(presenceTopic, OFFLINE);
    }
  }

  private void send(Broker broker) {
    while (underWay.size() < Math.min(MOST_UNDER_WAY, broker.mostUnderWay())) {
      Optional<Outbox.Entry> next = outbox.after(lastSent);
      if (next.isEmpty()) {
        return;
      }
      lastSent = next.get().number();
      underWay.add(lastSent);
      broker.publish(next.get());
    }
  }

  private boolean isEnd(Broker.Event event, Broker broker) {
    return switch (event) {
      case Broker.Event.Delivered(Broker from, long number) when from == broker -> {
        backOff.reset();
        done(number);
        yield false;
      }
      case Broker.Event.Refused(Broker from, long number, String reason) when from == broker -> {
        if (refused.getAndIncrement() == 0) {
          log.warn(
              "Publisher \"{}\": the broker refuses messages and they are lost, the first with {}.",
              config.id(),
              reason);
        }
        done(number);
        yield false;
      }
      case Broker.Event.Lost(Broker from, String reason) -> from == broker;
      case Broker.Event other -> false;
    };
  }

  private void done(long number) {
    underWay.remove(number);
    outbox.acknowledge(underWay.isEmpty() ? lastSent : underWay.first() - 1);
  }
}
