package org.wattward.protocols.opcua;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.Time;

/**
 * The points that are read once in a session and given again in the slow period. Only the link's
 * thread calls this.
 */
final class OnceGroup {
  private final NodeAccess access;
  private final GroupReadings readings;
  private final Time time;

  OnceGroup(NodeAccess access, GroupReadings readings, Time time) {
    this.access = access;
    this.readings = readings;
    this.time = time;
  }

  /** What one reading gave. */
  record Read(List<Reading> readings, List<NodePoint> refused) {}

  /** Reads points, those found already. */
  Read read(List<Group.Located> located, Duration atMost) throws InterruptedException {
    List<ReadValueId> wanted =
        located.stream().map(one -> NodeAccess.value(one.point(), one.node())).toList();
    List<DataValue> values = access.read(wanted, atMost);
    List<GroupReadings.Sample> samples = new ArrayList<>();
    List<NodePoint> refused = new ArrayList<>();
    for (int i = 0; i < located.size(); i++) {
      NodePoint point = located.get(i).point();
      samples.add(new GroupReadings.Sample(point, values.get(i)));
      if (!values.get(i).statusCode().isGood()) {
        refused.add(point);
      }
    }
    return new Read(heard(samples), refused);
  }

  /** Takes note that a point cannot be had. */
  Reading refused(NodePoint point, String reason) {
    return readings.refused(point, reason, time.now());
  }

  /** The points with the time now; at most once in the slow period. */
  List<Reading> confirm() {
    return heard(List.of());
  }

  private List<Reading> heard(List<GroupReadings.Sample> samples) {
    return readings.heard(samples, time.now(), time.nanos()).stream()
        .flatMap(List::stream)
        .toList();
  }
}
