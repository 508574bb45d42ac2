package org.wattward.rules.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wattward.rules.decide.Snapshot;
import org.wattward.rules.request.Request;

/**
 * What a package on trial would have asked for, beside what the package in force asked for.
 *
 * @param snapshot what both decided on
 * @param trial the package on trial
 * @param inForce the requests of the package in force; none when there is no such package
 * @param wouldBe the requests of the package on trial
 * @param fault why the package on trial did not decide, if it did not
 */
public record Shadowed(
    Snapshot snapshot,
    RulePackage trial,
    List<Request> inForce,
    List<Request> wouldBe,
    Optional<String> fault) {
  public Shadowed {
    inForce = List.copyOf(inForce);
    wouldBe = List.copyOf(wouldBe);
  }

  /** Who is told of each decision of a package on trial. Called on the zone's thread. */
  @FunctionalInterface
  public interface Watcher {
    /** A package on trial decided, or could not. */
    void decided(Shadowed shadowed);
  }

  /** What the packages do not agree on, one sentence for each point. */
  public List<String> differences() {
    List<String> differences = new ArrayList<>();
    inForce.stream()
        .filter(request -> wouldBe.stream().noneMatch(other -> isSame(request, other)))
        .forEach(request -> differences.add("in force: " + shown(request)));
    wouldBe.stream()
        .filter(request -> inForce.stream().noneMatch(other -> isSame(request, other)))
        .forEach(request -> differences.add("on trial: " + shown(request)));
    return differences;
  }

  private static boolean isSame(Request one, Request other) {
    return one.point().equals(other.point())
        && one.wish().equals(other.wish())
        && one.level() == other.level();
  }

  private static String shown(Request request) {
    return "%s %s at level %d by \"%s\""
        .formatted(request.point(), request.wish(), request.level(), request.source().name());
  }
}
