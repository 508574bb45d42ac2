package org.wattward.sim.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Building5R1CTest {
  private static BuildingDesign house(BuildingDesign.Emitter emitter) {
    return BuildingDesign.house(140, 220, emitter);
  }

  /**
   * The network solved independently: its three node equations as a linear system, and the mass by
   * ten thousand tiny steps of the trapezoidal rule.
   */
  @ParameterizedTest
  @EnumSource(BuildingDesign.Emitter.class)
  void theStepResponseIsThatOfTheNetwork(BuildingDesign.Emitter emitter) {
    BuildingDesign design = house(emitter);
    Building5R1C building = new Building5R1C(design, 18);
    var load = new Building5R1C.Load(-5, 900, 400, 6000);
    building.step(6 * 3600, load);

    Network network = new Network(design, load);
    double mass = 18;
    int parts = 10_000;
    double dt = 6 * 3600.0 / parts;
    for (int part = 0; part < parts; part++) {
      // Trapezoidal: the flow is linear in the mass temperature.
      double flow0 = network.massFlowW(mass);
      double slope = network.massFlowW(mass + 1) - flow0;
      mass += dt / design.capacityJPerK() * flow0 / (1 - dt / design.capacityJPerK() * slope / 2);
    }
    double[] nodes = network.airAndSurface(mass);
    assertThat(building.massC()).isCloseTo(mass, within(1e-7));
    assertThat(building.airC()).isCloseTo(nodes[0], within(1e-7));
    assertThat(building.surfaceC()).isCloseTo(nodes[1], within(1e-7));
  }

  /** The equations of the two nodes without capacity, solved by Cramer's rule. */
  private record Network(BuildingDesign design, Building5R1C.Load load) {
    double[] airAndSurface(double massC) {
      double is = 3.45 * 4.5 * design.floorAreaM2();
      double ms = 9.1 * 2.5 * design.floorAreaM2();
      double ve = design.ventilationWPerK();
      double w = design.windowsWPerK();
      double light = 1 - 2.5 / 4.5 - w / (9.1 * 4.5 * design.floorAreaM2());
      double airW = 0.5 * load.internalW() + design.emitter().airShare() * load.heatingW();
      double surfaceW =
          light * (0.5 * load.internalW() + load.solarW())
              + design.emitter().surfaceShare() * load.heatingW();
      double a11 = is + ve;
      double a12 = -is;
      double a22 = is + ms + w;
      double b1 = airW + ve * load.outdoorC();
      double b2 = surfaceW + ms * massC + w * load.outdoorC();
      double determinant = a11 * a22 - a12 * a12;
      return new double[] {
        (b1 * a22 - a12 * b2) / determinant, (a11 * b2 - a12 * b1) / determinant
      };
    }

    double massFlowW(double massC) {
      double ms = 9.1 * 2.5 * design.floorAreaM2();
      double em = 1 / (1 / design.opaqueWPerK() - 1 / ms);
      double massW =
          2.5 / 4.5 * (0.5 * load.internalW() + load.solarW())
              + design.emitter().massShare() * load.heatingW();
      return massW + ms * (airAndSurface(massC)[1] - massC) + em * (load.outdoorC() - massC);
    }
  }

  @Test
  void atRestTheLossIsTheHeatAndGoesWithTheWholeConductance() {
    BuildingDesign design =
        new BuildingDesign(
            140, 100, 60, 50, BuildingDesign.Mass.MEDIUM, BuildingDesign.Emitter.AIR);
    Building5R1C building = new Building5R1C(design, 20);
    var load = new Building5R1C.Load(0, 0, 0, 4200);
    building.step(1e9, load);
    building.step(60, load);
    assertThat(building.lossW()).isCloseTo(4200, within(1e-6 * 4200));
    // Air heated: the air is a little warmer, the mass a little colder than 4200/210 = 20 K.
    assertThat(building.airC()).isBetween(20.0, 22.0);
    assertThat(building.massC()).isLessThan(building.airC());
  }

  @Test
  void manySmallStepsAreOneLargeStep() {
    var load = new Building5R1C.Load(3, 500, 300, 2500);
    Building5R1C once = new Building5R1C(house(BuildingDesign.Emitter.RADIATOR), 19);
    Building5R1C often = new Building5R1C(house(BuildingDesign.Emitter.RADIATOR), 19);
    once.step(86_400, load);
    for (int minute = 0; minute < 1440; minute++) {
      often.step(60, load);
    }
    assertThat(often.massC()).isCloseTo(once.massC(), within(1e-9));
  }

  @Test
  void theHeatingAskedForBringsTheAirThere() {
    Building5R1C building = new Building5R1C(house(BuildingDesign.Emitter.FLOOR), 18);
    var load = new Building5R1C.Load(-3, 100, 200, 0);
    double neededW = building.heatingForAirW(900, load, 20);
    building.step(900, new Building5R1C.Load(-3, 100, 200, neededW));
    assertThat(building.airC()).isCloseTo(20, within(1e-9));
  }

  @Test
  void theEnergyOfAYearClosesToABillionth() {
    Random random = new Random(7);
    for (BuildingDesign.Emitter emitter : BuildingDesign.Emitter.values()) {
      Building5R1C building = new Building5R1C(house(emitter), 20);
      EnergyBook book = new EnergyBook(building.storedJ());
      for (int minute = 0; minute < 365 * 1440; minute += 5) {
        double season = Math.cos(2 * Math.PI * minute / (365 * 1440.0));
        var load =
            new Building5R1C.Load(
                10 - 10 * season + random.nextGaussian(),
                random.nextInt(3000),
                random.nextInt(800),
                building.airC() < 20 ? 7000 : 0);
        building.step(300, load);
        book.in(building.gainsW(load) * 300);
        book.out(building.lossW() * 300);
      }
      book.closes(building.storedJ());
    }
  }

  @Test
  void aHeavyHouseCoolsMoreSlowly() {
    var load = new Building5R1C.Load(-10, 0, 0, 0);
    double before = 100;
    for (BuildingDesign.Mass mass : BuildingDesign.Mass.values()) {
      var building =
          new Building5R1C(
              new BuildingDesign(140, 100, 60, 50, mass, BuildingDesign.Emitter.AIR), 20);
      building.step(6 * 3600, load);
      double lost = 20 - building.airC();
      assertThat(lost).isLessThan(before);
      before = lost;
    }
  }
}
