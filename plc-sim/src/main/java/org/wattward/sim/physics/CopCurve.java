package org.wattward.sim.physics;

/** How much heat a heat pump gives per electric energy, over the temperatures it works between. */
public sealed interface CopCurve permits CopCurve.When2Heat, CopCurve.Carnot {

  /**
   * The coefficient of performance.
   *
   * @param sourceC the temperature heat is taken from
   * @param sinkC the temperature heat is given at
   */
  double cop(double sourceC, double sinkC);

  /**
   * Quadratic regressions over the lift, from manufacturers' data of German heat pumps. Source:
   * Ruhnau, Hirth, Praktiknjo, "Time series of heat demand and heat pump efficiency for energy
   * system modeling", Scientific Data 6 (2019) 189, with the files of their repository.
   */
  enum When2Heat implements CopCurve {
    AIR(6.08, -0.0941, 0.000464),
    GROUND(10.29, -0.2084, 0.001322),
    WATER(9.99, -0.2049, 0.001249);

    /** The data begin at this lift; below it the COP does not rise. */
    public static final double LEAST_LIFT_K = 15;

    /** What is left of the regression in the field, by the same source. */
    public static final double FIELD_FACTOR = 0.85;

    private final double constant;
    private final double linear;
    private final double quadratic;

    When2Heat(double constant, double linear, double quadratic) {
      this.constant = constant;
      this.linear = linear;
      this.quadratic = quadratic;
    }

    /** The regression itself, as in a manufacturer's laboratory. */
    public double laboratoryCop(double liftK) {
      double lift = Math.max(LEAST_LIFT_K, liftK);
      // The parabola's lowest point lies beyond 78 K; past it a rising COP would be an artefact.
      double bounded = Math.min(lift, -linear / (2 * quadratic));
      return constant + bounded * (linear + bounded * quadratic);
    }

    @Override
    public double cop(double sourceC, double sinkC) {
      return Math.max(1, FIELD_FACTOR * laboratoryCop(sinkC - sourceC));
    }

    /** The temperature at the evaporator's inlet of a brine circuit in the ground. */
    public static double groundSourceC(double soilC) {
      return soilC - 5;
    }

    /** The temperature at the evaporator's inlet of a groundwater circuit. */
    public static double waterSourceC() {
      return 10 - 5;
    }

    /** Supply temperature of radiators over the ambient one. */
    public static double radiatorSinkC(double ambientC) {
      return 40 - ambientC;
    }

    /** Supply temperature of floor heating over the ambient one. */
    public static double floorSinkC(double ambientC) {
      return 30 - 0.5 * ambientC;
    }

    /** Temperature of hot water. */
    public static double hotWaterSinkC() {
      return 50;
    }
  }

  /**
   * A share of the ideal (Carnot) process: {@code factor · sink/(sink − source)} in kelvin.
   *
   * @param factor 0.4 to 0.45 for small machines, 0.5 for large ones; above 0.6 no machine is known
   * @param leastLiftK below this lift the COP does not rise
   */
  record Carnot(double factor, double leastLiftK) implements CopCurve {
    public Carnot {
      Check.inRange("factor", factor, 0.1, 0.6);
      Check.positive("leastLiftK", leastLiftK);
    }

    @Override
    public double cop(double sourceC, double sinkC) {
      double lift = Math.max(leastLiftK, sinkC - sourceC);
      return Math.max(1, factor * (sinkC + 273.15) / lift);
    }
  }
}
