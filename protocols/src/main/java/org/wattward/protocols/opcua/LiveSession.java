package org.wattward.protocols.opcua;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Inbox;

/**
 * One session with its subscriptions, from connecting until it is of no use any more. It is never
 * mended: the link closes it and opens a new one. Only a lost connection that Milo gets back with
 * the same session soon is waited for.
 *
 * <p>The link's thread owns it. Milo's threads report ends of use; writers of other threads look up
 * nodes and types.
 */
final class LiveSession implements SessionActivityListener, AutoCloseable {
  private static final Duration STEP_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration REACTIVATION = Duration.ofSeconds(3);
  private static final Duration CLOSING = Duration.ofMillis(500);
  private static final Duration CHECK = Duration.ofMillis(200);

  private final OpcUaClient client;
  private final Connector connector;
  private final NodeAccess access;
  private final NodePlan plan;
  private final PollPeriods periods;
  private final Time time;
  private final Inbox<GroupSubscription.Heard> inbox;
  private final Map<PollGroup, GroupSubscription> groups = new EnumMap<>(PollGroup.class);
  private final GroupReadings once;
  private final Map<PointId, NodeType> types = new HashMap<>();
  private final Set<PointId> missing = new HashSet<>();
  private volatile NodeDirectory directory;
  private volatile @Nullable String lost;
  private volatile boolean active = true;
  private volatile long inactiveNanos;

  /** What sessions of one link have in common. */
  record Making(
      Connector connector,
      NodePlan plan,
      PollPeriods periods,
      Time time,
      ReadingTimes times,
      Inbox<GroupSubscription.Heard> inbox) {}

  /** Connects and learns where the server keeps its namespaces. */
  static LiveSession open(Making making) throws InterruptedException {
    OpcUaClient client = making.connector().connect();
    try {
      return new LiveSession(making, client, namespaces(making.connector(), client));
    } catch (OpcUaFault | InterruptedException e) {
      var _ = client.disconnectAsync();
      throw e;
    }
  }

  private LiveSession(Making making, OpcUaClient client, NodeDirectory directory) {
    this.client = client;
    this.connector = making.connector();
    this.access = new NodeAccess(client, connector);
    this.plan = making.plan();
    this.periods = making.periods();
    this.time = making.time();
    this.inbox = making.inbox();
    this.once = new GroupReadings(periods.slow(), making.times());
    this.directory = directory;
    for (PollGroup group : List.of(PollGroup.FAST, PollGroup.NORMAL, PollGroup.SLOW)) {
      if (!plan.readable(group).isEmpty()) {
        groups.put(
            group,
            new GroupSubscription(
                client,
                NodePlan.period(group, periods),
                making.times(),
                time,
                inbox::put,
                this::end));
      }
    }
    client.addSessionActivityListener(this);
  }

  private static NodeDirectory namespaces(Connector connector, OpcUaClient client)
      throws InterruptedException {
    return new NodeDirectory(
        connector.await(client.readNamespaceTableAsync(), STEP_TIMEOUT, "read the namespaces of"));
  }

  /**
   * Subscribes, reads what is read once, and learns the types of writable variables.
   *
   * @return readings that are known at once: refusals, and points read once
   */
  List<Reading> start() throws InterruptedException {
    List<Reading> known = new ArrayList<>();
    try {
      for (Map.Entry<PollGroup, GroupSubscription> group : groups.entrySet()) {
        group.getValue().create();
        known.addAll(ask(group.getValue(), plan.readable(group.getKey())));
      }
    } catch (UaException e) {
      throw new OpcUaFault(
          "The server refuses a subscription: %s.".formatted(StatusNames.of(e)), e);
    }
    known.addAll(readOnce(plan.readable(PollGroup.ONCE)));
    learnTypes(plan.writable());
    return known;
  }

  /**
   * Asks again for what the server refused before; a server may load its nodes late.
   *
   * @return refusals
   */
  List<Reading> retry() throws InterruptedException {
    if (missing.isEmpty()) {
      return List.of();
    }
    directory = namespaces(connector, client);
    List<Reading> known = new ArrayList<>();
    for (Map.Entry<PollGroup, GroupSubscription> group : groups.entrySet()) {
      List<NodePoint> again =
          plan.readable(group.getKey()).stream().filter(p -> missing.contains(p.id())).toList();
      if (!again.isEmpty()) {
        known.addAll(ask(group.getValue(), again));
      }
    }
    known.addAll(
        readOnce(
            plan.readable(PollGroup.ONCE).stream().filter(p -> missing.contains(p.id())).toList()));
    learnTypes(plan.writable().stream().filter(p -> !types.containsKey(p.id())).toList());
    return known;
  }

  private List<Reading> ask(GroupSubscription group, List<NodePoint> points) {
    List<Reading> refused = new ArrayList<>();
    for (NodePoint point : points) {
      missing.remove(point.id());
      Optional<NodeId> node = directory.find(point);
      if (node.isPresent()) {
        group.add(point, node.get());
      } else {
        missing.add(point.id());
        refused.add(group.readings().refused(point, directory.whyMissing(point), time.now()));
      }
    }
    for (GroupSubscription.Refusal refusal : group.createItems()) {
      missing.add(refusal.point().id());
      refused.add(group.readings().refused(refusal.point(), refusal.reason(), time.now()));
    }
    return refused;
  }

  private List<Reading> readOnce(List<NodePoint> points) throws InterruptedException {
    List<Reading> readings = new ArrayList<>();
    List<NodePoint> found = new ArrayList<>();
    for (NodePoint point : points) {
      missing.remove(point.id());
      if (directory.find(point).isPresent()) {
        found.add(point);
      } else {
        missing.add(point.id());
        readings.add(once.refused(point, directory.whyMissing(point), time.now()));
      }
    }
    List<DataValue> values = access.read(nodes(found), AttributeId.Value, STEP_TIMEOUT);
    List<GroupReadings.Sample> samples = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      samples.add(new GroupReadings.Sample(found.get(i), values.get(i)));
      if (!values.get(i).statusCode().isGood()) {
        missing.add(found.get(i).id());
      }
    }
    once.heard(samples, time.now(), time.nanos()).forEach(readings::addAll);
    return readings;
  }

  /** Points that were read once, with the time now; at most once in the slow period. */
  List<Reading> confirmOnce() {
    return once.heard(List.of(), time.now(), time.nanos()).stream().flatMap(List::stream).toList();
  }

  private void learnTypes(List<NodePoint> writable) throws InterruptedException {
    List<NodePoint> found =
        writable.stream().filter(point -> directory.find(point).isPresent()).toList();
    List<DataValue> typeIds = access.read(nodes(found), AttributeId.DataType, STEP_TIMEOUT);
    List<DataValue> values = access.read(nodes(found), AttributeId.Value, STEP_TIMEOUT);
    synchronized (types) {
      for (int i = 0; i < found.size(); i++) {
        NodePoint point = found.get(i);
        NodeType.of(typeIds.get(i), values.get(i)).ifPresent(type -> types.put(point.id(), type));
      }
    }
  }

  private List<NodeId> nodes(List<NodePoint> found) {
    return found.stream().map(point -> directory.find(point).orElseThrow()).toList();
  }

  /** The node of a point. Any thread. */
  Optional<NodeId> node(NodePoint point) {
    return directory.find(point);
  }

  /** The type of a writable point's variable. Any thread. */
  Optional<NodeType> type(NodePoint point) {
    synchronized (types) {
      return Optional.ofNullable(types.get(point.id()));
    }
  }

  /** The services of the session. Any thread. */
  NodeAccess access() {
    return access;
  }

  /** Whether a publish response is for this session, and not left over from one before. */
  boolean owns(GroupSubscription group) {
    return groups.containsValue(group);
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
    for (GroupSubscription group : groups.values()) {
      if (group.patience(now).isNegative()) {
        return Optional.of(
            "Nothing came from the subscription of %s for three of its intervals."
                .formatted(group.period()));
      }
    }
    return Optional.empty();
  }

  /** How long to wait for the inbox before looking at {@link #end} again. */
  Duration pause() {
    return CHECK;
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
