package org.wattward.sim.physics;

/**
 * A heat pump: a compressor that runs at a wished electric power, gives heat by its COP curve, and
 * takes the rest from its source.
 *
 * <p>It protects itself as real ones do: minimum run and stop times, no run above the highest sink
 * or below the lowest source temperature. An on/off machine knows only its rated power; a
 * modulating one everything from its least power up, and less than that means off.
 */
public final class HeatPumpModel {
  private final HeatPumpDesign design;
  private boolean running;
  private double sinceSwitchS;
  private double electricW;
  private double heatW;
  private double cop;
  private long starts;

  /** A pump that stands still and may start at once. */
  public HeatPumpModel(HeatPumpDesign design) {
    this.design = design;
    this.sinceSwitchS = Math.max(design.leastOnS(), design.leastOffS());
  }

  /**
   * Goes one step.
   *
   * @param seconds its length
   * @param wishedW the electric power somebody wants; 0 to stop
   * @param sourceC temperature of the source
   * @param sinkC temperature the heat is needed at
   */
  public void step(double seconds, double wishedW, double sourceC, double sinkC) {
    boolean mayRun = sinkC <= design.highestSinkC() && sourceC >= design.lowestSourceC();
    boolean wanted = wishedW >= design.leastW() - 1e-9 && wishedW > 0;
    boolean next = running;
    if (running && (!mayRun || (!wanted && sinceSwitchS >= design.leastOnS()))) {
      next = false;
    } else if (!running && mayRun && wanted && sinceSwitchS >= design.leastOffS()) {
      next = true;
      starts++;
    }
    sinceSwitchS = next == running ? sinceSwitchS + seconds : seconds;
    running = next;
    cop = effectiveCop(sourceC, sinkC);
    double compressorW = running ? Math.clamp(wishedW, design.leastW(), design.ratedW()) : 0;
    electricW = compressorW + design.standbyW();
    heatW = compressorW * cop;
  }

  /**
   * Goes one step standing still, whatever its least run time: its flow switch has opened.
   *
   * @param seconds the step's length
   */
  public void halt(double seconds) {
    sinceSwitchS = running ? seconds : sinceSwitchS + seconds;
    running = false;
    electricW = design.standbyW();
    heatW = 0;
  }

  /** The COP between two temperatures, what defrosting costs taken off. */
  public double effectiveCop(double sourceC, double sinkC) {
    double lift = Math.max(design.leastLiftK(), sinkC - sourceC);
    return design.curve().cop(sinkC - lift, sinkC) * (1 - design.defrostShare(sourceC));
  }

  /** The electric power that gives this heat; more than rated when it cannot. */
  public double powerForHeatW(double wishedHeatW, double sourceC, double sinkC) {
    return wishedHeatW / effectiveCop(sourceC, sinkC);
  }

  /** The most heat it can give. */
  public double mostHeatW(double sourceC, double sinkC) {
    return design.ratedW() * effectiveCop(sourceC, sinkC);
  }

  /** Electric power during the last step, standby included. */
  public double electricW() {
    return electricW;
  }

  /** Heat given to the sink during the last step. */
  public double heatW() {
    return heatW;
  }

  /** Heat taken from the source during the last step: what the compressor did not give. */
  public double sourceHeatW() {
    return heatW - (electricW - design.standbyW());
  }

  /** COP at the temperatures of the last step, running or not. */
  public double cop() {
    return cop;
  }

  /** Whether the compressor runs. */
  public boolean running() {
    return running;
  }

  /** How often it has started. */
  public long starts() {
    return starts;
  }

  /** How long it has run or stood still. */
  public double sinceSwitchS() {
    return sinceSwitchS;
  }

  /** Its ratings. */
  public HeatPumpDesign design() {
    return design;
  }
}
