package org.wattward.controller.simulation;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.wattward.devices.codec.RegisterCodec;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.ForwardingLink;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.link.WriteSteps;
import org.wattward.sim.field.Health;
import org.wattward.sim.field.Quirks;
import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.field.WriteGate;

/**
 * An in-process link on which writes meet with what faults and quirks would do to them on the wire.
 * One thread.
 *
 * @param inner the link without faults
 * @param models the devices, by id
 * @param reaches how each is reached when it is not in process, by id
 * @param time the simulation's
 * @param told is told each outcome
 */
record FaultyLink(
    Link inner,
    Map<String, SimulatedDevice> models,
    Map<String, Reach> reaches,
    Time time,
    BiConsumer<PointId, WriteOutcome> told)
    implements ForwardingLink {

  @Override
  public WriteOutcome write(PointId point, double value, Duration deadline, WriteSteps steps) {
    WriteOutcome outcome = outcome(point, value, deadline, steps);
    told.accept(point, outcome);
    return outcome;
  }

  private WriteOutcome outcome(PointId point, double value, Duration deadline, WriteSteps steps) {
    SimulatedDevice model = models.get(point.device());
    if (model == null) {
      return inner.write(point, value, deadline, steps);
    }
    Reach reach = Objects.requireNonNull(reaches.get(point.device()));
    Health health = model.health();
    if (health.unplugged()) {
      return new WriteOutcome.Refused("%s cannot be reached.".formatted(point.device()));
    }
    steps.sent();
    Optional<String> silence = reach.silence(model.device(), health);
    if (silence.isPresent() && !reach.isTooLate(health)) {
      return new WriteOutcome.Unknown(silence.get());
    }
    if (health.exceptionCode() != 0) {
      return new WriteOutcome.Refused(Reach.refusal(point.device(), health.exceptionCode()));
    }
    return refusal(model, point, value)
        .<WriteOutcome>map(WriteOutcome.Refused::new)
        .orElseGet(() -> taken(model, point, value, deadline, steps));
  }

  private WriteOutcome taken(
      SimulatedDevice model, PointId point, double value, Duration deadline, WriteSteps steps) {
    long nowNanos = time.nanos();
    WriteGate.Pace pace = model.gate().soon(model.quirks(), nowNanos);
    if (pace == WriteGate.Pace.REFUSED) {
      return new WriteOutcome.Refused("%s is busy (exception 6).".formatted(point.device()));
    }
    if (pace == WriteGate.Pace.IGNORED) {
      steps.accepted();
      return new WriteOutcome.Mismatch(model.value(point.name()));
    }
    model.gate().passed(nowNanos);
    WriteOutcome outcome = inner.write(point, value, deadline, steps);
    Reach reach = Objects.requireNonNull(reaches.get(point.device()));
    return reach
        .silence(model.device(), model.health())
        .<WriteOutcome>map(WriteOutcome.Unknown::new)
        .orElse(outcome);
  }

  /** Why a device that answers says no, a sentence. */
  private static Optional<String> refusal(SimulatedDevice model, PointId id, double value) {
    Quirks quirks = model.quirks();
    Device device = model.device();
    if (!model.gate().accepts(quirks, model.slot(id.name()), value)) {
      return Optional.of(
          "%s refuses %s, beyond what it is rated for (exception 3).".formatted(id, value));
    }
    PointTemplate point = device.template().point(id.name()).orElseThrow();
    boolean single =
        RegisterCodec.of(point).map(codec -> codec.registers() == 1).orElse(false)
            && !device.template().pacing().writeMultipleOnly();
    return quirks.fc16Only() && single
        ? Optional.of(
            "%s refuses to write one register (exception 1). Maybe its template needs writeMultipleOnly."
                .formatted(device.id()))
        : Optional.empty();
  }
}
