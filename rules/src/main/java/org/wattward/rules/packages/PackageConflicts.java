package org.wattward.rules.packages;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.Zone;
import org.wattward.rules.tree.ConclusionTree;
import org.wattward.rules.tree.Expr;

/**
 * Finds packages that would set the same point with the same priority, where the newest wins and so
 * neither: limits may meet, as the tightest holds, but of two values one is wrong.
 */
public final class PackageConflicts {
  private PackageConflicts() {}

  /**
   * Looks for a package of the same level that sets a point of a zone that this one sets too.
   *
   * @param next the package to be put in force
   * @param others those in force; one of the same name is replaced and so does not count
   * @return what is wrong and what would be right; empty when nothing is
   */
  public static Optional<String> find(RulePackage next, Collection<RulePackage> others, Site site) {
    return others.stream()
        .filter(other -> !other.name().equals(next.name()) && other.level() == next.level())
        .flatMap(other -> both(next, other, site).stream())
        .findFirst();
  }

  private static Optional<String> both(RulePackage next, RulePackage other, Site site) {
    Set<PointId> taken = points(other, site);
    return points(next, site).stream()
        .filter(taken::contains)
        .sorted()
        .findFirst()
        .map(point ->
            "The packages %s and %s both set %s at level %d. Give one of them another level, or take one out of the zone."
                .formatted(next.name(), other.name(), point, next.level()));
  }

  /** Every point that a package could set where it decides. */
  private static Set<PointId> points(RulePackage one, Site site) {
    Set<PointId> points = new HashSet<>();
    for (Zone zone : site.zones()) {
      if (zone.packages().contains(one.name())) {
        Set<Device> devices =
            zone.devices().stream()
                .map(site::device)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        one.rules().stream()
            .flatMap(rule -> rule.conclusions().stream())
            .filter(conclusion -> conclusion.type() == ConclusionTree.Type.SET_POINT)
            .flatMap(conclusion -> points(conclusion, devices))
            .forEach(points::add);
      }
    }
    return points;
  }

  private static Stream<PointId> points(ConclusionTree conclusion, Set<Device> devices) {
    Expr device = conclusion.texts().getFirst();
    if (!(conclusion.texts().getLast() instanceof Expr.Text point)) {
      return Stream.empty();
    }
    return devices.stream()
        .filter(candidate -> isMeant(device, candidate))
        .filter(candidate -> candidate.template().point(point.value()).isPresent())
        .map(candidate -> new PointId(candidate.id(), point.value()));
  }

  private static boolean isMeant(Expr named, Device device) {
    return switch (named) {
      case Expr.Text text -> text.value().equals(device.id());
      case Expr.TextField field ->
          field.type().kind().map(kind -> kind == device.template().kind()).orElse(false);
      default -> false;
    };
  }
}
