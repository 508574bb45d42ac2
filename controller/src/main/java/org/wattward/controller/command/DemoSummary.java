package org.wattward.controller.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wattward.controller.simulation.ScenarioOutcome;

/**
 * What a demonstration run came to.
 *
 * @param machine cores and memory it ran on
 * @param seconds how long it ran
 * @param devices how many devices were in which state at its end
 * @param polls poll cycles
 * @param pointsPerSecond readings a second over the whole run
 * @param latePolls poll cycles that began late
 * @param decisions decision records
 * @param decisionsByPackage how many decisions each rule package won or limited
 * @param writesSent writes that went out
 * @param writesVerified writes read back
 * @param writesFailed writes that failed or are unknown
 * @param rowsRecorded readings handed to the record
 * @param rowsQueried readings found again in the database
 * @param startSeconds from the command to the first page
 * @param peakHeapMiB greatest heap in use
 * @param goals figures held against their goals
 * @param scenario how the scenario went, if there was one
 */
record DemoSummary(
    Machine machine,
    double seconds,
    Map<String, Long> devices,
    long polls,
    double pointsPerSecond,
    long latePolls,
    long decisions,
    Map<String, Long> decisionsByPackage,
    long writesSent,
    long writesVerified,
    long writesFailed,
    long rowsRecorded,
    long rowsQueried,
    double startSeconds,
    double peakHeapMiB,
    List<Goal> goals,
    Optional<ScenarioOutcome> scenario) {

  boolean isMet() {
    return goals.stream().allMatch(Goal::met);
  }

  void print(PrintWriter out) {
    out.printf(
        "%nThe district ran for %.1f s on %d cores with %.1f GiB.%n",
        seconds, machine.cores(), machine.memoryGiB());
    out.printf("  devices          %s%n", devices);
    out.printf(
        "  polls            %d, late %d; %.0f points/s%n", polls, latePolls, pointsPerSecond);
    out.printf("  decisions        %d %s%n", decisions, decisionsByPackage);
    out.printf(
        "  writes           %d sent, %d verified, %d failed%n",
        writesSent, writesVerified, writesFailed);
    out.printf("  rows             %d recorded, %d queried back%n", rowsRecorded, rowsQueried);
    out.printf("  start            %.1f s; peak heap %.0f MiB%n", startSeconds, peakHeapMiB);
    Goal.print(goals, out);
    out.flush();
  }
}
