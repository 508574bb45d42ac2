package org.wattward.rules.facts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wattward.devices.template.DeviceKind;
import org.wattward.rules.decide.Snapshot;

/**
 * In which order the segments of a zone change their light, so that only so many lamps change in a
 * minute.
 */
final class LampTurns {
  private LampTurns() {}

  /**
   * The share of the zone's lamps that stand before a segment, by device. Segments count alike when
   * one of them does not tell how many lamps it has.
   */
  static Map<String, Double> of(Snapshot snapshot) {
    List<DevicePoints> segments =
        snapshot.devices().stream()
            .filter(device -> device.template().kind() == DeviceKind.STREET_LIGHT)
            .map(device -> new DevicePoints(device, snapshot.readings()))
            .toList();
    boolean counted =
        segments.stream().allMatch(segment -> segment.has("lamps") && segment.value("lamps") > 0);
    double all =
        segments.stream().mapToDouble(segment -> counted ? segment.value("lamps") : 1).sum();
    Map<String, Double> turns = new HashMap<>();
    double before = 0;
    for (DevicePoints segment : segments) {
      turns.put(segment.device().id(), before / all);
      before += counted ? segment.value("lamps") : 1;
    }
    return turns;
  }
}
