package org.wattward.controller.simulation;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.wattward.controller.district.District;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkListener;
import org.wattward.rules.decide.Snapshot.DemandResponse;
import org.wattward.sim.district.DistrictModel;
import org.wattward.sim.scenario.Scenario;
import org.wattward.sim.scenario.ScriptedDistrict;

/**
 * A scenario in one simulated district: the one narrow place where it meets what runs without it. A
 * district without a scenario has none of this. One thread.
 */
public final class Staging {
  private final ScriptedDistrict model;
  private final Map<String, Reach> reaches = new HashMap<>();
  private final Time time;
  private final Chronicle chronicle = new Chronicle();

  /**
   * A scenario that has not begun.
   *
   * @param scenario what happens
   * @param plan what is simulated, with the devices' own links
   * @param site the site in process
   * @param seed what noise and lots are drawn from
   * @param time the simulation's
   */
  Staging(Scenario scenario, Plan plan, Site site, long seed, Time time) {
    this.time = time;
    this.model = ScriptedDistrict.of(scenario, site, plan.from(), seed);
    Map<String, LinkConfig> links =
        plan.site().links().stream().collect(Collectors.toMap(LinkConfig::id, Function.identity()));
    for (Device device : plan.site().devices()) {
      LinkConfig link = Objects.requireNonNull(links.get(device.link()), device.link());
      reaches.put(device.id(), Reach.of(device, link));
    }
  }

  /** The district in which it happens. */
  DistrictModel model() {
    return model;
  }

  /** What the controller hears of a link's devices. */
  LinkListener heard(List<Device> devices, LinkListener listener) {
    return new FaultyField(devices, model.devices(), reaches, time, chronicle::read, listener);
  }

  /** A link as the faults leave it. */
  Link around(Link link) {
    return new FaultyLink(link, model.devices(), reaches, time, chronicle::written);
  }

  /** Lets it begin. */
  void begin(District district) {
    Instant zero = time.now();
    district.watch(chronicle::changed); // for as long as the district lives
    chronicle.expect(model.begin(zero));
    for (DemandResponse event : events(model.scenario(), zero)) {
      district.announce(event);
    }
  }

  /** The demand-response events of a scenario that begins at an instant. */
  public static List<DemandResponse> events(Scenario scenario, Instant zero) {
    return scenario.events().stream()
        .map(event -> {
          Instant begins = event.begins(zero);
          return new DemandResponse(
              event.id(),
              event.level(),
              begins,
              begins.plus(event.lasts()),
              Double.POSITIVE_INFINITY,
              event.reason());
        })
        .toList();
  }

  /** Looks how the controller takes it, after a step. */
  void look(District district) {
    chronicle.look(district, time.now());
  }

  /** How it went. */
  ScenarioOutcome outcome() {
    return chronicle.outcome(model);
  }
}
