package org.wattward.sim.physics;

/**
 * What a building is made of, in the terms of ISO 13790:2008.
 *
 * @param floorAreaM2 conditioned floor area
 * @param opaqueWPerK transmission through walls, roof and floor
 * @param windowsWPerK transmission through windows and doors
 * @param ventilationWPerK heat carried by exchanged air
 * @param mass how heavy it is built
 * @param emitter where its heating gives off heat
 */
public record BuildingDesign(
    double floorAreaM2,
    double opaqueWPerK,
    double windowsWPerK,
    double ventilationWPerK,
    Mass mass,
    Emitter emitter) {
  /** Clause 7.2.2.2: surfaces facing a zone per floor area. */
  private static final double SURFACE_PER_FLOOR = 4.5;

  /** Clause 7.2.2.2: air to surfaces, W/(m²·K). */
  private static final double AIR_TO_SURFACE = 3.45;

  /** Clause 12.2.2: surfaces to mass, W/(m²·K). */
  private static final double SURFACE_TO_MASS = 9.1;

  public BuildingDesign {
    Check.positive("floorAreaM2", floorAreaM2);
    Check.positive("opaqueWPerK", opaqueWPerK);
    Check.notNegative("windowsWPerK", windowsWPerK);
    Check.notNegative("ventilationWPerK", ventilationWPerK);
    double most = SURFACE_TO_MASS * mass.areaPerFloor() * floorAreaM2;
    if (opaqueWPerK >= most) {
      throw new InvalidModel(
          "opaqueWPerK is %s; with %s m2 of floor it must stay below %s W/K, what the mass can take up."
              .formatted(opaqueWPerK, floorAreaM2, most));
    }
  }

  /** How heavy a building is: ISO 13790:2008, table 12. */
  public enum Mass {
    VERY_LIGHT(2.5, 80_000),
    LIGHT(2.5, 110_000),
    MEDIUM(2.5, 165_000),
    HEAVY(3.0, 260_000),
    VERY_HEAVY(3.5, 370_000);

    private final double areaPerFloor;
    private final double capacityJPerKM2;

    Mass(double areaPerFloor, double capacityJPerKM2) {
      this.areaPerFloor = areaPerFloor;
      this.capacityJPerKM2 = capacityJPerKM2;
    }

    double areaPerFloor() {
      return areaPerFloor;
    }

    double capacityJPerKM2() {
      return capacityJPerKM2;
    }
  }

  /**
   * Where a heating system gives off its heat: the shares of air, surfaces and mass. The standard
   * gives all to the air; radiators radiate about a third, and a heated screed is mass. These
   * shares are this model's assumption.
   */
  public enum Emitter {
    AIR(1, 0, 0),
    RADIATOR(0.65, 0.35, 0),
    FLOOR(0, 0, 1);

    private final double airShare;
    private final double surfaceShare;
    private final double massShare;

    Emitter(double airShare, double surfaceShare, double massShare) {
      this.airShare = airShare;
      this.surfaceShare = surfaceShare;
      this.massShare = massShare;
    }

    double airShare() {
      return airShare;
    }

    double surfaceShare() {
      return surfaceShare;
    }

    double massShare() {
      return massShare;
    }
  }

  /**
   * A house by its heat need: 45 % of the loss through opaque parts, 30 % through windows, 25 % by
   * ventilation, a common split of an existing German house.
   *
   * @param floorAreaM2 conditioned floor area
   * @param lossWPerK loss of the whole house per kelvin
   */
  public static BuildingDesign house(double floorAreaM2, double lossWPerK, Emitter emitter) {
    return new BuildingDesign(
        floorAreaM2, 0.45 * lossWPerK, 0.30 * lossWPerK, 0.25 * lossWPerK, Mass.MEDIUM, emitter);
  }

  double capacityJPerK() {
    return mass.capacityJPerKM2() * floorAreaM2;
  }

  double airToSurfaceWPerK() {
    return AIR_TO_SURFACE * SURFACE_PER_FLOOR * floorAreaM2;
  }

  double surfaceToMassWPerK() {
    return SURFACE_TO_MASS * mass.areaPerFloor() * floorAreaM2;
  }

  /** Equation 63: the opaque loss without the resistance from the surface to the mass. */
  double massToOutdoorWPerK() {
    return 1 / (1 / opaqueWPerK - 1 / surfaceToMassWPerK());
  }

  /** Share of radiant gains that falls on the mass, equation C.2. */
  double massShare() {
    return mass.areaPerFloor() / SURFACE_PER_FLOOR;
  }

  /** Share of radiant gains that falls on light surfaces, equation C.3. */
  double surfaceShare() {
    return Math.max(
        0, 1 - massShare() - windowsWPerK / (SURFACE_TO_MASS * SURFACE_PER_FLOOR * floorAreaM2));
  }

  /** Loss of the whole building per kelvin between indoors and outdoors. */
  public double lossWPerK() {
    return opaqueWPerK + windowsWPerK + ventilationWPerK;
  }
}
