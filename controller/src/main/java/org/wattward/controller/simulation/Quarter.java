package org.wattward.controller.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.wattward.controller.arbitration.ControlMemory;
import org.wattward.controller.district.District;
import org.wattward.controller.district.LocalDistrict;
import org.wattward.controller.loop.SteppedLoops;
import org.wattward.controller.record.NoRecord;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.site.NetworkConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.ManualTime;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkListener;
import org.wattward.rules.engine.RuleEngine;
import org.wattward.rules.packages.RuleBook;
import org.wattward.sim.district.DistrictModel;
import org.wattward.sim.scenario.Scenario;

/**
 * One transformer district with its control: the controller's own zones, rules, arbiter and writer,
 * step by step on a virtual clock, and physics behind the points. One thread.
 */
final class Quarter {
  private static final String LINK = "in-process";

  /**
   * Between two steps the controller would feed the devices' watchdogs as always; so these age by
   * no more than this.
   */
  private static final Duration FED = Duration.ofSeconds(1);

  /** Loops with work of their own at times of their own: minimum times, schedules, groups. */
  private static final List<String> PUNCTUAL = List.of("control", "schedules", "groups");

  private final Plan plan;
  private final ManualTime time;
  private final SteppedLoops loops;
  private final DistrictModel model;
  private final LocalDistrict district;
  private final Attention attention;
  private final List<ModelLink> links = new ArrayList<>();
  private final Ledger ledger;
  private final Optional<Staging> staging;
  private long decisions;

  /**
   * A district.
   *
   * @param plan what is simulated
   * @param variant the packages in force
   * @param number its number, from 0
   * @param scenario what happens in it, if anything does
   */
  Quarter(Plan plan, Variant variant, int number, Optional<Scenario> scenario) {
    this.plan = plan;
    long seed = plan.seed() + 7919L * number;
    time = new ManualTime(plan.from());
    loops = new SteppedLoops(time);
    Site site = variant.applied(onOneLink(plan));
    staging = scenario.map(it -> new Staging(it, plan, site, seed, time));
    model = staging.map(Staging::model).orElseGet(() -> DistrictModel.of(site, plan.from(), seed));
    ledger = new Ledger(plan, model);
    attention =
        new Attention(plan, new RuleBook(plan.rules(), RuleEngine.Limits.USUAL, time), model, time);
    district =
        new LocalDistrict(
            site.on(NetworkConfig.NONE), // its estimate of losses costs time, the model knows them
            new LocalDistrict.Parts(
                time,
                (link, devices, listener) -> {
                  LinkListener hears =
                      staging.map(it -> it.heard(devices, listener)).orElse(listener);
                  ModelLink made = new ModelLink(link.id(), devices, model.devices(), hears);
                  links.add(made);
                  return staging.<Link>map(it -> it.around(made)).orElse(made);
                },
                attention,
                new KnownPrices(model::priceEurPerKwh),
                new NoRecord(),
                ControlMemory.NONE,
                new SplittableRandom(seed)),
            loops);
    district.start();
    staging.ifPresent(it -> it.begin(district));
  }

  /** All devices on one link, and zones that decide when they must. */
  private static Site onOneLink(Plan plan) {
    Site site = plan.site();
    Duration rest = plan.longestRest();
    LinkConfig link =
        new LinkConfig.ModbusTcp(LINK, LINK, 1, plan.step(), new PollPeriods(rest, rest, rest));
    List<Device> devices =
        site.devices().stream()
            .map(device ->
                new Device(
                    device.id(),
                    device.title(),
                    device.template(),
                    LINK,
                    device.unit(),
                    device.prefix(),
                    device.bus(),
                    device.properties()))
            .toList();
    return site.with(List.of(link), devices);
  }

  /**
   * Goes one step: the world moves, then the controller reads, decides and writes, if there is
   * anything new for it.
   */
  void step() {
    model.step(plan.step(), plan.step().compareTo(FED) < 0 ? plan.step() : FED);
    ledger.enter(model);
    time.advance(plan.step());
    if (attention.isCalled() || PUNCTUAL.stream().anyMatch(loops::isDue)) {
      loops.jump(Duration.ZERO, this::poll);
      long decided = district.counters().decisions();
      attention.follow(decided != decisions);
      decisions = decided;
    }
    staging.ifPresent(it -> it.look(district));
  }

  private void poll() {
    Instant now = time.now();
    for (ModelLink link : links) {
      link.poll(now, attention::isReading);
    }
  }

  /** How its scenario went, if it has one. */
  Optional<ScenarioOutcome> outcome() {
    return staging.map(Staging::outcome);
  }

  /** Ends it. */
  Figures end() {
    District.Counters counters = district.counters();
    district.close();
    return ledger.figures(counters.decisions(), counters.writesSent(), counters.writesFailed());
  }
}
