package org.wattward.controller.command;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The machine that a measurement ran on.
 *
 * @param cores processors
 * @param memoryGiB memory
 */
record Machine(int cores, double memoryGiB) {
  private static final double GIB = 1024.0 * 1024 * 1024;

  static Machine here() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(), system().getTotalMemorySize() / GIB);
  }

  /** The processor time that this process has used. */
  static long cpuNanos() {
    return system().getProcessCpuTime();
  }

  private static OperatingSystemMXBean system() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  }
}
