package org.wattward.controller.simulation;

import java.util.Arrays;
import java.util.List;

/** A power over time: the mean of each quarter of an hour, W. Immutable. */
public final class Curve {
  private final float[] powersW;

  Curve(float[] powersW) {
    this.powersW = powersW.clone();
  }

  static Curve sum(List<Curve> curves) {
    float[] sum = new float[curves.getFirst().powersW.length];
    for (Curve curve : curves) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += curve.powersW[i];
      }
    }
    return new Curve(sum);
  }

  /** How many quarters of an hour. */
  public int size() {
    return powersW.length;
  }

  /** One of them. */
  public double powerW(int quarter) {
    return powersW[quarter];
  }

  double greatestW() {
    double most = 0;
    for (float power : powersW) {
      most = Math.max(most, power);
    }
    return most;
  }

  /** The same powers, least first. */
  double[] sortedW() {
    double[] values = new double[powersW.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = powersW[i];
    }
    Arrays.sort(values);
    return values;
  }
}
