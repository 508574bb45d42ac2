package org.wattward.controller.arbitration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.wattward.controller.arbitration.Circumstances.Blocked;
import org.wattward.controller.arbitration.Circumstances.Full;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.ChangeLimit;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.Zone;
import org.wattward.devices.template.Interlock;

/**
 * What the points of a site mean for each other: interlocks within a device, and fleets of which
 * only so many may change at a time. The control thread asks; {@link #guardedBy} from any thread.
 */
final class Surroundings {
  private final Field field;
  private final Map<PointId, List<Interlock>> interlocks = new HashMap<>();

  /** The points that an interlock looks at, and those that it holds. */
  private final Map<PointId, Set<PointId>> guarded = new HashMap<>();

  private final Map<PointId, List<Fleet>> fleets = new HashMap<>();

  Surroundings(Site site, Field field) {
    this.field = field;
    for (Device device : site.devices()) {
      for (Interlock interlock : device.template().interlocks()) {
        PointId held = new PointId(device.id(), interlock.point());
        interlocks.computeIfAbsent(held, _ -> new ArrayList<>()).add(interlock);
        guarded
            .computeIfAbsent(new PointId(device.id(), interlock.needs()), _ -> new HashSet<>())
            .add(held);
      }
    }
    for (Zone zone : site.zones()) {
      zone.changes().forEach(limit -> addFleet(site, zone, limit));
    }
  }

  private void addFleet(Site site, Zone zone, ChangeLimit limit) {
    Set<PointId> members =
        zone.devices().stream()
            .map(site::device)
            .flatMap(Optional::stream)
            .flatMap(device ->
                device.points().stream()
                    .filter(point -> point.isWritable() && point.name().equals(limit.point()))
                    .map(device::pointId))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Fleet fleet = new Fleet(zone.title(), limit, members);
    members.forEach(member -> fleets.computeIfAbsent(member, _ -> new ArrayList<>()).add(fleet));
  }

  /** The points that must be looked at anew when some readings came. */
  Set<PointId> guardedBy(List<Reading> readings) {
    if (guarded.isEmpty()) {
      return Set.of();
    }
    Set<PointId> held = new HashSet<>();
    readings.forEach(reading -> held.addAll(guarded.getOrDefault(reading.point(), Set.of())));
    return held;
  }

  Circumstances of(PointId point, long nowNanos) {
    List<Interlock> own = interlocks.getOrDefault(point, List.of());
    List<Fleet> all = fleets.getOrDefault(point, List.of());
    if (own.isEmpty() && all.isEmpty()) {
      return Circumstances.NONE;
    }
    Optional<Blocked> blocked =
        own.stream().flatMap(interlock -> blocked(point, interlock).stream()).findFirst();
    Optional<Full> full =
        all.stream().flatMap(fleet -> fleet.full(point, nowNanos).stream()).findFirst();
    return new Circumstances(blocked, full);
  }

  private Optional<Blocked> blocked(PointId point, Interlock interlock) {
    PointId needs = new PointId(point.device(), interlock.needs());
    OptionalDouble reading = field.reading(needs).map(Reading::good).orElse(OptionalDouble.empty());
    if (reading.isPresent() && interlock.allows(reading.getAsDouble())) {
      return Optional.empty();
    }
    String stands =
        reading.isPresent()
            ? "%s reads %s.".formatted(needs, reading.getAsDouble())
            : "%s has no good reading.".formatted(needs);
    return Optional.of(new Blocked(interlock.otherwise(), interlock.why() + " " + stands));
  }

  /** A point's setpoint was changed. */
  void changed(PointId point, long nanos) {
    fleets.getOrDefault(point, List.of()).forEach(fleet -> fleet.changed(point, nanos));
  }

  /** A changed setpoint left for its device. */
  void sent(PointId point, long nanos) {
    fleets.getOrDefault(point, List.of()).forEach(fleet -> fleet.sent(point, nanos));
  }
}
