package org.wattward.protocols.opcua;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.OpcUa.Reading.How;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Inbox;

/**
 * One session with its poll groups, from connecting until it is of no use any more. It is never
 * mended: the link closes it and opens a new one. Only a lost connection that Milo gets back with
 * the same session soon is waited for.
 *
 * <p>The link's thread owns it. Milo's threads report ends of use; writers of other threads look up
 * nodes and types.
 */
final class LiveSession implements SessionActivityListener, AutoCloseable {
  private static final List<PollGroup> REPEATED =
      List.of(PollGroup.FAST, PollGroup.NORMAL, PollGroup.SLOW);
  private static final Duration STEP_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration REACTIVATION = Duration.ofSeconds(3);
  private static final Duration CLOSING = Duration.ofMillis(500);
  private static final Duration CHECK = Duration.ofMillis(200);

  private final Making making;
  private final OpcUaClient client;
  private final NodeAccess access;
  private final Elements elements;
  private final NodePlan plan;
  private final Time time;
  private final Map<PollGroup, Group> groups = new EnumMap<>(PollGroup.class);
  private final OnceGroup once;
  private final WritableTypes types;
  private final Set<PointId> missing = new HashSet<>();
  private volatile NodeDirectory directory;
  private volatile @Nullable String lost;
  private volatile boolean active = true;
  private volatile long inactiveNanos;

  /** What sessions of one link have in common. */
  record Making(
      Connector connector,
      LinkConfig.OpcUa config,
      NodePlan plan,
      Time time,
      ServerClock clock,
      ReadingTimes times,
      Notes notes,
      Inbox<Group.Heard> inbox) {}

  /** Connects and learns where the server keeps its nodes. */
  static LiveSession open(Making making) throws InterruptedException {
    OpcUaClient client = making.connector().connect();
    try {
      return new LiveSession(making, client);
    } catch (OpcUaFault | InterruptedException e) {
      var _ = client.disconnectAsync();
      throw e;
    }
  }

  private LiveSession(Making making, OpcUaClient client) throws InterruptedException {
    this.making = making;
    this.client = client;
    this.access = new NodeAccess(client, making.connector());
    this.elements = new Elements(client::getDynamicEncodingContext);
    this.plan = making.plan();
    this.time = making.time();
    this.once = new OnceGroup(access, readings(making.config().periods().slow()), time);
    this.types = new WritableTypes(access);
    this.directory = directory();
    client.addSessionActivityListener(this);
  }

  private NodeDirectory directory() throws InterruptedException {
    return NodeDirectory.read(
        making
            .connector()
            .await(client.readNamespaceTableAsync(), STEP_TIMEOUT, "read the namespaces of"),
        access,
        plan.all(),
        STEP_TIMEOUT);
  }

  private GroupReadings readings(Duration period) {
    return new GroupReadings(period, making.times(), elements);
  }

  private Group group(PollGroup group) throws UaException {
    LinkConfig.OpcUa config = making.config();
    Duration period = NodePlan.period(group, config.periods());
    if (config.reading().how() == How.POLL) {
      return new GroupPoll(period, access, readings(period), time);
    }
    var intervals =
        new GroupSubscription.Intervals(
            period,
            NodePlan.period(group, config.reading().sampling()),
            NodePlan.period(group, config.reading().publishing()));
    var ears = new GroupSubscription.Ears(making.inbox()::put, this::end);
    return new GroupSubscription(client, intervals, readings(period), making.notes(), time, ears)
        .create();
  }

  /**
   * Subscribes, reads what is read once, and learns the types of writable variables.
   *
   * @return readings that are known at once: refusals, and points read once
   */
  List<Reading> start() throws InterruptedException {
    askTheTime();
    try {
      for (PollGroup group : REPEATED) {
        if (!plan.readable(group).isEmpty()) {
          groups.put(group, group(group));
        }
      }
    } catch (UaException e) {
      throw new OpcUaFault(
          "The server refuses a subscription: %s.".formatted(StatusNames.of(e)), e);
    }
    return ask(every -> true);
  }

  /**
   * Asks again for what the server refused before; a server may load its nodes late.
   *
   * @return refusals
   */
  List<Reading> retry() throws InterruptedException {
    askTheTime();
    if (missing.isEmpty()) {
      return List.of();
    }
    directory = directory();
    Set<PointId> again = Set.copyOf(missing);
    return ask(point -> again.contains(point.id()));
  }

  private List<Reading> ask(Predicate<NodePoint> wanted) throws InterruptedException {
    List<Reading> known = new ArrayList<>();
    for (Map.Entry<PollGroup, Group> group : groups.entrySet()) {
      GroupReadings readings = group.getValue().readings();
      List<Group.Located> located = new ArrayList<>();
      for (NodePoint point : plan.readable(group.getKey()).stream().filter(wanted).toList()) {
        locate(point)
            .ifPresentOrElse(
                located::add,
                () -> known.add(readings.refused(point, directory.whyMissing(point), time.now())));
      }
      for (Group.Refusal refusal : group.getValue().ask(located)) {
        missing.add(refusal.point().id());
        known.add(readings.refused(refusal.point(), refusal.reason(), time.now()));
      }
    }
    known.addAll(readOnce(plan.readable(PollGroup.ONCE).stream().filter(wanted).toList()));
    types.learn(located(plan.writable()), STEP_TIMEOUT);
    return known;
  }

  private Optional<Group.Located> locate(NodePoint point) {
    Optional<NodeId> node = directory.find(point);
    if (node.isPresent()) {
      missing.remove(point.id());
    } else {
      missing.add(point.id());
    }
    return node.map(found -> new Group.Located(point, found));
  }

  private List<Group.Located> located(List<NodePoint> points) {
    return points.stream()
        .flatMap(
            point -> directory.find(point).map(node -> new Group.Located(point, node)).stream())
        .toList();
  }

  private List<Reading> readOnce(List<NodePoint> points) throws InterruptedException {
    List<Reading> known = new ArrayList<>();
    List<Group.Located> located = new ArrayList<>();
    for (NodePoint point : points) {
      locate(point)
          .ifPresentOrElse(
              located::add, () -> known.add(once.refused(point, directory.whyMissing(point))));
    }
    OnceGroup.Read read = once.read(located, STEP_TIMEOUT);
    read.refused().forEach(point -> missing.add(point.id()));
    known.addAll(read.readings());
    return known;
  }

  /** Points that were read once, with the time now; at most once in the slow period. */
  List<Reading> confirmOnce() {
    return once.confirm();
  }

  /** Finds out how far the server's clock is off ours. */
  private void askTheTime() throws InterruptedException {
    Instant asked = time.now();
    DataValue told =
        access
            .read(
                List.of(
                    NodeAccess.attribute(
                        NodeIds.Server_ServerStatus_CurrentTime, AttributeId.Value)),
                STEP_TIMEOUT)
            .getFirst();
    if (told.statusCode().isGood() && told.value().value() instanceof DateTime server) {
      making.clock().told(asked, time.now(), server.getJavaInstant());
    } else {
      making.clock().silent();
    }
  }

  /** The node of a point. Any thread. */
  Optional<NodeId> node(NodePoint point) {
    return directory.find(point);
  }

  /** The types of writable variables. Any thread. */
  WritableTypes types() {
    return types;
  }

  /** The services of the session. Any thread. */
  NodeAccess access() {
    return access;
  }

  /** What comes next: an answer to a read that is due, or what the server tells by itself. */
  Optional<Group.Heard> next() throws InterruptedException {
    Duration pause = CHECK;
    for (Group group : groups.values()) {
      if (group instanceof GroupPoll poll) {
        Duration left = poll.untilDue(time.nanos());
        if (!left.isPositive()) {
          return Optional.of(poll.poll());
        }
        pause = left.compareTo(pause) < 0 ? left : pause;
      }
    }
    // a publish response may be left over from the session before
    return making.inbox().take(pause).filter(heard -> groups.containsValue(heard.group()));
  }

  /** Why the session is of no use any more, if so. */
  Optional<String> end() {
    String reason = lost;
    if (reason != null) {
      return Optional.of(reason);
    }
    long now = time.nanos();
    if (!active && now - inactiveNanos > REACTIVATION.toNanos()) {
      return Optional.of("The connection was lost.");
    }
    for (Group group : groups.values()) {
      if (group.patience(now).isNegative()) {
        return Optional.of(
            "Nothing came from the points of the period of %s s for three of its intervals."
                .formatted(group.period().toMillis() / 1000.0));
      }
    }
    return Optional.empty();
  }

  private void end(String reason) {
    lost = reason;
  }

  @Override
  public void onSessionActive(UaSession session) {
    active = true;
  }

  @Override
  public void onSessionInactive(UaSession session) {
    inactiveNanos = time.nanos();
    active = false;
  }

  /** Says goodbye, so that the server drops the subscriptions, but does not wait long for it. */
  @Override
  public void close() {
    client.removeSessionActivityListener(this);
    var goodbye = client.disconnectAsync();
    try {
      goodbye.get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // the server is away; it drops the session when its time is over
    }
  }
}
