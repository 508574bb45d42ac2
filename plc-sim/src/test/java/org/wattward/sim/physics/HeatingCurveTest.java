package org.wattward.sim.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeatingCurveTest {
  @ParameterizedTest(name = "{0} at {1} °C")
  @CsvSource({
    "DHN_Vattenfall_Hamburg, -15, 136, 52.6",
    "DHN_Vattenfall_Hamburg, 0, 110, 49.6",
    "DHN_Vattenfall_Hamburg, 2.5, 102.5, 48.4",
    "DHN_Vattenfall_Hamburg, 30, 90, 46.9",
    "LHN_EonHanse, -10, 86.66666667, 50",
    "LHN_EonHanse, -30, 90, 50",
    "LHN_EnergieverbundWilhelmsburgMitte, -10, 80.63, 45.83",
    "60_40, 7.5, 45.5, 32.5",
    "FloorHeating, 3.5, 37.5, 27"
  })
  void theFilesAreReadAndInterpolated(String file, double ambientC, double supplyC, double returnC)
      throws IOException {
    HeatingCurve curve = read("HeatingCurve_" + file + ".txt");
    assertThat(curve.supplyC(ambientC)).isCloseTo(supplyC, within(1e-9));
    assertThat(curve.returnC(ambientC)).isCloseTo(returnC, within(1e-9));
  }

  @Test
  void allSevenFilesHaveTheirPoints() throws IOException {
    Path folder = ReferenceFolder.file("data/heating_curves");
    try (Stream<Path> files = Files.list(folder)) {
      List<Integer> sizes =
          files.map(file -> read(file.getFileName().toString()).points().size()).sorted().toList();
      assertThat(sizes).containsExactly(9, 9, 9, 36, 36, 36, 36);
    }
  }

  @Test
  void theBuiltInCurvesAreThoseOfTheFiles() {
    HeatingCurve eon = read("HeatingCurve_LHN_EonHanse.txt");
    HeatingCurve house = read("HeatingCurve_60_40.txt");
    for (double ambientC = -25; ambientC <= 30; ambientC += 0.5) {
      assertThat(HeatingCurve.localNetwork().supplyC(ambientC))
          .isCloseTo(eon.supplyC(ambientC), within(1e-6));
      assertThat(HeatingCurve.radiators().supplyC(ambientC))
          .isCloseTo(house.supplyC(ambientC), within(1e-9));
      assertThat(HeatingCurve.radiators().returnC(ambientC))
          .isCloseTo(house.returnC(ambientC), within(1e-9));
    }
  }

  @Test
  void aReturnAboveItsSupplyIsRefused() {
    assertThatThrownBy(() -> new HeatingCurve.Point(0, 40, 50)).isInstanceOf(InvalidModel.class);
  }

  private static HeatingCurve read(String name) {
    try (InputStream in =
        Files.newInputStream(ReferenceFolder.file("data/heating_curves/" + name))) {
      return HeatingCurve.read(in);
    } catch (IOException problem) {
      throw new AssertionError(problem);
    }
  }
}
