package org.wattward.sim.field.modbus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the devices of a load field were told to show, and what was written to them. Any thread. */
final class LoadSwitches {
  private static final int AT_FIRST = 3;

  private final Map<Integer, Float> shown = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> states = new ConcurrentHashMap<>();
  private final Queue<LoadField.Written> written = new ConcurrentLinkedQueue<>();

  void show(int device, float value) {
    shown.put(device, value);
  }

  float shown(int device, float otherwise) {
    return shown.getOrDefault(device, otherwise);
  }

  int state(int device) {
    return states.getOrDefault(device, AT_FIRST);
  }

  void written(int device, int state, long nanos) {
    states.put(device, state);
    written.add(new LoadField.Written(device, state, nanos));
  }

  List<LoadField.Written> drain() {
    List<LoadField.Written> drained = new ArrayList<>();
    for (LoadField.Written each = written.poll(); each != null; each = written.poll()) {
      drained.add(each);
    }
    return drained;
  }
}
