package org.wattward.protocols.opcua;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.PointId;
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
 * A link to an OPC UA server: one session, one subscription for each poll group.
 *
 * <p>Its virtual thread connects, subscribes and hands readings on. An unchanged point is given
 * again in its group's period for as long as the server's publish responses (keep-alives) confirm
 * it, with the time of the response. A poll, in the counters, is such a period; it is late when its
 * response came late. When nothing comes for three intervals, a subscription is lost or the
 * connection does not come back within seconds, the client is closed and a new one made.
 */
public final class OpcUaLink implements Link {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration RETRY_REFUSED = Duration.ofSeconds(60);
  private static final Duration CLOSING = Duration.ofMillis(900);
  private static final int INBOX = 1000;

  private final LinkConfig.OpcUa config;
  private final List<Device> devices;
  private final LinkListener listener;
  private final Time time;
  private final NodePlan plan;
  private final LiveSession.Making making;
  private final Inbox<GroupSubscription.Heard> inbox = new Inbox<>(INBOX);
  private final LinkCounters counters = new LinkCounters();
  private final LinkHealth health;
  private final BackOff backOff;
  private final Thread thread;
  private volatile @Nullable LiveSession live;
  private volatile boolean closed;

  /**
   * Makes a link; it does nothing until it is started.
   *
   * @param config the server
   * @param devices the devices it carries
   * @param listener who is told what it reads
   * @param time the time
   * @param random jitter of its back-off
   * @param credentials password and certificates
   * @throws WattwardException when a device's points do not live in OPC UA variables
   */
  public OpcUaLink(
      LinkConfig.OpcUa config,
      List<Device> devices,
      LinkListener listener,
      Time time,
      RandomGenerator random,
      Credentials credentials) {
    this.config = config;
    this.devices = List.copyOf(devices);
    this.listener = listener;
    this.time = time;
    this.plan = new NodePlan(config.id(), devices);
    this.health = new LinkHealth(config.id(), devices, listener, time);
    this.backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE, random);
    this.making =
        new LiveSession.Making(
            new Connector(config, credentials, time),
            plan,
            config.periods(),
            time,
            new ReadingTimes(),
            inbox);
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
    Optional<NodePoint> node = plan.writable(point);
    if (node.isEmpty()) {
      return new WriteOutcome.Refused(
          "%s is no writable point of link \"%s\".".formatted(point, id()));
    }
    Writing writing = node.get().template().writing().orElseThrow();
    if (!(value >= writing.min() && value <= writing.max())) {
      return new WriteOutcome.Refused(
          "%s %s for %s lies outside of %s to %s %s."
              .formatted(
                  value,
                  node.get().template().unit(),
                  point,
                  writing.min(),
                  writing.max(),
                  node.get().template().unit()));
    }
    LiveSession session = live;
    if (session == null) {
      return new WriteOutcome.Refused(
          "%s was not written: %s".formatted(point, counters.status().reason()));
    }
    WriteOutcome outcome = new NodeWriter(time, node.get(), value, deadline).write(session);
    counters.request();
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

  private void run() {
    try {
      while (!closed) {
        counters.state(State.CONNECTING, "Connecting to %s.".formatted(config.endpointUrl()));
        String reason = session();
        if (!closed) {
          counters.state(State.DOWN, reason);
          health.down(reason);
        }
        time.sleep(backOff.next());
      }
    } catch (InterruptedException e) {
      // closed
    } finally {
      counters.state(State.CLOSED, "Closed.");
    }
  }

  /** Runs one session to its end and says why it ended. */
  private String session() throws InterruptedException {
    try (LiveSession session = LiveSession.open(making)) {
      handOn(session.start());
      handOn(PointReadings.fixed(devices, time.now()));
      live = session;
      counters.state(State.UP, "");
      health.up();
      return serve(session);
    } catch (RuntimeException e) { // the one place where a fault of this link is caught
      counters.failures(1);
      return e instanceof WattwardException
          ? String.valueOf(e.getMessage())
          : "An unexpected fault: " + e;
    } finally {
      live = null;
    }
  }

  private String serve(LiveSession session) throws InterruptedException {
    long retryNanos = time.nanos();
    long slowNanos = retryNanos;
    while (true) {
      Optional<GroupSubscription.Heard> heard = inbox.take(session.pause());
      if (heard.isPresent() && session.owns(heard.get().group())) {
        take(heard.get());
      }
      Optional<String> end = session.end();
      if (end.isPresent()) {
        counters.failures(1);
        return end.get();
      }
      long now = time.nanos();
      if (now - slowNanos >= config.periods().slow().toNanos()) {
        slowNanos = now;
        handOn(PointReadings.fixed(devices, time.now()));
        handOn(session.confirmOnce());
      }
      if (now - retryNanos >= RETRY_REFUSED.toNanos()) {
        retryNanos = now;
        handOn(session.retry());
      }
    }
  }

  private void take(GroupSubscription.Heard heard) {
    backOff.reset();
    counters.request();
    GroupSubscription group = heard.group();
    group.lateness(heard.nanos()).ifPresent(lateness -> counters.poll(lateness, group.period()));
    group.readings().heard(heard.samples(), heard.received(), heard.nanos()).forEach(this::handOn);
  }

  private void handOn(List<Reading> readings) {
    if (!readings.isEmpty() && !closed) {
      counters.points(readings.size());
      listener.readings(config.id(), readings);
      health.heard(readings);
    }
  }
}
