package org.wattward.controller.command;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.wattward.controller.acquisition.LinkOpener;
import org.wattward.controller.command.Reaction.Step;
import org.wattward.controller.district.District.Change;
import org.wattward.controller.zone.DeciderFactory;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.Time;
import org.wattward.protocols.Links;
import org.wattward.protocols.link.ForwardingLink;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkListener;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.link.WriteSteps;
import org.wattward.rules.decide.Decider;

/**
 * Looks on at the seams of a district: what links hand over, what zones decide, what is ruled, and
 * what links are asked to write. Any thread.
 */
final class ReactTaps {
  private final Time time;
  private final int zoneDevices;

  /** The reaction that is under way in each zone. */
  private final AtomicReferenceArray<@Nullable Reaction> reactions;

  private final Map<PointId, Double> setpoints = new ConcurrentHashMap<>();

  ReactTaps(Time time, int zones, int zoneDevices) {
    this.time = time;
    this.zoneDevices = zoneDevices;
    this.reactions = new AtomicReferenceArray<>(zones);
  }

  /** A zone's power is about to jump. */
  void jumps(int zone, Reaction reaction) {
    reactions.set(zone, reaction);
  }

  LinkOpener links(RandomGenerator random) {
    return (link, devices, listener) ->
        new Tapped(Links.open(link, devices, new Noting(listener), time, random));
  }

  DeciderFactory deciders(Decider rules) {
    return zone -> {
      PointId meter = new PointId(zone.devices().getFirst(), "power");
      int index = zone(meter.device());
      return snapshot -> {
        Reaction reaction = reactions.get(index);
        Reading shown = snapshot.readings().get(meter);
        boolean seen = reaction != null && shown != null && isHigh(shown) == reaction.isHigh;
        if (reaction != null && seen) {
          reaction.note(Step.SEEN, time.nanos());
        }
        Decider.Outcome outcome = rules.decide(snapshot);
        if (reaction != null && seen) {
          reaction.note(Step.DECIDED, time.nanos());
        }
        return outcome;
      };
    };
  }

  /** Looks at what the district tells. */
  void watch(Change change) {
    if (change instanceof Change.Decided(var decision)) {
      Double before = setpoints.put(decision.point(), decision.setpoint());
      if (before == null || before != decision.setpoint()) {
        note(decision.point().device(), Step.RULED);
      }
    }
  }

  private void note(String device, Step step) {
    Reaction reaction = reactions.get(zone(device));
    if (reaction != null) {
      reaction.note(step, time.nanos());
    }
  }

  private int zone(String device) {
    return Integer.parseInt(device.substring("load-".length())) / zoneDevices;
  }

  private static boolean isHigh(Reading reading) {
    return reading.value() == ReactSite.PEAK_W;
  }

  /** Notes when a transformer's power was received at its new height. */
  private final class Noting implements LinkListener {
    private final LinkListener inner;

    Noting(LinkListener inner) {
      this.inner = inner;
    }

    @Override
    public void readings(String link, List<Reading> batch) {
      for (Reading reading : batch) {
        String device = reading.point().device();
        int index = Integer.parseInt(device.substring("load-".length()));
        if (index % zoneDevices == 0 && reading.point().name().equals("power")) {
          received(index / zoneDevices, reading);
        }
      }
      inner.readings(link, batch);
    }

    private void received(int zone, Reading reading) {
      Reaction reaction = reactions.get(zone);
      OptionalDouble good = reading.good();
      if (reaction != null && good.isPresent() && isHigh(reading) == reaction.isHigh) {
        reaction.note(Step.RECEIVED, time.nanos());
      }
    }

    @Override
    public void changed(StateChange change) {
      inner.changed(change);
    }
  }

  /** Notes when a link is asked to write, and when the frame left. */
  private final class Tapped implements ForwardingLink {
    private final Link inner;

    Tapped(Link inner) {
      this.inner = inner;
    }

    @Override
    public Link inner() {
      return inner;
    }

    @Override
    public WriteOutcome write(PointId point, double value, Duration deadline, WriteSteps steps) {
      note(point.device(), Step.ASKED);
      WriteSteps noting =
          new WriteSteps() {
            @Override
            public void sent() {
              note(point.device(), Step.SENT);
              steps.sent();
            }

            @Override
            public void accepted() {
              steps.accepted();
            }
          };
      return inner.write(point, value, deadline, noting);
    }
  }
}
