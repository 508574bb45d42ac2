package org.wattward.sim.physics;

import static org.assertj.core.api.Assertions.assertThat;

/** Books energy in and out, in compensated sums, and tells whether what is stored explains it. */
final class EnergyBook {
  private final double atStart;
  private double turnover;
  private double sum;
  private double carry;

  EnergyBook(double storedAtStart) {
    this.atStart = storedAtStart;
  }

  void in(double energy) {
    add(energy);
  }

  void out(double energy) {
    add(-energy);
  }

  /** Kahan's summation, so that the year's sum is not what is tested. */
  private void add(double energy) {
    turnover += Math.abs(energy);
    double corrected = energy - carry;
    double next = sum + corrected;
    carry = next - sum - corrected;
    sum = next;
  }

  void closes(double storedAtEnd) {
    assertThat(turnover).isPositive();
    assertThat(Math.abs(atStart + sum - storedAtEnd) / turnover).isLessThan(1e-9);
  }
}
