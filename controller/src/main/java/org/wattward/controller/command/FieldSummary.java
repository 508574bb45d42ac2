package org.wattward.controller.command;

import java.io.PrintWriter;
import java.util.List;
import org.wattward.controller.command.FieldBench.Run;
import org.wattward.protocols.link.Lateness;

/**
 * What {@code bench field} came to.
 *
 * @param machine cores and memory it ran on
 * @param plan what was polled
 * @param seconds how long
 * @param requestsPerS requests a second over the whole run
 * @param leastPollsPerS polls in the worst second
 * @param pointsPerS good readings a second over the whole run
 * @param failures requests without a valid answer
 * @param lateness how late polls began
 * @param missed polls that were due and left out
 * @param besideSilence lateness of the others while devices are silent, if asked for
 * @param controllerCpuS processor seconds of the controller
 * @param fieldCpuS processor seconds of the simulated field
 * @param peakHeapMiB greatest heap of the controller, the peaks of its parts added up
 * @param fullSpeed what is possible without pauses
 * @param goals figures held against their goals
 */
record FieldSummary(
    Machine machine,
    Plan plan,
    double seconds,
    double requestsPerS,
    double leastPollsPerS,
    double pointsPerS,
    long missed,
    long failures,
    Latenesses lateness,
    List<BesideSilence> besideSilence,
    double controllerCpuS,
    double fieldCpuS,
    double peakHeapMiB,
    FullSpeed fullSpeed,
    List<Goal> goals) {

  /**
   * What was polled.
   *
   * @param devices devices
   * @param points points of each
   * @param links connections
   * @param periodMs how often each device is polled
   */
  record Plan(int devices, int points, int links, long periodMs) {}

  /**
   * How late polls began.
   *
   * @param p50Ms half of them at most
   * @param p99Ms 99 of 100 at most
   * @param maxMs all of them
   */
  record Latenesses(double p50Ms, double p99Ms, double maxMs) {
    static Latenesses of(Lateness lateness) {
      return new Latenesses(
          lateness.percentileMs(0.5), lateness.percentileMs(0.99), lateness.percentileMs(1));
    }
  }

  /**
   * How late the polls of the others began while devices were silent.
   *
   * @param silent how many, and where
   * @param lateness from the moment they fell silent
   */
  record BesideSilence(String silent, Latenesses lateness) {}

  /**
   * What is possible without pauses.
   *
   * @param requestsPerS by the links, with everything they check, decode and keep
   * @param bareRequestsPerS by j2mod alone, in the same run
   * @param ratio the first by the second
   */
  record FullSpeed(double requestsPerS, double bareRequestsPerS, double ratio) {}

  static FieldSummary of(
      Plan plan,
      Run run,
      FullSpeed fullSpeed,
      List<BesideSilence> besideSilence,
      List<Goal> goals) {
    return new FieldSummary(
        Machine.here(),
        plan,
        run.seconds(),
        run.requestsPerS(),
        run.leastPollsPerS(),
        run.pointsPerS(),
        run.missed(),
        run.failures(),
        Latenesses.of(run.lateness()),
        List.copyOf(besideSilence),
        run.cpuS(),
        run.fieldCpuS(),
        run.peakHeapMiB(),
        fullSpeed,
        List.copyOf(goals));
  }

  boolean isMet() {
    return goals.stream().allMatch(Goal::met);
  }

  void print(PrintWriter out) {
    out.printf(
        "%d devices with %d points on %d links, every %d ms for %.1f s, on %d cores with %.1f"
            + " GiB.%n",
        plan.devices,
        plan.points,
        plan.links,
        plan.periodMs,
        seconds,
        machine.cores(),
        machine.memoryGiB());
    out.printf(
        "  requests         %.0f/s, %.0f in the worst second; %.0f points/s; %d left out, %d"
            + " failed%n",
        requestsPerS, leastPollsPerS, pointsPerS, missed, failures);
    printLateness(out, "lateness", lateness);
    besideSilence.forEach(
        beside -> printLateness(out, "  " + beside.silent + " silent", beside.lateness));
    out.printf(
        "  processor time   %.1f s controller, %.1f s simulated field; peak heap %.0f MiB%n",
        controllerCpuS, fieldCpuS, peakHeapMiB);
    out.printf(
        "  full speed       %.0f requests/s, j2mod alone %.0f, ratio %.2f%n",
        fullSpeed.requestsPerS, fullSpeed.bareRequestsPerS, fullSpeed.ratio);
    Goal.print(goals, out);
  }

  private static void printLateness(PrintWriter out, String name, Latenesses of) {
    out.printf(
        "  %-16s p50 %.1f ms, p99 %.1f ms, max %.1f ms%n", name, of.p50Ms, of.p99Ms, of.maxMs);
  }
}
