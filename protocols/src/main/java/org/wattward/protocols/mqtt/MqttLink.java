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
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.BackOff;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.Inbox;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkListener;
import org.wattward.protocols.link.LinkStatus;
import org.wattward.protocols.link.LinkStatus.State;
import org.wattward.protocols.link.SessionLoop;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.link.WriteRange;
import org.wattward.protocols.link.WriteSteps;

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
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration CHECK = Duration.ofMillis(500);
  private static final int INBOX = 10_000;

  private final LinkConfig.Mqtt config;
  private final Time time;
  private final Broker.Making making;
  private final TopicPlan plan;
  private final TopicReadings topics;
  private final Inbox<Broker.Event> inbox = new Inbox<>(INBOX);
  private final Queue<Command> waiting = new ConcurrentLinkedQueue<>();
  private final List<Command> watched = new ArrayList<>();
  private final SessionLoop loop;

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
    this.time = time;
    this.making = new Broker.Making(config, Optional.empty(), credentials, time, this::put);
    this.plan = new TopicPlan(config.id(), devices);
    this.topics = new TopicReadings(plan);
    var backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE, random);
    this.loop = new SessionLoop(config, devices, listener, time, backOff, new Sessions());
  }

  @Override
  public String id() {
    return config.id();
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public LinkStatus status() {
    return loop.status();
  }

  @Override
  public WriteOutcome write(PointId point, double value, Duration deadline, WriteSteps steps) {
    Optional<TopicPoint> found = plan.writable(point);
    Optional<WriteOutcome> refusal =
        WriteRange.refusal(id(), point, found.map(TopicPoint::template), value);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Command command = new Command(found.orElseThrow(), value, deadline, steps);
    if (loop.counters().state() == State.UP) {
      waiting.add(command);
      put(new Broker.Event.Waiting());
    } else {
      command.refused("the link is not up. " + loop.status().reason());
    }
    WriteOutcome outcome = command.await();
    boolean taken =
        outcome instanceof WriteOutcome.Verified || outcome instanceof WriteOutcome.Accepted;
    if (!taken) {
      loop.counters().failures(1);
    }
    return outcome;
  }

  @Override
  public void close() {
    loop.close();
  }

  private void put(Broker.Event event) {
    int gone = inbox.put(event);
    if (gone > 0) {
      loop.counters().failures(gone);
    }
  }

  /** One connection after the other, on the link's thread. */
  private final class Sessions implements SessionLoop.Sessions {
    @Override
    public String peer() {
      return config.url();
    }

    @Override
    public String run() throws InterruptedException {
      try (Broker broker = Broker.connect(making)) {
        List<String> refused = broker.subscribe(plan.filters());
        loop.up();
        loop.handOn(refusals(refused));
        return serve(broker, refused);
      }
    }

    @Override
    public void ended(String reason) {
      watched.forEach(command -> command.interrupted(reason));
      watched.clear();
      for (Command command = waiting.poll(); command != null; command = waiting.poll()) {
        command.refused(reason);
      }
    }
  }

  private String serve(Broker broker, List<String> refused) throws InterruptedException {
    long upNanos = time.nanos();
    while (true) {
      Optional<Broker.Event> event = inbox.take(CHECK);
      if (event.isPresent() && event.get() instanceof Broker.Event.Lost lost) {
        if (lost.broker() == broker) {
          return lost.reason();
        }
      } else if (event.isPresent()) {
        take(event.get());
      } else if (!broker.isConnected()) {
        return "The connection was lost.";
      }
      publish(broker);
      if (time.nanos() - upNanos > LONGEST_PAUSE.toNanos()) {
        loop.held();
      }
      if (loop.slowPeriodOver()) {
        loop.handOn(refusals(refused));
      }
    }
  }

  private void take(Broker.Event event) {
    switch (event) {
      case Broker.Event.Arrived(TopicReadings.Message message) -> {
        loop.counters().request();
        List<Reading> readings = topics.read(message);
        if (readings.isEmpty()
            || readings.stream().anyMatch(one -> one.quality() instanceof Quality.Bad)) {
          loop.counters().failures(1);
        }
        loop.handOn(readings);
        if (!message.retained()) {
          watched.forEach(command ->
              readings.stream()
                  .filter(one -> one.point().equals(command.point().id()))
                  .forEach(command::heard));
        }
        watched.removeIf(Command::isDone);
      }
      case Broker.Event.Acknowledged(Command command) -> command.acknowledged();
      case Broker.Event.Undeliverable(Command command, String reason) -> command.refused(reason);
      case Broker.Event.Waiting() -> {}
      case Broker.Event.Delivered delivered -> {} // links have no outbox
      case Broker.Event.Refused refused -> {}
      case Broker.Event.Lost lost -> {} // of an earlier connection
    }
  }

  private void publish(Broker broker) {
    for (Command command = waiting.poll(); command != null; command = waiting.poll()) {
      watched.add(command);
      broker.publish(command);
    }
    watched.removeIf(Command::isDone);
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
}
