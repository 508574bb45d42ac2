package org.wattward.controller.command;

import java.io.PrintWriter;
import java.util.List;
import org.wattward.controller.command.OrderLoad.Result;

/**
 * What measuring a scheduler program's orders came to.
 *
 * @param collector the garbage collectors of this process, whose pauses are in the times
 * @param load how the orders were given
 * @param single orders, each in a call of its own
 * @param batched the same orders, some in a call
 * @param baseline calls that only ask, as many as {@code single}
 * @param disk lines forced to the bare disk, one after the other, while {@code baseline} was
 *     measured
 * @param ratioToBaseline p99 of {@code single} to that of {@code baseline}
 * @param decidedP99Ms from when an order was taken to its decision, of the latest receipts
 * @param bulkMs how long one call with {@code bulk} orders took
 * @param decisions made while {@code single} was measured
 * @param latePolls polls that began late meanwhile
 * @param cpuS cores of the controller with its simulated district meanwhile
 * @param loadCpuS cores of the callers, in the same process
 * @param otherCpuS cores of everything else on the machine, the database among it
 * @param compilingCpuS cores of {@code cpuS} that Java's compilers took
 * @param collectingS share of the time in which the collector was at work
 */
record RequestsSummary(
    Machine machine,
    String collector,
    String load,
    Calls single,
    Calls batched,
    Calls baseline,
    Calls disk,
    double ratioToBaseline,
    double decidedP99Ms,
    double bulkMs,
    int bulk,
    long decisions,
    long latePolls,
    double cpuS,
    double loadCpuS,
    double otherCpuS,
    double compilingCpuS,
    double collectingS,
    List<Goal> goals) {

  /**
   * Calls at a steady rate, each timed from when it was due.
   *
   * @param orders how many a call
   */
  record Calls(
      int orders,
      double callsPerSecond,
      double ordersPerSecond,
      double p50Ms,
      double p99Ms,
      double p999Ms,
      double maxMs) {
    static Calls of(Result result, int orders) {
      return new Calls(
          orders,
          result.perSecond(),
          orders * result.perSecond(),
          result.percentileMs(50),
          result.percentileMs(99),
          result.percentileMs(99.9),
          result.percentileMs(100));
    }

    private void print(String what, PrintWriter out) {
      out.printf(
          "  %-23s %5.0f calls/s: p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.0f ms%n",
          what, callsPerSecond, p50Ms, p99Ms, p999Ms, maxMs);
    }
  }

  void print(PrintWriter out) {
    out.printf("%d cores, %s; %s%n", machine.cores(), collector, load);
    single.print("one order a call", out);
    batched.print(batched.orders + " orders a call", out);
    baseline.print("only asking", out);
    disk.print("a line on the bare disk", out);
    out.printf(
        "  %d orders in one call: %.0f ms; to the decision: p99 %.1f ms%n",
        bulk, bulkMs, decidedP99Ms);
    out.printf(
        "  cores: %.2f of the controller with its simulated district, %.2f of the callers, %.2f of"
            + " everything else, the database among it%n  of the controller's, Java's compilers"
            + " took %.2f; its collector was at work for %.0f %% of the time%n",
        cpuS, loadCpuS, otherCpuS, compilingCpuS, 100 * collectingS);
    Goal.print(goals, out);
    Machine.advice().ifPresent(out::println);
  }
}
