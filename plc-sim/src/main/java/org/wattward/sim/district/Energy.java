package org.wattward.sim.district;

/** Two counters, import and export, neither of which ever falls. */
final class Energy {
  private double importWh;
  private double exportWh;

  Energy(double importWh, double exportWh) {
    this.importWh = importWh;
    this.exportWh = exportWh;
  }

  void add(double powerW, double hours) {
    importWh += Math.max(0, powerW) * hours;
    exportWh += Math.max(0, -powerW) * hours;
  }

  double importWh() {
    return importWh;
  }

  double exportWh() {
    return exportWh;
  }
}
