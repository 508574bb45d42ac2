package org.wattward.controller.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.arbitration.Decision.Verdict;
import org.wattward.controller.district.District;
import org.wattward.controller.district.District.Change;
import org.wattward.controller.district.District.DeviceState.Condition;
import org.wattward.controller.simulation.ScenarioOutcome.FaultOutcome;
import org.wattward.controller.simulation.ScenarioOutcome.Writes;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.sim.scenario.Episode;
import org.wattward.sim.scenario.ScriptedDistrict;

/**
 * Notes what a scenario's faults came to: when the controller saw each, and what it did. Safe on
 * any thread.
 */
public final class Chronicle {
  private final List<Watched> episodes = new ArrayList<>();
  private final Set<String> withdrawn = new HashSet<>();
  private final Set<String> raised = new HashSet<>();
  private final Set<String> cleared = new HashSet<>();
  private final Set<PointId> unknown = new HashSet<>();
  private Writes writes = Writes.NONE;

  /** An episode and how it is taken. */
  private static final class Watched {
    private final Episode episode;
    private boolean wasGood;
    private Optional<Instant> noticed = Optional.empty();
    private Optional<Instant> recovered = Optional.empty();

    Watched(Episode episode) {
      this.episode = episode;
    }

    /** A device that is not good without the fault says nothing of it. */
    void look(boolean good, Instant now) {
      if (now.isBefore(episode.begins())) {
        wasGood = good;
        return;
      }
      boolean over = episode.ends().map(end -> !now.isBefore(end)).orElse(false);
      if (wasGood && noticed.isEmpty() && !good) {
        noticed = Optional.of(now);
      }
      if (noticed.isPresent() && recovered.isEmpty() && good && over) {
        recovered = Optional.of(now);
      }
      wasGood &= !over || !good; // what comes after it has gone is not its doing
    }

    FaultOutcome outcome() {
      return new FaultOutcome(
          episode.what(),
          episode.line(),
          episode.device(),
          episode.begins(),
          episode.ends(),
          noticed,
          recovered);
    }
  }

  /** What will come. */
  public synchronized void expect(List<Episode> all) {
    all.forEach(episode -> episodes.add(new Watched(episode)));
  }

  /** Looks how the devices are. */
  public synchronized void look(District district, Instant now) {
    for (Watched watched : episodes) {
      if (watched.recovered.isEmpty()) {
        Optional<Device> device = district.site().device(watched.episode.device());
        device.ifPresent(it -> watched.look(district.state(it).condition() == Condition.GOOD, now));
      }
    }
  }

  /** Something changed in the district. */
  public synchronized void changed(Change change) {
    switch (change) {
      case Change.Decided(Decision decision) ->
          decision.claims().stream()
              .filter(claim -> claim.verdict() == Verdict.WITHDRAWN)
              .forEach(claim -> withdrawn.add(claim.request().id()));
      case Change.Alarmed now -> {
        Alarm alarm = now.alarm().alarm();
        String once = alarm.key() + " " + alarm.raised();
        (alarm.isActive() ? raised : cleared).add(once);
      }
      case Change.Readings _, Change.DeviceChanged _ -> {}
    }
  }

  /** A device was read. */
  synchronized void read(String device) {
    unknown.removeIf(point -> point.device().equals(device));
  }

  /** Something became of a write. */
  synchronized void written(PointId point, WriteOutcome outcome) {
    Writes one =
        switch (outcome) {
          case WriteOutcome.Verified _, WriteOutcome.Accepted _ -> new Writes(1, 0, 0, 0, 0);
          case WriteOutcome.Refused _ -> new Writes(0, 1, 0, 0, 0);
          case WriteOutcome.Unknown _ -> new Writes(0, 0, 1, 0, 0);
          case WriteOutcome.Mismatch _ -> new Writes(0, 0, 0, 1, 0);
        };
    boolean blind = unknown.contains(point);
    writes = writes.plus(one).plus(new Writes(0, 0, 0, 0, blind ? 1 : 0));
    if (outcome instanceof WriteOutcome.Unknown) {
      unknown.add(point);
    }
  }

  /** How it went. */
  public synchronized ScenarioOutcome outcome(ScriptedDistrict of) {
    return new ScenarioOutcome(
        of.scenario().title(),
        of.seed(),
        episodes.stream().map(Watched::outcome).toList(),
        withdrawn.size(),
        raised.size(),
        cleared.size(),
        writes);
  }
}
