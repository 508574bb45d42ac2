package org.wattward.rules.packages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.wattward.devices.time.Time;
import org.wattward.rules.decide.Decider;
import org.wattward.rules.decide.Snapshot;
import org.wattward.rules.engine.RuleEngine;
import org.wattward.rules.facts.Fact;
import org.wattward.rules.facts.FactMaker;
import org.wattward.rules.request.Request;

/**
 * The packages in force. Decides for a zone with the packages that the zone names, in that order.
 *
 * <p>Packages can be exchanged at any time from any thread; a decision uses those that were in
 * force when it began.
 */
public final class RuleBook implements Decider {
  private final RuleEngine.Limits limits;
  private final Time time;
  private volatile Map<String, PackageDecider> inForce = Map.of();

  /**
   * Opens a book.
   *
   * @param packages the packages in force at first
   * @param limits what one decision of one package may cost
   * @param time for the limit of time
   */
  public RuleBook(List<RulePackage> packages, RuleEngine.Limits limits, Time time) {
    this.limits = limits;
    this.time = time;
    replaceAll(packages);
  }

  /** Puts these packages in force and no others, between two decisions. */
  public synchronized void replaceAll(List<RulePackage> packages) {
    Map<String, PackageDecider> deciders = new LinkedHashMap<>();
    packages.forEach(next -> deciders.put(next.name(), new PackageDecider(next, limits, time)));
    inForce = Map.copyOf(deciders);
  }

  /** Puts a package in force, in place of the one of the same name if there is one. */
  public void replace(RulePackage next) {
    PackageDecider decider = new PackageDecider(next, limits, time);
    change(deciders -> deciders.put(next.name(), decider));
  }

  /** Takes a package out of force. */
  public void remove(String name) {
    change(deciders -> deciders.remove(name));
  }

  private synchronized void change(Consumer<Map<String, PackageDecider>> change) {
    Map<String, PackageDecider> after = new LinkedHashMap<>(inForce);
    change.accept(after);
    inForce = Map.copyOf(after);
  }

  /** The package of this name that is in force. */
  public Optional<RulePackage> find(String name) {
    return Optional.ofNullable(inForce.get(name)).map(PackageDecider::rulePackage);
  }

  /** All packages in force, by name. */
  public List<RulePackage> packages() {
    return inForce.values().stream()
        .map(PackageDecider::rulePackage)
        .sorted((a, b) -> a.name().compareTo(b.name()))
        .toList();
  }

  @Override
  public Outcome decide(Snapshot snapshot) {
    Map<String, PackageDecider> deciders = inForce;
    List<Fact> facts = FactMaker.facts(snapshot);
    List<Request> requests = new ArrayList<>();
    Set<Condition> conditions = new LinkedHashSet<>();
    List<Notice> notices = new ArrayList<>();
    int firings = 0;
    for (String name : snapshot.zone().packages()) {
      PackageDecider decider = deciders.get(name);
      if (decider != null) {
        Outcome outcome = decider.decide(snapshot, facts);
        requests.addAll(outcome.requests());
        conditions.addAll(outcome.conditions());
        notices.addAll(outcome.notices());
        firings += outcome.firings();
      }
    }
    return new Outcome(requests, conditions, notices, firings);
  }
}
