package org.wattward.controller.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.wattward.controller.district.District;
import org.wattward.controller.simulation.Chronicle;
import org.wattward.controller.simulation.ScenarioOutcome;
import org.wattward.controller.simulation.Staging;
import org.wattward.devices.time.Time;
import org.wattward.rules.decide.Snapshot.DemandResponse;
import org.wattward.sim.scenario.Episode;
import org.wattward.sim.scenario.ScriptedDistrict;

/** A scenario in the demonstration district, behind its sockets. A thread of its own looks on. */
final class DemoScenario {
  private static final Duration LOOK = Duration.ofMillis(200);

  /** By the calendar: what came back later than this counts as away. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final ScriptedDistrict model;
  private final Time time;
  private final Chronicle chronicle = new Chronicle();
  private List<Episode> episodes = List.of();
  private volatile boolean ended;

  DemoScenario(ScriptedDistrict model, Time time) {
    this.model = model;
    this.time = time;
  }

  ScriptedDistrict model() {
    return model;
  }

  /** Lets it begin and says what is to come. */
  void begin(District district, PrintWriter err) {
    Instant zero = time.now();
    episodes = model.begin(zero);
    chronicle.expect(episodes);
    new ScenarioTelling(err, district.site().timeZone())
        .announce(model.scenario().title(), model.seed(), episodes);
    for (DemandResponse event : Staging.events(model.scenario(), zero)) {
      district.announce(event);
    }
    district.watch(chronicle::changed); // for as long as the district lives
    Thread.ofVirtual().name("demo-scenario").start(() -> look(district));
  }

  private void look(District district) {
    try {
      while (!ended) {
        chronicle.look(district, time.now());
        time.sleep(LOOK);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** What it came to by now; it is looked at no longer. */
  End end() {
    ended = true;
    Instant now = time.now();
    Set<String> excused =
        episodes.stream()
            .filter(episode -> !episode.begins().isAfter(now))
            .filter(
                episode -> episode.ends().map(end -> end.plus(PATIENCE).isAfter(now)).orElse(true))
            .map(Episode::device)
            .collect(Collectors.toSet());
    excused.addAll(model.scenario().quirks().keySet());
    return new End(chronicle.outcome(model), excused);
  }

  /**
   * What it came to.
   *
   * @param outcome how it went
   * @param excused devices that need not be good
   */
  record End(ScenarioOutcome outcome, Set<String> excused) {}
}
