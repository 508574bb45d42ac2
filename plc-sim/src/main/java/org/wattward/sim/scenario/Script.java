package org.wattward.sim.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.wattward.sim.field.Fault;
import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.scenario.Scenario.ScriptedFault;

/** The faults of a scenario as they come and go: what was left to the lot is drawn. One thread. */
final class Script {
  private final List<Episode> episodes;
  private final List<Act> acts = new ArrayList<>();
  private final Map<String, SimulatedDevice> devices;
  private int next;

  /** One beginning or end. */
  private record Act(Instant at, Episode episode, Fault fault, boolean begins) {}

  /**
   * A script that has not begun to be played.
   *
   * @param zero when it begins
   * @param seed what is drawn from
   * @param devices whom it befalls, by id
   */
  Script(
      List<ScriptedFault> faults, Instant zero, long seed, Map<String, SimulatedDevice> devices) {
    this.devices = devices;
    SplittableRandom random = new SplittableRandom(seed);
    List<Episode> drawn = new ArrayList<>();
    for (ScriptedFault fault : faults) {
      for (int time = 0; time < fault.lot().times(); time++) {
        Instant due = fault.from().from(zero).plus(fault.lot().every().multipliedBy(time));
        Instant begins = due.plus(some(fault.lot().jitter(), random));
        for (String device : picked(fault, random)) {
          drawn.add(entered(fault, device, begins));
        }
      }
    }
    acts.sort(Comparator.comparing(Act::at));
    drawn.sort(Comparator.comparing(Episode::begins));
    episodes = List.copyOf(drawn);
  }

  private Episode entered(ScriptedFault fault, String device, Instant begins) {
    Optional<Instant> ends = fault.lasts().map(begins::plus);
    Episode episode = new Episode(fault.line(), fault.what(), device, begins, ends);
    acts.add(new Act(begins, episode, fault.fault(), true));
    ends.ifPresent(end -> acts.add(new Act(end, episode, fault.fault(), false)));
    return episode;
  }

  /** Whole seconds, so that the script reads well. */
  private static Duration some(Duration most, SplittableRandom random) {
    return Duration.ofSeconds(most.isPositive() ? random.nextLong(most.toSeconds() + 1) : 0);
  }

  private static List<String> picked(ScriptedFault fault, SplittableRandom random) {
    List<String> all = new ArrayList<>(fault.devices());
    if (fault.lot().pick().isEmpty()) {
      return all;
    }
    for (int i = all.size() - 1; i > 0; i--) {
      Collections.swap(all, i, random.nextInt(i + 1));
    }
    List<String> few = all.subList(0, fault.lot().pick().getAsInt());
    return fault.devices().stream().filter(few::contains).toList();
  }

  /** Every coming of a fault at one device, by time. */
  List<Episode> episodes() {
    return episodes;
  }

  /** Lets begin and end what is due by now. */
  void to(Instant now) {
    while (next < acts.size() && !acts.get(next).at().isAfter(now)) {
      Act act = acts.get(next++);
      SimulatedDevice device = devices.get(act.episode().device());
      if (device != null) {
        if (act.begins()) {
          device.fault(act.fault());
        } else {
          device.mend(act.fault());
        }
      }
    }
  }
}
