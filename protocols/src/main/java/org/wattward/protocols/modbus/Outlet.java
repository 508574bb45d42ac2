package org.wattward.protocols.modbus;

import java.util.List;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.LinkCounters;
import org.wattward.protocols.link.LinkListener;
import org.wattward.protocols.link.LinkListener.StateChange;

/** The way out to the listener; shut once the link is closed. */
final class Outlet {
  private final String link;
  private final LinkListener listener;
  private final Time time;
  private final LinkCounters counters;
  private volatile boolean shut;

  Outlet(String link, LinkListener listener, Time time, LinkCounters counters) {
    this.link = link;
    this.listener = listener;
    this.time = time;
    this.counters = counters;
  }

  void readings(List<Reading> readings) {
    if (!readings.isEmpty() && !shut) {
      counters.points(readings.size());
      listener.readings(link, readings);
    }
  }

  void linkChanged(boolean up, String reason) {
    deviceChanged("", up, reason);
  }

  void deviceChanged(String device, boolean up, String reason) {
    if (!shut) {
      listener.changed(new StateChange(link, device, up, time.now(), reason));
    }
  }

  boolean isShut() {
    return shut;
  }

  /** From now on nothing goes out. */
  void shut() {
    shut = true;
  }
}
