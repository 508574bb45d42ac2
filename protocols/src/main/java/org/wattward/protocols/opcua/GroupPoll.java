package org.wattward.protocols.opcua;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.wattward.devices.time.Time;

/** A poll group whose points are read in its period. */
final class GroupPoll implements Group {
  private static final Duration LONGEST_READ = Duration.ofSeconds(10);

  private final Duration period;
  private final NodeAccess access;
  private final GroupReadings readings;
  private final Time time;
  private final List<NodePoint> points = new ArrayList<>();
  private final List<ReadValueId> wanted = new ArrayList<>();
  private long dueNanos;
  private long startedNanos;
  private long heardNanos;

  GroupPoll(Duration period, NodeAccess access, GroupReadings readings, Time time) {
    this.period = period;
    this.access = access;
    this.readings = readings;
    this.time = time;
    this.dueNanos = time.nanos();
    this.heardNanos = dueNanos;
  }

  @Override
  public Duration period() {
    return period;
  }

  @Override
  public GroupReadings readings() {
    return readings;
  }

  @Override
  public List<Refusal> ask(List<Located> located) {
    for (Located one : located) {
      points.add(one.point());
      wanted.add(NodeAccess.value(one.point(), one.node()));
    }
    return List.of(); // each read says how it went
  }

  /** How long until it is to be read; zero or less when it is due. */
  Duration untilDue(long nanos) {
    return Duration.ofNanos(dueNanos - nanos);
  }

  /**
   * Reads all points.
   *
   * @throws OpcUaFault when the server does not answer; the session is of no use then
   */
  Heard poll() throws InterruptedException {
    startedNanos = time.nanos();
    Duration patience = Group.longestSilence(period);
    List<DataValue> values =
        access.read(wanted, patience.compareTo(LONGEST_READ) < 0 ? patience : LONGEST_READ);
    List<GroupReadings.Sample> samples = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      samples.add(new GroupReadings.Sample(points.get(i), values.get(i)));
    }
    return new Heard(this, samples, time.now(), time.nanos());
  }

  /** Late by what the read began after it was due; what was missed is not made up for. */
  @Override
  public Optional<Duration> lateness(long nanos) {
    long lateNanos = startedNanos - dueNanos;
    heardNanos = nanos;
    dueNanos += period.toNanos() * (1 + Math.max(0, lateNanos) / period.toNanos());
    return Optional.of(Duration.ofNanos(Math.max(0, lateNanos)));
  }

  @Override
  public Duration patience(long nanos) {
    return Group.longestSilence(period).minusNanos(nanos - heardNanos);
  }
}
