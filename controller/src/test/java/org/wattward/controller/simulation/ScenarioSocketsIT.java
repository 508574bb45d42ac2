package org.wattward.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.wattward.controller.arbitration.ControlMemory;
import org.wattward.controller.district.District;
import org.wattward.controller.district.District.DeviceState.Condition;
import org.wattward.controller.district.LocalDistrict;
import org.wattward.controller.record.NoRecord;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.Zone;
import org.wattward.devices.time.Time;
import org.wattward.protocols.Links;
import org.wattward.rules.engine.RuleEngine;
import org.wattward.rules.packages.PackageLoader;
import org.wattward.rules.packages.RuleBook;
import org.wattward.sim.district.DistrictModel;
import org.wattward.sim.district.SimulatedDistrict;
import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.scenario.Scenario;
import org.wattward.sim.scenario.ScenarioReader;
import org.wattward.sim.scenario.ScriptedDistrict;

/** A scenario behind real sockets, its calendar thirty times as fast as the clock. */
class ScenarioSocketsIT {
  private static final double SPEED = 30;
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Set<String> DEVICES =
      Set.of(
          "meter-01",
          "meter-02",
          "meter-06",
          "meter-10",
          "meter-transformer",
          "battery-01",
          "heatpump-03");
  private static final Set<String> UNSEEN = Set.of("battery-01");
  private static final Instant START = Instant.parse("2026-01-14T17:00:00Z");

  /** Faults last until they were seen: how soon that is depends on how busy the machine is. */
  private static final String SCRIPT =
      """
      title: A few faults at once
      quirks:
        heatpump-03: {write-spacing: 1 s}
      faults:
        - {what: silent, after: 0 s, devices: [meter-01]}
        - {what: wrong-exception, after: 0 s, devices: [meter-02], code: 4}
        - {what: half-open, after: 0 s, devices: [meter-06]}
        - {what: unplugged, after: 0 s, devices: [meter-10]}
        - {what: restart, after: 0 s, for: 1 min, devices: [battery-01]}
      """;

  @Test
  void faultsAreNoticedOverTheWireAndDevicesComeBack() throws Exception {
    Time time = Time.accelerated(START, SPEED);
    Site site = few(DistrictModel.demoSite());
    Scenario scenario = ScenarioReader.read("s.yaml", SCRIPT, site);
    ScriptedDistrict model = ScriptedDistrict.of(scenario, site, time.now(), 1);
    Chronicle chronicle = new Chronicle();
    try (SimulatedDistrict simulated = new SimulatedDistrict(time, model)) {
      simulated.start();
      try (District district = district(simulated, time);
          AutoCloseable _ = district.watch(chronicle::changed)) {
        district.start();
        await(time, "all devices are good", () -> good(district));
        chronicle.expect(model.begin(time.now().plusSeconds(60)));
        await(
            time,
            "every fault that can be seen is",
            () -> {
              chronicle.look(district, time.now());
              return chronicle.outcome(model).faults().stream()
                  .filter(fault -> !UNSEEN.contains(fault.device()))
                  .allMatch(fault -> fault.noticed().isPresent());
            });
        model.devices().values().forEach(SimulatedDevice::clearFaults);
        await(time, "all devices are good again", () -> good(district));
      }
    }
    ScenarioOutcome outcome = chronicle.outcome(model);
    System.out.println("Over sockets: " + outcome);
    assertThat(outcome.faults()).hasSize(5);
    assertThat(outcome.alarmsRaised()).isPositive();
  }

  /** Some devices of the demonstration: a server for each would take the test's time. */
  private static Site few(Site demo) {
    List<Device> devices =
        demo.devices().stream().filter(device -> DEVICES.contains(device.id())).toList();
    List<Zone> zones =
        demo.zones().stream()
            .filter(zone -> zone.id().equals("feeder"))
            .map(zone ->
                new Zone(
                    zone.id(),
                    zone.title(),
                    zone.kind(),
                    zone.devices().stream().filter(DEVICES::contains).toList(),
                    zone.packages(),
                    zone.tick(),
                    zone.changes()))
            .toList();
    return new Site(
        demo.id(),
        demo.title(),
        demo.timeZone(),
        demo.latitudeDeg(),
        demo.longitudeDeg(),
        demo.links().stream()
            .filter(link -> devices.stream().anyMatch(device -> device.link().equals(link.id())))
            .toList(),
        devices,
        zones,
        demo.network(),
        List.of(),
        demo.parameters());
  }

  private static District district(SimulatedDistrict simulated, Time time) {
    return new LocalDistrict(
        simulated.site(),
        new LocalDistrict.Parts(
            time,
            (link, devices, listener) ->
                Links.open(link, devices, listener, time, new SplittableRandom(1)),
            _ -> new RuleBook(PackageLoader.own(), RuleEngine.Limits.USUAL, time),
            new KnownPrices(simulated::priceEurPerKwh),
            new NoRecord(),
            ControlMemory.NONE,
            new SplittableRandom(1)));
  }

  private static boolean good(District district) {
    return district.site().devices().stream()
        .allMatch(device -> district.state(device).condition() == Condition.GOOD);
  }

  private static void await(Time time, String what, BooleanSupplier condition)
      throws InterruptedException {
    long until = time.nanos() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(time.nanos() - until).as(what).isNegative();
      time.await(new Semaphore(0), Duration.ofMillis(50));
    }
  }
}
