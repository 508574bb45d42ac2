package org.wattward.protocols.mqtt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.BackOff;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.Inbox;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkCounters;
import org.wattward.protocols.link.LinkHealth;
import org.wattward.protocols.link.LinkListener;
import org.wattward.protocols.link.LinkStatus;
import org.wattward.protocols.link.LinkStatus.State;
import org.wattward.protocols.link.PointReadings;
import org.wattward.protocols.link.WriteOutcome;

/**
 * A link to an MQTT broker.
 *
 * <p>Its virtual thread alone calls the client. Messages become readings as they come; a topic that
 * is silent gives none, and its points age. A set value is published once, with QoS 1, as a plain
 * number; it is verified when the point's own topic tells it. There are no polls to count; a
 * message is a request in the counters, and one that had to go because the inbox was full, or that
 * says nothing usable, is a failure.
 */
public final class MqttLink implements Link {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);
  private static final Duration CHECK = Duration.ofMillis(500);
  private static final Duration CLOSING = Duration.ofMillis(900);
  private static final int INBOX = 10_000;

  private final LinkConfig.Mqtt config;
  private final List<Device> devices;
  private final LinkListener listener;
  private final Time time;
  private final Credentials credentials;
  private final TopicPlan plan;
  private final TopicReadings topics;
  private final Inbox<Broker.Event> inbox = new Inbox<>(INBOX);
  private final Queue<Command> waiting = new ConcurrentLinkedQueue<>();
  private final List<Command> watched = new ArrayList<>();
  private final LinkCounters counters = new LinkCounters();
  private final LinkHealth health;
  private final BackOff backOff;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Makes a link; it does nothing until it is started.
   *
   * @param config the broker
   * @param devices the devices it carries
   * @param listener who is told what it reads
   * @param time the time
   * @param random jitter of its back-off
   * @param credentials password
   * @throws WattwardException when a device's points do not live in MQTT topics
   */
  public MqttLink(
      LinkConfig.Mqtt config,
      List<Device> devices,
      LinkListener listener,
      Time time,
      RandomGenerator random,
      Credentials credentials) {
    this.config = config;
    this.devices = List.copyOf(devices);
    this.listener = listener;
    this.time = time;
    this.credentials = credentials;
    this.plan = new TopicPlan(config.id(), devices);
    this.topics = new TopicReadings(plan);
    this.health = new LinkHealth(config.id(), devices, listener, time);
    this.backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE, random);
    this.thread = Thread.ofVirtual().name("link-" + config.id()).unstarted(this::run);
  }

  @Override
  public String id() {
    return config.id();
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public LinkStatus status() {
    return counters.status();
  }

  @Override
  public WriteOutcome write(PointId point, double value, Duration deadline) {
    Optional<TopicPoint> found = plan.writable(point);
    if (found.isEmpty()) {
      return new WriteOutcome.Refused(
          "%s is no writable point of link \"%s\".".formatted(point, id()));
    }
    Writing writing = found.get().template().writing().orElseThrow();
    if (!(value >= writing.min() && value <= writing.max())) {
      return new WriteOutcome.Refused(
          "%s %s for %s lies outside of %s to %s %s."
              .formatted(
                  value,
                  found.get().template().unit(),
                  point,
                  writing.min(),
                  writing.max(),
                  found.get().template().unit()));
    }
    Command command = new Command(found.get(), value);
    if (counters.state() == State.UP) {
      waiting.add(command);
      put(new Broker.Event.Waiting());
    } else {
      command.refused("the link is not up. " + counters.status().reason());
    }
    WriteOutcome outcome = command.await(deadline);
    if (!(outcome instanceof WriteOutcome.Verified)) {
      counters.failures(1);
    }
    return outcome;
  }

  @Override
  public void close() {
    closed = true;
    counters.state(State.CLOSED, "Closed.");
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    thread.interrupt();
    try {
      thread.join(CLOSING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void put(Broker.Event event) {
    int gone = inbox.put(event);
    if (gone > 0) {
      counters.failures(gone);
    }
  }

  private void run() {
    try {
      while (!closed) {
        counters.state(State.CONNECTING, "Connecting to %s.".formatted(config.url()));
        String reason = connection();
        if (!closed) {
          counters.state(State.DOWN, reason);
          health.down(reason);
        }
        abandon(reason);
        time.sleep(backOff.next());
      }
    } catch (InterruptedException e) {
      // closed
    } finally {
      counters.state(State.CLOSED, "Closed.");
      abandon("The link was closed.");
    }
  }

  /** Runs one connection to its end and says why it ended. */
  private String connection() throws InterruptedException {
    try (Broker broker = Broker.connect(config, Optional.empty(), credentials, time, this::put)) {
      List<String> refused = broker.subscribe(plan.filters());
      counters.state(State.UP, "");
      health.up();
      handOn(PointReadings.fixed(devices, time.now()));
      handOn(refusals(refused));
      return serve(broker, refused);
    } catch (RuntimeException e) { // the one place where a fault of this link is caught
      counters.failures(1);
      return e instanceof WattwardException
          ? String.valueOf(e.getMessage())
          : "An unexpected fault: " + e;
    }
  }

  private String serve(Broker broker, List<String> refused) throws InterruptedException {
    long upNanos = time.nanos();
    long slowNanos = upNanos;
    while (true) {
      Optional<Broker.Event> event = inbox.take(CHECK);
      if (event.isPresent() && event.get() instanceof Broker.Event.Lost lost) {
        if (lost.broker() == broker) {
          counters.failures(1);
          return lost.reason();
        }
      } else if (event.isPresent()) {
        take(event.get());
      } else if (!broker.isConnected()) {
        counters.failures(1);
        return "The connection was lost.";
      }
      publish(broker);
      long now = time.nanos();
      if (now - upNanos > LONGEST_PAUSE.toNanos()) {
        backOff.reset();
      }
      if (now - slowNanos >= config.periods().slow().toNanos()) {
        slowNanos = now;
        handOn(PointReadings.fixed(devices, time.now()));
        handOn(refusals(refused));
      }
    }
  }

  private void take(Broker.Event event) {
    switch (event) {
      case Broker.Event.Arrived(TopicReadings.Message message) -> {
        counters.request();
        List<Reading> readings = topics.read(message);
        if (readings.isEmpty()
            || readings.stream().anyMatch(one -> one.quality() instanceof Quality.Bad)) {
          counters.failures(1);
        }
        handOn(readings);
        if (!message.retained()) {
          watched.forEach(command ->
              readings.stream()
                  .filter(one -> one.point().equals(command.point().id()))
                  .forEach(command::heard));
        }
        watched.removeIf(Command::isDone);
      }
      case Broker.Event.Acknowledged(Command command, boolean taken) -> {
        if (taken) {
          command.acknowledged();
        }
      }
      case Broker.Event.Waiting() -> {}
      case Broker.Event.Delivered delivered -> {} // links have no outbox
      case Broker.Event.Lost lost -> {} // of an earlier connection
    }
  }

  private void publish(Broker broker) {
    for (Command command = waiting.poll(); command != null; command = waiting.poll()) {
      watched.add(command);
      broker.publish(command, this::put);
    }
    watched.removeIf(Command::isDone);
  }

  private void abandon(String reason) {
    watched.forEach(command -> command.interrupted(reason));
    watched.clear();
    for (Command command = waiting.poll(); command != null; command = waiting.poll()) {
      command.refused(reason);
    }
  }

  private List<Reading> refusals(List<String> filters) {
    List<Reading> readings = new ArrayList<>();
    for (String filter : filters) {
      for (TopicPoint point : plan.byFilter(filter)) {
        readings.add(
            Reading.bad(
                point.id(),
                time.now(),
                "The broker does not let us listen to %s.".formatted(filter)));
      }
    }
    return readings;
  }

  private void handOn(List<Reading> readings) {
    if (!readings.isEmpty() && !closed) {
      counters.points(readings.size());
      listener.readings(config.id(), readings);
      health.heard(readings);
    }
  }
}
