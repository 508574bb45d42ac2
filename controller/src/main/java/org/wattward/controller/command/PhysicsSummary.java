package org.wattward.controller.command;

import java.io.PrintWriter;
import java.util.List;

/**
 * What measuring the simulated district's physics came to.
 *
 * @param days how many days were lived through in steps of 60 s
 * @param sizes one transformer district, which is the baseline, and several side by side
 */
record PhysicsSummary(Machine machine, int days, List<Size> sizes, List<Goal> goals) {

  /**
   * One size.
   *
   * @param stepMicros processor time of a step
   * @param deviceNanos of it for each device
   */
  record Size(int devices, double stepMicros, double deviceNanos) {}

  void print(PrintWriter out) {
    out.printf("%d cores, one of them used; %d days of 60 s%n", machine.cores(), days);
    for (Size size : sizes) {
      out.printf(
          "  %5d devices: %.1f us a step, %.0f ns a device (%.2f of one district's)%n",
          size.devices,
          size.stepMicros,
          size.deviceNanos,
          size.deviceNanos / sizes.getFirst().deviceNanos);
    }
    Goal.print(goals, out);
  }
}
