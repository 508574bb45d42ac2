package org.wattward.devices.network;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A grid in one switching state as nodes and equations: buses joined by closed couplers are one
 * node, and every node that is fed and not held by the upstream grid has a row.
 */
final class Circuit {
  final int[] nodeOfBus;
  final boolean[] live;

  /** The held voltage of a node, 0 where none is held. */
  final double[] slackPu;

  /** By how much a node lags the feeding bus because of vector groups. */
  final double[] shiftRad;

  /** The row of a node; -1 for a held or dead one. */
  final int[] rowOfNode;

  /** The branch over which a node is fed; -1 for a held or dead one. */
  final int[] feedingBranch;

  final int rows;
  final boolean radial;

  /** Why this state cannot be calculated at all, if so. */
  final @Nullable String refusal;

  final AdmittanceFactor factor;

  /** What the held voltages drive into every row, by position of the factor. */
  final double[] drivenRe;

  final double[] drivenIm;

  private final GridModel grid;

  private Circuit(GridModel grid) {
    this.grid = grid;
    this.nodeOfBus = nodes(grid);
    int nodes = grid.busCount();
    this.live = new boolean[nodes];
    this.slackPu = new double[nodes];
    this.shiftRad = new double[nodes];
    this.rowOfNode = new int[nodes];
    this.feedingBranch = new int[nodes];
    Walk walk = new Walk();
    this.refusal = walk.refusal;
    this.rows = walk.rows;
    this.radial = walk.refusal == null && walk.closedBranches == walk.rows;
    AdmittanceFactor.Builder builder = new AdmittanceFactor.Builder(rows, grid.branchCount());
    double[] re = new double[rows];
    double[] im = new double[rows];
    for (int branch = 0; branch < grid.branchCount(); branch++) {
      stamp(branch, builder, re, im);
    }
    this.factor = builder.build();
    this.drivenRe = new double[rows];
    this.drivenIm = new double[rows];
    for (int row = 0; row < rows; row++) {
      drivenRe[factor.position(row)] = re[row];
      drivenIm[factor.position(row)] = im[row];
    }
  }

  static Circuit of(GridModel grid) {
    return new Circuit(grid);
  }

  /** The position of a node's unknown, -1 for a held or dead node. */
  int position(int node) {
    return rowOfNode[node] < 0 ? -1 : factor.position(rowOfNode[node]);
  }

  /** The node at the other end of the branch that feeds a node. */
  int feedingNode(int node) {
    int branch = feedingBranch[node];
    int from = nodeOfBus[grid.fromBus(branch)];
    return from == node ? nodeOfBus[grid.toBus(branch)] : from;
  }

  private static int[] nodes(GridModel grid) {
    int[] node = new int[grid.busCount()];
    Arrays.setAll(node, bus -> bus);
    for (Coupler coupler : grid.couplers()) {
      if (coupler.closed()) {
        int a = root(node, grid.busIndex(coupler.from()));
        int b = root(node, grid.busIndex(coupler.to()));
        node[Math.max(a, b)] = Math.min(a, b);
      }
    }
    for (int bus = 0; bus < node.length; bus++) {
      node[bus] = root(node, bus);
    }
    return node;
  }

  private static int root(int[] node, int bus) {
    int at = bus;
    while (node[at] != at) {
      at = node[at];
    }
    return at;
  }

  private void stamp(int branch, AdmittanceFactor.Builder builder, double[] re, double[] im) {
    boolean fromClosed = grid.fromClosed(branch);
    boolean toClosed = grid.toClosed(branch);
    PiBranch pi = grid.branch(branch);
    int from = rowOfNode[nodeOfBus[grid.fromBus(branch)]];
    int to = rowOfNode[nodeOfBus[grid.toBus(branch)]];
    double square = pi.ratio() * pi.ratio();
    if (fromClosed && toClosed) {
      double g = pi.seriesG() + pi.shuntG();
      double b = pi.seriesB() + pi.shuntB();
      double mutualG = -pi.seriesG() / pi.ratio();
      double mutualB = -pi.seriesB() / pi.ratio();
      if (from >= 0) {
        builder.addDiagonal(from, g / square, b / square);
      }
      if (to >= 0) {
        builder.addDiagonal(to, g, b);
      }
      if (from >= 0 && to >= 0) {
        builder.addEdge(from, to, mutualG, mutualB);
      } else if (to >= 0) {
        drive(to, slackPu[nodeOfBus[grid.fromBus(branch)]], mutualG, mutualB, re, im);
      } else if (from >= 0) {
        drive(from, slackPu[nodeOfBus[grid.toBus(branch)]], mutualG, mutualB, re, im);
      }
    } else if (fromClosed && from >= 0) {
      double[] shunt = pi.openEnded();
      builder.addDiagonal(from, shunt[0] / square, shunt[1] / square);
    } else if (toClosed && to >= 0) {
      double[] shunt = pi.openEnded();
      builder.addDiagonal(to, shunt[0], shunt[1]);
    }
  }

  private static void drive(
      int row, double heldPu, double mutualG, double mutualB, double[] re, double[] im) {
    re[row] -= heldPu * mutualG;
    im[row] -= heldPu * mutualB;
  }

  /** Goes from the feeding buses along closed branches. */
  private final class Walk {
    private final int[] start;
    private final int[] incident;
    private final int[] queue;
    private int queued;
    int rows;
    int closedBranches;
    @Nullable String refusal;

    Walk() {
      int nodes = live.length;
      start = new int[nodes + 1];
      incident = incidences();
      queue = new int[nodes];
      Arrays.fill(rowOfNode, -1);
      Arrays.fill(feedingBranch, -1);
      for (int bus = 0; bus < nodes; bus++) {
        if (grid.bus(bus).slackVoltagePu().isPresent()) {
          hold(nodeOfBus[bus], grid.bus(bus).slackVoltagePu().getAsDouble());
        }
      }
      int held = queued;
      for (int head = 0; head < queued; head++) {
        visit(queue[head]);
      }
      closedBranches /= 2;
      for (int index = held; index < queued; index++) {
        rowOfNode[queue[index]] = rows++;
      }
    }

    private int[] incidences() {
      for (int branch = 0; branch < grid.branchCount(); branch++) {
        if (grid.fromClosed(branch) && grid.toClosed(branch)) {
          start[nodeOfBus[grid.fromBus(branch)] + 1]++;
          start[nodeOfBus[grid.toBus(branch)] + 1]++;
        }
      }
      for (int node = 1; node < start.length; node++) {
        start[node] += start[node - 1];
      }
      int[] found = new int[start[start.length - 1]];
      int[] next = start.clone();
      for (int branch = 0; branch < grid.branchCount(); branch++) {
        if (grid.fromClosed(branch) && grid.toClosed(branch)) {
          found[next[nodeOfBus[grid.fromBus(branch)]]++] = branch;
          found[next[nodeOfBus[grid.toBus(branch)]]++] = branch;
        }
      }
      return found;
    }

    private void hold(int node, double voltagePu) {
      if (slackPu[node] != 0 && slackPu[node] != voltagePu) {
        refusal =
            "Closed couplers join feeding buses held at %s and %s per unit."
                .formatted(slackPu[node], voltagePu);
      }
      if (!live[node]) {
        live[node] = true;
        queue[queued++] = node;
      }
      slackPu[node] = voltagePu;
    }

    private void visit(int node) {
      for (int index = start[node]; index < start[node + 1]; index++) {
        int branch = incident[index];
        int from = nodeOfBus[grid.fromBus(branch)];
        int to = nodeOfBus[grid.toBus(branch)];
        closedBranches++;
        int other = node == from ? to : from;
        double shift = grid.branch(branch).shiftRad();
        double expected = shiftRad[node] + (node == from ? shift : -shift);
        if (!live[other]) {
          live[other] = true;
          shiftRad[other] = expected;
          feedingBranch[other] = branch;
          queue[queued++] = other;
        } else if (Math.abs(Math.IEEEremainder(expected - shiftRad[other], 2 * Math.PI)) > 1e-6) {
          refusal =
              "A loop through %s closes transformers of different vector groups; their angles differ by %.0f degrees."
                  .formatted(
                      grid.branchId(branch), Math.abs(Math.toDegrees(expected - shiftRad[other])));
        }
      }
    }
  }
}
