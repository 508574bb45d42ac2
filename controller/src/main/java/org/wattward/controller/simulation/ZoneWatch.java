package org.wattward.controller.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.point.Reading;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Zone;
import org.wattward.rules.decide.Decider.Outcome;
import org.wattward.rules.decide.Snapshot;
import org.wattward.rules.focus.Balance;
import org.wattward.rules.focus.Focus;
import org.wattward.rules.focus.Watched;
import org.wattward.rules.packages.RuleBook;
import org.wattward.sim.field.SimulatedDevice;

/** Sees whether anything changed that the rules of one zone look at. One thread. */
final class ZoneWatch {
  /** As a controller's own for what is more than noise. */
  private static final double NOTABLE_SHARE = 0.05;

  private static final double NOTABLE_OF_RANGE = 1e-4;
  private static final double NOTABLE_K = 0.5;
  private static final double NOTABLE_PERCENT = 1;
  private static final int MOST_SIGHTS = 1000;

  private final Set<String> seen;
  private final RuleBook rules;
  private final Map<String, SimulatedDevice> devices;
  private final Duration longest;
  private final Map<Set<String>, Sight> sights = new HashMap<>();
  private Sight sight = Sight.NONE;
  private long decisions;
  private long dueNanos;
  private boolean called = true;

  ZoneWatch(Zone zone, RuleBook rules, Map<String, SimulatedDevice> devices, Duration longest) {
    this.seen = Set.copyOf(zone.devices());
    this.rules = rules;
    this.devices = devices;
    this.longest = longest;
  }

  /**
   * What is looked at.
   *
   * @param focus why
   * @param eyes the points
   * @param scales readings that are weighed against each other
   * @param nextFind at which decision to find it anew, when readings were missing
   */
  private record Sight(Focus focus, List<Eye> eyes, List<Scale> scales, long nextFind) {
    boolean isChanged() {
      for (Eye eye : eyes) {
        if (eye.isChanged()) {
          return true;
        }
      }
      for (Scale scale : scales) {
        if (scale.isTipped()) {
          return true;
        }
      }
      return false;
    }

    static final Sight NONE = new Sight(Focus.NONE, List.of(), List.of(), 0);
  }

  /** Looks at one point. */
  private static final class Eye {
    private final Watched watched;
    private final double[] levels;
    private final SimulatedDevice device;
    private final int slot;
    private final double share;
    private final double leastBand;
    private double seen;
    private double band;
    private double above;
    private double below;
    private boolean known;

    Eye(Watched watched, SimulatedDevice device, int slot) {
      this.watched = watched;
      this.levels = array(watched.levels());
      this.device = device;
      this.slot = slot;
      var template = device.device().points().get(slot);
      this.share = template.unit() == Unit.CELSIUS ? 0 : NOTABLE_SHARE;
      this.leastBand =
          switch (template.unit()) {
            case CELSIUS -> NOTABLE_K;
            case PERCENT -> NOTABLE_PERCENT;
            default -> NOTABLE_OF_RANGE * (template.max() - template.min());
          };
    }

    /** Remembers what was decided on. */
    void note(@Nullable Reading reading) {
      known = reading != null && reading.good().isPresent();
      seen = reading == null ? 0 : reading.value();
      band =
          watched.valued() ? Math.max(share * Math.abs(seen), leastBand) : Double.POSITIVE_INFINITY;
      above = Double.NEGATIVE_INFINITY;
      below = Double.POSITIVE_INFINITY;
      for (double level : levels) {
        if (level <= seen) {
          above = level;
        }
        if (level >= seen) {
          below = Math.min(below, level);
        }
      }
    }

    boolean isChanged() {
      if (device.isAbsent(slot) == known) {
        return true;
      }
      double value = device.value(slot);
      return value < above || value > below || Math.abs(value - seen) > band;
    }
  }

  /** Looks at a balance. */
  private static final class Scale {
    private final double[] weights;
    private final double constant;
    private final SimulatedDevice[] devices;
    private final int[] slots;
    private boolean up;

    Scale(Balance balance, Map<String, SimulatedDevice> byId) {
      weights = array(balance.weights());
      constant = balance.constant();
      devices = new SimulatedDevice[weights.length];
      slots = new int[weights.length];
      for (int i = 0; i < weights.length; i++) {
        devices[i] = Objects.requireNonNull(byId.get(balance.points().get(i).device()));
        slots[i] = devices[i].slot(balance.points().get(i).name());
      }
    }

    void note() {
      up = isUp();
    }

    boolean isTipped() {
      return up != isUp();
    }

    private boolean isUp() {
      double sum = constant;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * devices[i].value(slots[i]);
      }
      return sum > 0;
    }
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(number -> number).toArray();
  }

  /** A decision was made. */
  void decided(Snapshot snapshot, Outcome outcome, long nowNanos) {
    decisions++;
    Sight now = sight(snapshot, outcome);
    for (Eye eye : now.eyes) {
      eye.note(snapshot.readings().get(eye.watched.point()));
    }
    now.scales.forEach(Scale::note);
    sight = now;
    Duration rest = now.focus.rest(snapshot, outcome);
    dueNanos = nowNanos + (rest.compareTo(longest) < 0 ? rest : longest).toNanos();
    called = false;
  }

  /** What holds and which rules fired decides what they look at. */
  private Sight sight(Snapshot snapshot, Outcome outcome) {
    Set<String> key = new HashSet<>();
    outcome.conditions().forEach(condition -> key.add(condition.name()));
    outcome.requests().forEach(request -> key.add(request.source().name()));
    Sight known = sights.get(key);
    if (known != null && (known.focus.isSettled() || decisions < known.nextFind)) {
      return known;
    }
    if (sights.size() == MOST_SIGHTS) {
      sights.clear();
    }
    Focus focus = rules.focus(snapshot, outcome);
    Sight found = new Sight(focus, eyes(focus), scales(focus), 2 * decisions);
    sights.put(key, found);
    return found;
  }

  private List<Eye> eyes(Focus of) {
    List<Eye> made = new ArrayList<>();
    for (Watched watched : of.points()) {
      SimulatedDevice device = devices.get(watched.point().device());
      int slot = device == null ? -1 : device.slot(watched.point().name());
      if (device != null && slot >= 0) {
        made.add(new Eye(watched, device, slot));
      }
    }
    return made;
  }

  private List<Scale> scales(Focus of) {
    return of.balances().stream().map(balance -> new Scale(balance, devices)).toList();
  }

  /** Looks whether the zone is to decide. */
  boolean look(long nowNanos) {
    if (!called) {
      called = nowNanos - dueNanos >= 0 || sight.isChanged();
    }
    return called;
  }

  /** Whether the zone sees a device. */
  boolean sees(String device) {
    return seen.contains(device);
  }

  /** What the last look found. */
  boolean isCalled() {
    return called;
  }
}
