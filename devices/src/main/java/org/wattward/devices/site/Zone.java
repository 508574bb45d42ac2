package org.wattward.devices.site;

import java.time.Duration;
import java.util.List;

/**
 * The unit of decision: the set of devices that one {@code decide} sees together.
 *
 * @param id its id, unique in the site
 * @param title what people call it
 * @param kind what holds its devices together
 * @param devices the ids of the devices it sees; a device may be in several zones
 * @param packages the rule packages that decide here, by name
 * @param tick how often it decides when nothing changes
 * @param changes how many of its devices may change at a time
 */
public record Zone(
    String id,
    String title,
    Kind kind,
    List<String> devices,
    List<String> packages,
    Duration tick,
    List<ChangeLimit> changes) {
  public Zone {
    devices = List.copyOf(devices);
    packages = List.copyOf(packages);
    changes = List.copyOf(changes);
  }

  /** A zone whose devices may all change at once. */
  public Zone(
      String id,
      String title,
      Kind kind,
      List<String> devices,
      List<String> packages,
      Duration tick) {
    this(id, title, kind, devices, packages, tick, List.of());
  }

  /** What holds a zone together. */
  public enum Kind {
    FEEDER,
    HEAT_NETWORK,
    BUILDING,
    LIGHTING_CIRCUIT
  }
}
