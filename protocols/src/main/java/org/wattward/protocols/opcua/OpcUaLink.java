package org.wattward.protocols.opcua;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.BackOff;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.Inbox;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkListener;
import org.wattward.protocols.link.LinkStatus;
import org.wattward.protocols.link.SessionLoop;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.link.WriteRange;
import org.wattward.protocols.link.WriteSteps;

/**
 * A link to an OPC UA server: one session, one subscription for each poll group, or reads in its
 * period.
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
  private static final int INBOX = 1000;

  private final LinkConfig.OpcUa config;
  private final Time time;
  private final NodePlan plan;
  private final LiveSession.Making making;
  private final Connector connector;
  private final SessionLoop loop;
  private volatile @Nullable LiveSession live;

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
    this.time = time;
    this.plan = new NodePlan(config.id(), devices);
    ServerClock clock = new ServerClock(config.id());
    var backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE, random);
    this.loop = new SessionLoop(config, devices, listener, time, backOff, new Sessions());
    this.connector = new Connector(config, credentials, time, loop.counters());
    this.making =
        new LiveSession.Making(
            connector,
            config,
            plan,
            time,
            clock,
            new ReadingTimes(clock),
            new Notes(config.id()),
            new Inbox<>(INBOX));
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
    Optional<NodePoint> node = plan.writable(point);
    Optional<WriteOutcome> refusal =
        WriteRange.refusal(id(), point, node.map(NodePoint::template), value);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    LiveSession session = live;
    if (session == null) {
      return new WriteOutcome.Refused(
          "%s was not written: %s".formatted(point, loop.status().reason()));
    }
    WriteOutcome outcome =
        new NodeWriter(time, node.orElseThrow(), value, deadline, steps).write(session);
    loop.counters().request();
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

  /** One session after the other, on the link's thread. */
  private final class Sessions implements SessionLoop.Sessions {
    @Override
    public String peer() {
      return config.endpointUrl();
    }

    @Override
    public String run() throws InterruptedException {
      try (LiveSession session = LiveSession.open(making)) {
        loop.handOn(session.start());
        live = session;
        loop.up();
        return serve(session);
      } finally {
        live = null;
      }
    }

    @Override
    public void ended(String reason) {
      // writers wait on their own threads, each for its own answer
    }
  }

  private String serve(LiveSession session) throws InterruptedException {
    long retryNanos = time.nanos();
    while (true) {
      session.next().ifPresent(this::take);
      Optional<String> end = session.end();
      if (end.isPresent()) {
        return end.get();
      }
      if (loop.slowPeriodOver()) {
        loop.handOn(session.confirmOnce());
      }
      if (time.nanos() - retryNanos >= RETRY_REFUSED.toNanos()) {
        retryNanos = time.nanos();
        connector.watchCertificates();
        loop.handOn(session.retry());
      }
    }
  }

  private void take(Group.Heard heard) {
    loop.held();
    loop.counters().request();
    Group group = heard.group();
    for (GroupReadings.Sample sample : heard.samples()) {
      if (sample.value().statusCode().isOverflowSet()) {
        making
            .notes()
            .tell(
                "The server had to drop values of %s: more than %d changes came between two publishings. Lengthen its queue, sample less often or publish more often."
                    .formatted(sample.point().node(), sample.point().sampling().queue()));
      }
    }
    group
        .lateness(heard.nanos())
        .ifPresent(lateness -> loop.counters().poll(lateness, group.period()));
    group.readings().heard(heard.samples(), heard.received(), heard.nanos()).forEach(loop::handOn);
  }
}
