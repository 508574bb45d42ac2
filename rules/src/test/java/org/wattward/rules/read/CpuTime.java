package org.wattward.rules.read;

import java.lang.management.ManagementFactory;

/** The processor time of the current thread: what a text costs, whatever else the machine does. */
public final class CpuTime {
  private CpuTime() {}

  /** Nanoseconds since the thread began. */
  public static long nanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
