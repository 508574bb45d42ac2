package org.wattward.controller.simulation;

import java.util.HashMap;
import java.util.Map;
import org.wattward.controller.zone.DeciderFactory;
import org.wattward.devices.site.Zone;
import org.wattward.devices.time.ManualTime;
import org.wattward.rules.decide.Decider;
import org.wattward.rules.decide.Decider.Outcome;
import org.wattward.rules.decide.Snapshot;
import org.wattward.rules.packages.RuleBook;
import org.wattward.sim.district.DistrictModel;

/**
 * Lets zones decide when something changed that their rules look at, and at the latest after {@link
 * Plan#longestRest()}. In between they would decide the same. One thread.
 */
final class Attention implements DeciderFactory {
  private final Plan plan;
  private final RuleBook rules;
  private final DistrictModel model;
  private final ManualTime time;
  private final Map<String, ZoneWatch> zones = new HashMap<>();
  private boolean following = true;

  Attention(Plan plan, RuleBook rules, DistrictModel model, ManualTime time) {
    this.plan = plan;
    this.rules = rules;
    this.model = model;
    this.time = time;
  }

  @Override
  public Decider decider(Zone zone) {
    ZoneWatch watch = new ZoneWatch(zone, rules, model.devices(), plan.longestRest());
    zones.put(zone.id(), watch);
    Decider lasting = Lasting.over(plan.longestRest(), rules);
    return snapshot -> decide(lasting, watch, snapshot);
  }

  private Outcome decide(Decider decider, ZoneWatch watch, Snapshot snapshot) {
    Outcome outcome = decider.decide(snapshot);
    if (!plan.everyStep()) {
      watch.decided(snapshot, outcome, time.nanos());
    }
    return outcome;
  }

  @Override
  public boolean isWanted(Zone zone) {
    ZoneWatch watch = zones.get(zone.id());
    return plan.everyStep() || watch == null || watch.isCalled();
  }

  /** Whether there is anything to do at all. */
  boolean isCalled() {
    boolean called = plan.everyStep() || following;
    for (ZoneWatch watch : zones.values()) {
      called |= watch.look(time.nanos());
    }
    return called;
  }

  /** Whether a device is to be read: those of zones that are to decide. */
  boolean isReading(String device) {
    if (plan.everyStep()) {
      return true;
    }
    for (ZoneWatch watch : zones.values()) {
      if (watch.isCalled() && watch.sees(device)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the next step is to be looked at in any case: a write may have to wait for it. */
  void follow(boolean next) {
    following = next;
  }
}
