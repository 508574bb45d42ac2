package org.wattward.controller.why;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.quantity.Unit;

class AmountsTest {
  @ParameterizedTest(name = "{0} {1} is written {2}")
  @CsvSource({
    "0,        W,       0 W",
    "-0.2,     W,       -0.20 W",
    "999,      W,       999 W",
    "4200,     W,       4.20 kW",
    "-10000,   W,       -10 kW",
    "1234567,  WH,      1.23 MWh",
    "21.53,    CELSIUS, 21.5 °C",
    "100,      PERCENT, 100 %",
    "3,        COUNT,   3",
    "0.95,     ONE,     0.95"
  })
  void aQuantityIsWrittenAsPeopleReadIt(double value, Unit unit, String text) {
    assertThat(Amounts.text(value, unit)).isEqualTo(text);
  }
}
