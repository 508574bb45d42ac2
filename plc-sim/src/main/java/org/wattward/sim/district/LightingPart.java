package org.wattward.sim.district;

import java.util.List;
import org.wattward.sim.field.SimulatedDevice;

/** A street-light cabinet with the segments that its contactor feeds. */
final class LightingPart implements Part {
  private static final double CABINET_W = 12;

  /** Reactive power of the lamps' control gear per active power. */
  private static final double REACTIVE_SHARE = 0.15;

  private final SimulatedDevice cabinet;
  private final int bus;
  private final List<LightSegment> segments;
  private final ThreePhaseFace meter;
  private final int contactor;
  private final Gauge contactorFeedback;
  private final Gauge doorOpen;
  private boolean closed;
  private double powerW;

  LightingPart(SimulatedDevice cabinet, Feeder feeder, List<LightSegment> segments) {
    this.cabinet = cabinet;
    this.bus = feeder.bus(cabinet.device());
    this.segments = List.copyOf(segments);
    this.meter = new ThreePhaseFace(cabinet, ThreePhaseFace.balanced(), new Energy(18e6, 0));
    this.contactor = cabinet.slot("contactor");
    this.contactorFeedback = Gauge.of(cabinet, "contactorFeedback");
    this.doorOpen = Gauge.of(cabinet, "doorOpen");
  }

  @Override
  public void act(Moment moment, Feeder feeder) {
    closed = cabinet.command(contactor, 1) != 0;
    powerW = CABINET_W;
    for (LightSegment segment : segments) {
      segment.act(moment, closed);
      powerW += segment.powerW();
    }
    feeder.book(bus, powerW, REACTIVE_SHARE * (powerW - CABINET_W));
  }

  @Override
  public void account(Moment moment, Books books) {
    double wh = powerW * moment.hours();
    books.add(Flow.LIGHTING_WH, wh);
    books.add(Flow.CONSUMPTION_WH, wh);
    segments.forEach(segment -> segment.account(moment, books));
  }

  @Override
  public void show(Moment moment, Feeder feeder) {
    meter.show(moment, powerW, REACTIVE_SHARE * (powerW - CABINET_W), feeder.phaseVoltageV(bus));
    contactorFeedback.set(closed ? 1 : 0);
    doorOpen.set(0);
    segments.forEach(LightSegment::show);
  }
}
