package org.wattward.controller.simulation;

/**
 * What energy costs and what it emits.
 *
 * @param surchargeEurPerKwh network fees, levies and taxes on every kWh of import, on top of the
 *     day-ahead price
 * @param exportEurPerKwh paid for every kWh of export
 * @param heatEurPerKwh price of the heat network's other heat
 * @param gridKgPerKwh CO2 of electricity from the grid
 * @param heatKgPerKwh CO2 of the heat network's other heat
 */
public record Tariff(
    double surchargeEurPerKwh,
    double exportEurPerKwh,
    double heatEurPerKwh,
    double gridKgPerKwh,
    double heatKgPerKwh) {
  /**
   * Germany: fees and taxes 0.18 EUR/kWh, feed-in 0.08 EUR/kWh; grid electricity 0.380 kg/kWh
   * (Umweltbundesamt, 2023); other heat from a gas boiler of 90 %: 0.201 kg/kWh of gas
   * (Umweltbundesamt) and 0.11 EUR/kWh of heat.
   */
  public static final Tariff GERMANY = new Tariff(0.18, 0.08, 0.11, 0.380, 0.201 / 0.9);
}
