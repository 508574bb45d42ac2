package org.wattward.devices.network;

import java.util.Optional;

/** One weighted linear least-squares step, dense: rows already divided by their deviations. */
final class LeastSquares {
  private final double[][] rows;
  private final double[][] cholesky;

  private LeastSquares(double[][] rows, double[][] cholesky) {
    this.rows = rows;
    this.cholesky = cholesky;
  }

  /** Factors the normal equations; empty when the rows do not determine the unknowns. */
  static Optional<LeastSquares> of(double[][] rows, int unknowns) {
    double[][] l = new double[unknowns][unknowns];
    for (double[] row : rows) {
      for (int i = 0; i < unknowns; i++) {
        if (row[i] != 0) {
          for (int j = 0; j <= i; j++) {
            l[i][j] += row[i] * row[j];
          }
        }
      }
    }
    for (int i = 0; i < unknowns; i++) {
      double scale = l[i][i];
      for (int j = 0; j <= i; j++) {
        double sum = l[i][j];
        for (int k = 0; k < j; k++) {
          sum -= l[i][k] * l[j][k];
        }
        if (i != j) {
          l[i][j] = sum / l[j][j];
        } else if (sum <= 1e-12 * scale || !(sum > 0)) {
          return Optional.empty();
        } else {
          l[i][i] = Math.sqrt(sum);
        }
      }
    }
    return Optional.of(new LeastSquares(rows, l));
  }

  /** The change of the unknowns that explains the residuals best. */
  double[] solve(double[] residuals) {
    double[] x = new double[cholesky.length];
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < x.length; i++) {
        x[i] += rows[row][i] * residuals[row];
      }
    }
    forward(x);
    for (int i = x.length - 1; i >= 0; i--) {
      for (int k = i + 1; k < x.length; k++) {
        x[i] -= cholesky[k][i] * x[k];
      }
      x[i] /= cholesky[i][i];
    }
    return x;
  }

  /**
   * The part of a row's variance that is left in its residual, 0 to 1: 0 when nothing but the row
   * itself tells about what it measures, so that it can never be found wrong.
   */
  double residualShare(int row) {
    double[] x = rows[row].clone();
    forward(x);
    double explained = 0;
    for (double value : x) {
      explained += value * value;
    }
    return Math.max(0, 1 - explained);
  }

  private void forward(double[] x) {
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= cholesky[i][k] * x[k];
      }
      x[i] /= cholesky[i][i];
    }
  }
}
