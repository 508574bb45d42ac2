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
import org.wattward.rules.focus.Focus;
import org.wattward.rules.focus.FocusFinder;
import org.wattward.rules.request.Request;

/**
 * The packages in force. Decides for a zone with the packages that the zone names, in that order.
 *
 * <p>Packages can be exchanged at any time from any thread; a decision uses those that were in
 * force when it began.
 */
public final class RuleBook implements Decider {
  private static final Outcome NOTHING = new Outcome(List.of(), Set.of(), List.of(), 0);

  /** Conditions of packages on trial are kept under names that no package has. */
  private static final String TRIAL = "trial:";

  private final RuleEngine.Limits limits;
  private final Time time;
  private volatile Map<String, PackageDecider> inForce = Map.of();
  private volatile Map<String, PackageDecider> onTrial = Map.of();
  private volatile Shadowed.Watcher watcher = _ -> {};

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
    packages.forEach(next -> deciders.put(next.name(), decider(next)));
    inForce = Map.copyOf(deciders);
  }

  /** Puts a package in force, in place of the one of the same name if there is one. */
  public void replace(RulePackage next) {
    PackageDecider decider = decider(next);
    change(deciders -> deciders.put(next.name(), decider));
  }

  /** Takes a package out of force. */
  public void remove(String name) {
    change(deciders -> deciders.remove(name));
  }

  /**
   * Tries a package: it decides beside the one of its name that is in force, on the same snapshots
   * and with conditions of its own, and nothing follows from it.
   */
  public void tryOut(RulePackage next) {
    PackageDecider decider =
        new PackageDecider(next, TRIAL + next.name(), new Settings(limits, time));
    synchronized (this) {
      Map<String, PackageDecider> after = new LinkedHashMap<>(onTrial);
      after.put(next.name(), decider);
      onTrial = Map.copyOf(after);
    }
  }

  /** Ends the trial of a package. */
  public synchronized void endTrial(String name) {
    Map<String, PackageDecider> after = new LinkedHashMap<>(onTrial);
    after.remove(name);
    onTrial = Map.copyOf(after);
  }

  /** Tells somebody what packages on trial decide; one at a time. */
  public void watchTrials(Shadowed.Watcher next) {
    watcher = next;
  }

  private PackageDecider decider(RulePackage next) {
    return new PackageDecider(next, next.name(), new Settings(limits, time));
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
    Map<String, PackageDecider> trials = onTrial;
    List<Fact> facts = FactMaker.facts(snapshot);
    Sum sum = new Sum();
    for (String name : snapshot.zone().packages()) {
      PackageDecider decider = deciders.get(name);
      Outcome outcome = decider == null ? NOTHING : decider.decide(snapshot, facts);
      sum.add(outcome);
      PackageDecider trial = trials.get(name);
      if (trial != null) {
        sum.conditions.addAll(shadow(trial, snapshot, facts, outcome.requests()));
      }
    }
    return new Outcome(sum.requests, sum.conditions, sum.notices, sum.firings);
  }

  /**
   * What can change what the packages in force decide for a zone that is as it is.
   *
   * @param snapshot how the zone is
   * @param outcome what they decided on that
   */
  public Focus focus(Snapshot snapshot, Outcome outcome) {
    Map<String, PackageDecider> deciders = inForce;
    FocusFinder finder = new FocusFinder(snapshot, FactMaker.facts(snapshot), outcome);
    for (String name : snapshot.zone().packages()) {
      PackageDecider decider = deciders.get(name);
      if (decider != null) {
        RulePackage found = decider.rulePackage();
        finder.add(name + "/", found.rules(), found.values(snapshot.parameters()));
      }
    }
    return finder.focus();
  }

  /** A package on trial must not harm the one in force, so its faults end here. */
  private Set<Condition> shadow(
      PackageDecider trial, Snapshot snapshot, List<Fact> facts, List<Request> requests) {
    try {
      Outcome outcome = trial.decide(snapshot, facts);
      watcher.decided(
          new Shadowed(
              snapshot, trial.rulePackage(), requests, outcome.requests(), Optional.empty()));
      return outcome.conditions();
    } catch (RuntimeException e) {
      watcher.decided(
          new Shadowed(
              snapshot,
              trial.rulePackage(),
              requests,
              List.of(),
              Optional.of(String.valueOf(e.getMessage()))));
      return Set.of();
    }
  }

  /** What a decider works with. */
  record Settings(RuleEngine.Limits limits, Time time) {}

  /** The outcomes of several packages. */
  private static final class Sum {
    private final List<Request> requests = new ArrayList<>();
    private final Set<Condition> conditions = new LinkedHashSet<>();
    private final List<Notice> notices = new ArrayList<>();
    private int firings;

    private void add(Outcome outcome) {
      requests.addAll(outcome.requests());
      conditions.addAll(outcome.conditions());
      notices.addAll(outcome.notices());
      firings += outcome.firings();
    }
  }
}
