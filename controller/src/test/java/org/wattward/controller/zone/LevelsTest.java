package org.wattward.controller.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelsTest {
  /** Three hours of need, W, the second of them dear; a battery of 10 kWh. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // what,                         stored Wh, need 1, 2, 3,          dear 2, cheap W, fill, drain,
    // spare
    "enough for all,                 10000, 1000, 2000, 1000,          false,  0,       0,    0,   "
        + "  0",
    "nothing stored,                 0,     1000, 2000, 1000,          false,  0,       0,    2000,"
        + "  0",
    "the top of the greatest hour,   1000,  1000, 2000, 1000,          false,  0,       0,    1085,"
        + "  0",
    "surplus that fills it anyway,   8170,  -1000, -3000, -1000,       false,  0,       1000, 0,   "
        + "  1000",
    "surplus that will not fill it,  0,     -1000, -3000, -1000,       false,  0,       0,    1000,"
        + "  0",
    "dear hours first,               1000,  1000, 2000, 1000,          true,   500,     0,    1585,"
        + "  0"
  })
  void theLevelsFillAndEmptyTheBatteryJustInTime(
      String what,
      double storedWh,
      double first,
      double second,
      double third,
      boolean dear,
      double cheapW,
      double fillW,
      double drainW,
      double spareW) {
    Levels levels =
        Levels.of(
            new Levels.Ahead(
                new double[] {first, second, third, Math.signum(-first) * 100},
                1,
                new boolean[] {!dear, true, !dear, !dear}),
            new Levels.Store(storedWh, 10_000, cheapW));
    assertThat(levels.fillW()).as("fill %s", what).isCloseTo(fillW, within(1.0));
    assertThat(levels.spareW()).as("spare %s", what).isCloseTo(spareW, within(1.0));
    if (first > 0) {
      assertThat(levels.drainW()).as("drain %s", what).isCloseTo(drainW, within(1.0));
    }
  }
}
