package org.wattward.protocols.link;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.protocols.Links;

/**
 * A field side for {@link LinkContract}: a server (or broker with a device behind it) on loopback
 * that can go and come back at the same address. It is running when it is handed over.
 */
public interface LinkFixture {
  /** Where it is. Polls and back-off should be short, 50 ms or so, to keep the tests quick. */
  LinkConfig config();

  /** The devices it plays: at least one, with at least three readable points. */
  List<Device> devices();

  /** What its readable points show at first, in the points' units. */
  Map<PointId, Double> shown();

  /** A readable point whose value {@link #show} can change. */
  PointId changing();

  /** A point that can be written and read back. */
  PointId writable();

  /** Two different values that {@link #writable()} takes, other than what it shows at first. */
  List<Double> writableValues();

  /** A readable point that cannot be written. */
  PointId readOnly();

  /** Changes what a point shows. */
  void show(PointId point, double value);

  /** What the device holds in {@link #writable()} now. */
  double held();

  /** How often a value arrived for {@link #writable()}. */
  int writesArrived();

  /** From now on the device says no to writes, or ignores them where its protocol has no "no". */
  void rejectWrites();

  /** The server goes: its connections break and nobody listens any more. */
  void stop() throws Exception;

  /** The server comes back at the same address, with the values it had. */
  void start() throws Exception;

  /** Opens the link to it; not started. */
  default Link open(LinkListener listener) {
    return Links.open(config(), devices(), listener, Time.system(), new Random(1));
  }

  /** The server goes for good. */
  void close() throws Exception;
}
