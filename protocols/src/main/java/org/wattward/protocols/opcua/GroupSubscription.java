package org.wattward.protocols.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
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
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.wattward.devices.time.Time;

/**
 * A poll group whose points the server watches in a subscription. The link's thread makes it and
 * its items; Milo's threads bring what the server publishes, which is only put into the inbox.
 */
final class GroupSubscription implements Group, OpcUaSubscription.SubscriptionListener {
  private static final int MOST_ITEMS_PER_CALL = 1000;

  /**
   * Publishing intervals without a change until the server sends a keep-alive. With 1 a server on
   * Milo sends one and then none any more (tried, 1.1.2: its counter passes 1 downwards), so every
   * second one brings a sign of life at the earliest.
   */
  private static final int LEAST_INTERVALS_PER_KEEP_ALIVE = 2;

  private static final Duration LIFETIME = Duration.ofSeconds(30);

  private final Intervals intervals;
  private final GroupReadings readings;
  private final Notes notes;
  private final Time time;
  private final Consumer<Heard> inbox;
  private final Consumer<String> lost;
  private final OpcUaSubscription subscription;
  private long heardNanos;
  private long polledNanos;

  /**
   * How often things happen.
   *
   * @param period how often each point is given
   * @param sampling how often the server looks at a variable
   * @param publishing how often the server tells what changed
   */
  record Intervals(Duration period, Duration sampling, Duration publishing) {
    /**
     * After how many publishing intervals without a change the server shall give a sign of life.
     */
    int perKeepAlive() {
      long inPeriod = period.dividedBy(publishing);
      return Math.clamp(inPeriod, LEAST_INTERVALS_PER_KEEP_ALIVE, 1000);
    }
  }

  /**
   * Who is told what comes; called on Milo's threads.
   *
   * @param inbox where publish responses go
   * @param lost told why the subscription is of no use any more
   */
  record Ears(Consumer<Heard> inbox, Consumer<String> lost) {}

  /** Makes it; nothing is asked of the server yet. */
  GroupSubscription(
      OpcUaClient client,
      Intervals intervals,
      GroupReadings readings,
      Notes notes,
      Time time,
      Ears ears) {
    this.intervals = intervals;
    this.readings = readings;
    this.notes = notes;
    this.time = time;
    this.inbox = ears.inbox();
    this.lost = ears.lost();
    this.subscription = new OpcUaSubscription(client, millis(intervals.publishing()));
  }

  /** Asks the server for the subscription. */
  GroupSubscription create() throws UaException {
    int perKeepAlive = intervals.perKeepAlive();
    long perLifetime = LIFETIME.dividedBy(intervals.publishing());
    subscription.setLifetimeAndKeepAliveCalculated(false);
    subscription.setMaxKeepAliveCount(uint(perKeepAlive));
    subscription.setLifetimeCount(uint(Math.max(10L * perKeepAlive, perLifetime)));
    subscription.setSubscriptionListener(this);
    subscription.create();
    heardNanos = time.nanos();
    polledNanos = heardNanos;
    double revisedMs = subscription.getRevisedPublishingInterval().orElse(0.0);
    tellRevised("tells what changed", intervals.publishing(), revisedMs, "publishing");
    return this;
  }

  private void tellRevised(String does, Duration asked, double revisedMs, String key) {
    if (revisedMs > millis(asked) * 1.01) {
      notes.tell(
          "The server %s every %.0f ms, not every %.0f ms as asked for the period of %.1f s. Maybe write %s intervals that it can keep."
              .formatted(
                  does, revisedMs, millis(asked), intervals.period().toMillis() / 1000.0, key));
    }
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  @Override
  public List<Refusal> ask(List<Located> points) {
    for (Located one : points) {
      var item = new OpcUaMonitoredItem(NodeAccess.value(one.point(), one.node()));
      item.setSamplingInterval(millis(intervals.sampling()));
      item.setQueueSize(uint(one.point().sampling().queue()));
      Deadbands.first(one.point()).ifPresent(item::setFilter);
      item.setUserObject(one.point());
      subscription.addMonitoredItem(item);
    }
    List<MonitoredItemServiceOperationResult> results = createInParts();
    while (weaken(results)) {
      results = replaced(results, createInParts());
    }
    subscription
        .getMonitoredItems()
        .forEach(item ->
            tellRevised(
                "looks at %s".formatted(point(item).node()),
                intervals.sampling(),
                item.getRevisedSamplingInterval().orElse(0.0),
                "sampling"));
    return refusals(results);
  }

  /** Asks for all variables not granted yet, in calls as large as the server bears. */
  private List<MonitoredItemServiceOperationResult> createInParts() {
    int perCall = MOST_ITEMS_PER_CALL;
    while (true) {
      subscription.setMaxMonitoredItemsPerCall(uint(perCall));
      List<MonitoredItemServiceOperationResult> results = subscription.createMonitoredItems();
      if (perCall == 1 || results.stream().noneMatch(GroupSubscription::isTooMany)) {
        return results;
      }
      perCall = Math.max(1, perCall / 2);
    }
  }

  private static boolean isTooMany(MonitoredItemServiceOperationResult result) {
    long code = result.serviceResult().value();
    return code == StatusCodes.Bad_TooManyOperations
        || code == StatusCodes.Bad_RequestTooLarge
        || code == StatusCodes.Bad_ResponseTooLarge
        || code == StatusCodes.Bad_EncodingLimitsExceeded;
  }

  /** Asks with the next weaker deadband where the server does not know the last one. */
  private boolean weaken(List<MonitoredItemServiceOperationResult> results) {
    boolean weakened = false;
    for (MonitoredItemServiceOperationResult result : results) {
      OpcUaMonitoredItem item = result.monitoredItem();
      if (item.getFilter() != null && Deadbands.isRefused(code(result))) {
        item.setFilter(Deadbands.weaker(point(item), item.getFilter()).orElse(null));
        notes.tell(
            "The server does not take the deadband of %s: %s. It is asked %s."
                .formatted(
                    point(item).node(),
                    StatusNames.of(code(result)),
                    item.getFilter() == null
                        ? "for every change"
                        : "for that part of the point's own range"));
        weakened = true;
      }
    }
    return weakened;
  }

  private static List<MonitoredItemServiceOperationResult> replaced(
      List<MonitoredItemServiceOperationResult> before,
      List<MonitoredItemServiceOperationResult> after) {
    List<OpcUaMonitoredItem> again =
        after.stream().map(MonitoredItemServiceOperationResult::monitoredItem).toList();
    List<MonitoredItemServiceOperationResult> all = new ArrayList<>(after);
    before.stream().filter(one -> !again.contains(one.monitoredItem())).forEach(all::add);
    return all;
  }

  private static StatusCode code(MonitoredItemServiceOperationResult result) {
    return result.operationResult().orElse(result.serviceResult());
  }

  private static List<Refusal> refusals(List<MonitoredItemServiceOperationResult> results) {
    List<Refusal> refused = new ArrayList<>();
    for (MonitoredItemServiceOperationResult result : results) {
      if (!result.isGood()) {
        NodePoint point = point(result.monitoredItem());
        refused.add(
            new Refusal(
                point,
                "The server refuses to watch %s: %s."
                    .formatted(point.node(), StatusNames.of(code(result)))));
      }
    }
    return refused;
  }

  @Override
  public GroupReadings readings() {
    return readings;
  }

  @Override
  public Duration period() {
    return intervals.period();
  }

  @Override
  public Optional<Duration> lateness(long nanos) {
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

  @Override
  public Duration patience(long nanos) {
    return Group.longestSilence(interval()).minusNanos(nanos - heardNanos);
  }

  /** The longest time between two publish responses: what the server made of our wish. */
  private Duration interval() {
    double revisedMs = subscription.getRevisedPublishingInterval().orElse(0.0);
    long count = subscription.getRevisedMaxKeepAliveCount().map(UInteger::longValue).orElse(1L);
    Duration revised = Duration.ofNanos((long) (revisedMs * count * 1e6));
    return revised.compareTo(period()) > 0 ? revised : period();
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
