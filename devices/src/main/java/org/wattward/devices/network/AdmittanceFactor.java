package org.wattward.devices.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * A complex symmetric admittance matrix, factored as L·D·Lᵀ once and solved many times.
 *
 * <p>Leaves are eliminated first, each into the one neighbour it has left, so on a radial network
 * the two triangular solves are exactly the backward and the forward sweep and nothing fills in.
 * What remains when no leaf is left, the loops, is eliminated by least degree (Tinney and Walker
 * 1967, scheme 2).
 */
final class AdmittanceFactor {
  private final int[] positionOfRow;
  private final int[] columnStart;
  private final int[] columnRow;
  private final double[] lowerRe;
  private final double[] lowerIm;
  private final double[] inverseRe;
  private final double[] inverseIm;

  private AdmittanceFactor(Builder builder) {
    int rows = builder.rows;
    positionOfRow = new int[rows];
    for (int position = 0; position < rows; position++) {
      positionOfRow[builder.order[position]] = position;
    }
    columnStart = builder.columnStart;
    int entries = columnStart[rows];
    columnRow = new int[entries];
    for (int entry = 0; entry < entries; entry++) {
      columnRow[entry] = positionOfRow[builder.entryRow[entry]];
    }
    lowerRe = Arrays.copyOf(builder.entryRe, entries);
    lowerIm = Arrays.copyOf(builder.entryIm, entries);
    inverseRe = new double[rows];
    inverseIm = new double[rows];
    for (int position = 0; position < rows; position++) {
      int row = builder.order[position];
      double re = builder.diagonalRe[row];
      double im = builder.diagonalIm[row];
      double square = re * re + im * im;
      inverseRe[position] = re / square;
      inverseIm[position] = -im / square;
    }
  }

  /** Where a row stands in the vectors given to {@link #solve}. */
  int position(int row) {
    return positionOfRow[row];
  }

  /** Replaces right-hand sides by solutions, in place. */
  void solve(double[] re, double[] im) {
    int rows = inverseRe.length;
    for (int k = 0; k < rows; k++) {
      double xRe = re[k];
      double xIm = im[k];
      int end = columnStart[k + 1];
      for (int entry = columnStart[k]; entry < end; entry++) {
        int row = columnRow[entry];
        re[row] -= lowerRe[entry] * xRe - lowerIm[entry] * xIm;
        im[row] -= lowerRe[entry] * xIm + lowerIm[entry] * xRe;
      }
    }
    for (int k = rows - 1; k >= 0; k--) {
      double xRe = re[k] * inverseRe[k] - im[k] * inverseIm[k];
      double xIm = re[k] * inverseIm[k] + im[k] * inverseRe[k];
      int end = columnStart[k + 1];
      for (int entry = columnStart[k]; entry < end; entry++) {
        int row = columnRow[entry];
        xRe -= lowerRe[entry] * re[row] - lowerIm[entry] * im[row];
        xIm -= lowerRe[entry] * im[row] + lowerIm[entry] * re[row];
      }
      re[k] = xRe;
      im[k] = xIm;
    }
  }

  /** Collects a matrix and factors it. */
  static final class Builder {
    private final int rows;
    private final double[] diagonalRe;
    private final double[] diagonalIm;
    private final int[] edgeA;
    private final int[] edgeB;
    private final double[] edgeRe;
    private final double[] edgeIm;
    private int edges;

    private final int[] order;
    private final int[] columnStart;
    private int[] entryRow;
    private double[] entryRe;
    private double[] entryIm;
    private int eliminated;
    private int entries;

    Builder(int rows, int mostEdges) {
      this.rows = rows;
      diagonalRe = new double[rows];
      diagonalIm = new double[rows];
      edgeA = new int[mostEdges];
      edgeB = new int[mostEdges];
      edgeRe = new double[mostEdges];
      edgeIm = new double[mostEdges];
      order = new int[rows];
      columnStart = new int[rows + 1];
      entryRow = new int[mostEdges];
      entryRe = new double[mostEdges];
      entryIm = new double[mostEdges];
    }

    void addDiagonal(int row, double re, double im) {
      diagonalRe[row] += re;
      diagonalIm[row] += im;
    }

    void addEdge(int a, int b, double re, double im) {
      edgeA[edges] = a;
      edgeB[edges] = b;
      edgeRe[edges] = re;
      edgeIm[edges] = im;
      edges++;
    }

    AdmittanceFactor build() {
      boolean[] gone = new boolean[rows];
      peelLeaves(gone);
      if (eliminated < rows) {
        eliminateLoops(gone);
      }
      return new AdmittanceFactor(this);
    }

    private void peelLeaves(boolean[] gone) {
      int[] degree = new int[rows];
      for (int edge = 0; edge < edges; edge++) {
        degree[edgeA[edge]]++;
        degree[edgeB[edge]]++;
      }
      int[] start = new int[rows + 1];
      for (int row = 0; row < rows; row++) {
        start[row + 1] = start[row] + degree[row];
      }
      int[] incident = new int[2 * edges];
      int[] next = Arrays.copyOf(start, rows);
      for (int edge = 0; edge < edges; edge++) {
        incident[next[edgeA[edge]]++] = edge;
        incident[next[edgeB[edge]]++] = edge;
      }
      int queued = 0;
      for (int row = 0; row < rows; row++) {
        if (degree[row] <= 1) {
          order[queued++] = row;
        }
      }
      while (eliminated < queued) {
        int row = order[eliminated];
        gone[row] = true;
        for (int index = start[row]; index < start[row + 1]; index++) {
          int edge = incident[index];
          int other = edgeA[edge] == row ? edgeB[edge] : edgeA[edge];
          if (!gone[other]) {
            eliminate(row, other, edgeRe[edge], edgeIm[edge]);
            if (--degree[other] == 1) {
              order[queued++] = other;
            }
          }
        }
        columnStart[++eliminated] = entries;
      }
    }

    /** Writes one entry of L and takes what the row contributed off the other's diagonal. */
    private void eliminate(int row, int other, double re, double im) {
      double square = diagonalRe[row] * diagonalRe[row] + diagonalIm[row] * diagonalIm[row];
      double lRe = (re * diagonalRe[row] + im * diagonalIm[row]) / square;
      double lIm = (im * diagonalRe[row] - re * diagonalIm[row]) / square;
      if (entries == entryRow.length) {
        int more = Math.max(16, entries * 2);
        entryRow = Arrays.copyOf(entryRow, more);
        entryRe = Arrays.copyOf(entryRe, more);
        entryIm = Arrays.copyOf(entryIm, more);
      }
      entryRow[entries] = other;
      entryRe[entries] = lRe;
      entryIm[entries] = lIm;
      entries++;
      diagonalRe[other] -= re * lRe - im * lIm;
      diagonalIm[other] -= re * lIm + im * lRe;
    }

    private void eliminateLoops(boolean[] gone) {
      List<Map<Integer, double[]>> neighbours = new ArrayList<>(rows);
      for (int row = 0; row < rows; row++) {
        neighbours.add(new TreeMap<>());
      }
      for (int edge = 0; edge < edges; edge++) {
        if (!gone[edgeA[edge]] && !gone[edgeB[edge]]) {
          join(neighbours, edgeA[edge], edgeB[edge], edgeRe[edge], edgeIm[edge]);
        }
      }
      // Degree in the upper half, row in the lower: least degree first, ties by row.
      PriorityQueue<Long> queue = new PriorityQueue<>();
      for (int row = 0; row < rows; row++) {
        if (!gone[row]) {
          queue.add(((long) neighbours.get(row).size() << 32) | row);
        }
      }
      while (eliminated < rows) {
        long least = queue.remove();
        int row = (int) least;
        if (gone[row] || least >>> 32 != neighbours.get(row).size()) {
          continue;
        }
        gone[row] = true;
        order[eliminated] = row;
        eliminateColumn(row, neighbours);
        columnStart[++eliminated] = entries;
        for (int other : neighbours.get(row).keySet()) {
          queue.add(((long) neighbours.get(other).size() << 32) | other);
        }
      }
    }

    private void eliminateColumn(int row, List<Map<Integer, double[]>> neighbours) {
      List<Map.Entry<Integer, double[]>> column = List.copyOf(neighbours.get(row).entrySet());
      int first = entries;
      for (Map.Entry<Integer, double[]> entry : column) {
        neighbours.get(entry.getKey()).remove(row);
        eliminate(row, entry.getKey(), entry.getValue()[0], entry.getValue()[1]);
      }
      for (int i = 0; i < column.size(); i++) {
        double lRe = entryRe[first + i];
        double lIm = entryIm[first + i];
        for (int j = i + 1; j < column.size(); j++) {
          double[] a = column.get(j).getValue();
          join(
              neighbours,
              column.get(i).getKey(),
              column.get(j).getKey(),
              -(lRe * a[0] - lIm * a[1]),
              -(lRe * a[1] + lIm * a[0]));
        }
      }
    }

    private static void join(
        List<Map<Integer, double[]>> neighbours, int a, int b, double re, double im) {
      double[] value = neighbours.get(a).computeIfAbsent(b, _ -> new double[2]);
      value[0] += re;
      value[1] += im;
      neighbours.get(b).put(a, value);
    }
  }
}
