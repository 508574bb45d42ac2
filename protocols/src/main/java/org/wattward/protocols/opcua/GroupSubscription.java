package org.wattward.protocols.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.MonitoredItemServiceOperationResult;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.wattward.devices.time.Time;

/**
 * The subscription of one poll group in one session. The link's thread makes it and its items;
 * Milo's threads bring what the server publishes, which is only put into the inbox.
 */
final class GroupSubscription implements OpcUaSubscription.SubscriptionListener {
  private static final int MOST_ITEMS_PER_CALL = 1000;
  private static final int QUEUE_PER_ITEM = 10;

  /**
   * Publishing intervals without a change until the server sends a keep-alive. With 1 a server on
   * Milo sends one and then none any more (tried, 1.1.2: its counter passes 1 downwards), so the
   * publishing interval is half of the period and every second one brings a sign of life.
   */
  private static final int INTERVALS_PER_KEEP_ALIVE = 2;

  private static final Duration LIFETIME = Duration.ofSeconds(30);
  private static final int SILENT_INTERVALS = 3;
  private static final Duration LEAST_SILENCE = Duration.ofSeconds(2);

  private final Duration period;
  private final GroupReadings readings;
  private final Time time;
  private final Consumer<Heard> inbox;
  private final Consumer<String> lost;
  private final OpcUaSubscription subscription;
  private long heardNanos;
  private long polledNanos;

  /**
   * A publish response.
   *
   * @param group whose
   * @param samples what changed; empty for a keep-alive
   * @param received when, by the calendar
   * @param nanos when, by the monotonic clock
   */
  record Heard(
      GroupSubscription group, List<GroupReadings.Sample> samples, Instant received, long nanos) {}

  /** A point the server does not let us have, and why. */
  record Refusal(NodePoint point, String reason) {}

  /**
   * Makes it; nothing is asked of the server yet.
   *
   * @param inbox where publish responses go; called on Milo's threads
   * @param lost told why the subscription is of no use any more; called on Milo's threads
   */
  GroupSubscription(
      OpcUaClient client,
      Duration period,
      ReadingTimes times,
      Time time,
      Consumer<Heard> inbox,
      Consumer<String> lost) {
    this.period = period;
    this.readings = new GroupReadings(period, times);
    this.time = time;
    this.inbox = inbox;
    this.lost = lost;
    this.subscription =
        new OpcUaSubscription(client, (double) period.toMillis() / INTERVALS_PER_KEEP_ALIVE);
  }

  /** Asks the server for the subscription. */
  void create() throws UaException {
    subscription.setLifetimeAndKeepAliveCalculated(false);
    subscription.setMaxKeepAliveCount(uint(INTERVALS_PER_KEEP_ALIVE));
    subscription.setLifetimeCount(
        uint(INTERVALS_PER_KEEP_ALIVE * Math.max(10, LIFETIME.dividedBy(period))));
    subscription.setSubscriptionListener(this);
    subscription.create();
    heardNanos = time.nanos();
    polledNanos = heardNanos;
  }

  /** Adds a variable; it is asked for by the next {@link #createItems}. */
  void add(NodePoint point, NodeId node) {
    OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(node);
    item.setSamplingInterval((double) period.toMillis());
    item.setQueueSize(uint(QUEUE_PER_ITEM));
    item.setUserObject(point);
    subscription.addMonitoredItem(item);
  }

  /**
   * Asks the server for all variables that it has not granted yet, in calls as large as it bears.
   *
   * @return those it refused
   */
  List<Refusal> createItems() {
    int perCall = MOST_ITEMS_PER_CALL;
    while (true) {
      subscription.setMaxMonitoredItemsPerCall(uint(perCall));
      List<MonitoredItemServiceOperationResult> results = subscription.createMonitoredItems();
      boolean tooMany = results.stream().anyMatch(GroupSubscription::isTooMany);
      if (!tooMany || perCall == 1) {
        return refusals(results);
      }
      perCall = Math.max(1, perCall / 2);
    }
  }

  private static boolean isTooMany(MonitoredItemServiceOperationResult result) {
    long code = result.serviceResult().value();
    return code == StatusCodes.Bad_TooManyOperations
        || code == StatusCodes.Bad_RequestTooLarge
        || code == StatusCodes.Bad_EncodingLimitsExceeded;
  }

  private static List<Refusal> refusals(List<MonitoredItemServiceOperationResult> results) {
    List<Refusal> refused = new ArrayList<>();
    for (MonitoredItemServiceOperationResult result : results) {
      if (!result.isGood()) {
        NodePoint point = point(result.monitoredItem());
        StatusCode code = result.operationResult().orElse(result.serviceResult());
        String reason =
            "The server refuses to watch %s: %s.".formatted(point.node(), StatusNames.of(code));
        refused.add(new Refusal(point, reason));
      }
    }
    return refused;
  }

  GroupReadings readings() {
    return readings;
  }

  Duration period() {
    return period;
  }

  /**
   * Takes note of a publish response.
   *
   * @return how late it came after the one before; nothing when it belongs to a poll already
   *     counted
   */
  Optional<Duration> lateness(long nanos) {
    long interval = interval().toNanos();
    // a change restarts the server's count to the next keep-alive, so lateness counts from there
    long lateNanos = nanos - heardNanos - interval;
    heardNanos = nanos;
    if (nanos - polledNanos < interval / 4 * 3) {
      return Optional.empty();
    }
    polledNanos = nanos;
    return Optional.of(Duration.ofNanos(Math.max(0, lateNanos)));
  }

  /** How long it may still be silent before it counts as dead. */
  Duration patience(long nanos) {
    Duration silence = interval().multipliedBy(SILENT_INTERVALS);
    Duration most = silence.compareTo(LEAST_SILENCE) > 0 ? silence : LEAST_SILENCE;
    return most.minusNanos(nanos - heardNanos);
  }

  /** The longest time between two publish responses: what the server made of our wish. */
  private Duration interval() {
    double revisedMs = subscription.getRevisedPublishingInterval().orElse(0.0);
    long count = subscription.getRevisedMaxKeepAliveCount().map(UInteger::longValue).orElse(1L);
    Duration revised = Duration.ofNanos((long) (revisedMs * count * 1e6));
    return revised.compareTo(period) > 0 ? revised : period;
  }

  @Override
  public void onDataReceived(
      OpcUaSubscription from, List<OpcUaMonitoredItem> items, List<DataValue> values) {
    List<GroupReadings.Sample> samples = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      samples.add(new GroupReadings.Sample(point(items.get(i)), values.get(i)));
    }
    inbox.accept(new Heard(this, samples, time.now(), time.nanos()));
  }

  @Override
  public void onKeepAliveReceived(OpcUaSubscription from) {
    inbox.accept(new Heard(this, List.of(), time.now(), time.nanos()));
  }

  @Override
  public void onNotificationDataLost(OpcUaSubscription from) {
    // A missed change would stay unnoticed until the next one, so everything is read anew.
    lost.accept("The server lost notifications.");
  }

  @Override
  public void onStatusChanged(OpcUaSubscription from, StatusCode status) {
    if (!status.isGood()) {
      lost.accept("The server ended a subscription: %s.".formatted(StatusNames.of(status)));
    }
  }

  @Override
  public void onTransferFailed(OpcUaSubscription from, StatusCode status) {
    lost.accept("The server did not keep a subscription: %s.".formatted(StatusNames.of(status)));
  }

  private static NodePoint point(OpcUaMonitoredItem item) {
    return (NodePoint) item.getUserObject().orElseThrow();
  }
}
