package org.wattward.sim.physics;

/**
 * Lighting classes of roads for motor traffic with the mean luminance each has to keep: EN
 * 13201-2:2015, table 1. A class may change with the traffic (EN 13201-1), and dimming is that.
 */
public enum LightingClass {
  M1(2.00),
  M2(1.50),
  M3(1.00),
  M4(0.75),
  M5(0.50),
  M6(0.30);

  private final double luminanceCdPerM2;

  LightingClass(double luminanceCdPerM2) {
    this.luminanceCdPerM2 = luminanceCdPerM2;
  }

  /** Mean luminance of a dry road surface that must be kept. */
  public double luminanceCdPerM2() {
    return luminanceCdPerM2;
  }

  /** The level that keeps a class on lights designed for this one; above 100 when they cannot. */
  public double levelForPercent(LightingClass kept) {
    return 100 * kept.luminanceCdPerM2 / luminanceCdPerM2;
  }
}
