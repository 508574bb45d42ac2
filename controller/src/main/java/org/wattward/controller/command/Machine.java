package org.wattward.controller.command;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The machine that a measurement ran on.
 *
 * @param cores processors
 * @param memoryGiB memory
 */
record Machine(int cores, double memoryGiB) {
  private static final double GIB = 1024.0 * 1024 * 1024;
  private static final Path ALL_PROCESSES = Path.of("/proc/stat");

  /** The kernel counts in hundredths of a second, whatever its own tick is (proc(5)). */
  private static final double TICKS_PER_S = 100;

  private static final int IDLE = 4;
  private static final int WAITS_FOR_DISK = 5;
  private static final int GUEST = 9;

  static Machine here() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(), system().getTotalMemorySize() / GIB);
  }

  /** The processor time that this process has used. */
  static long cpuNanos() {
    return system().getProcessCpuTime();
  }

  /** The processor time that all processes have used; empty where nobody tells. */
  static OptionalDouble allCpuS() {
    try {
      String[] words = Files.readString(ALL_PROCESSES).lines().findFirst().orElse("").split("\\s+");
      double ticks = 0;
      for (int i = 1; i < Math.min(words.length, GUEST); i++) {
        ticks += i == IDLE || i == WAITS_FOR_DISK ? 0 : Double.parseDouble(words[i]);
      }
      return words.length > WAITS_FOR_DISK
          ? OptionalDouble.of(ticks / TICKS_PER_S)
          : OptionalDouble.empty();
    } catch (IOException | NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** What garbage collections cost so far, milliseconds, as far as the collectors tell. */
  static long collectingMs() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  /** What Java's compilers worked so far, milliseconds. */
  static long compilingMs() {
    return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
  }

  /** How many garbage collections there were so far. */
  static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  /** The garbage collectors of this process. */
  static String collector() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .map(GarbageCollectorMXBean::getName)
        .collect(Collectors.joining(", "));
  }

  /** How to have shorter pauses than this process's collector makes; empty when it is ZGC. */
  static Optional<String> advice() {
    return collector().contains("ZGC")
        ? Optional.empty()
        : Optional.of(
            "This Java's collector (%s) stops everything for milliseconds at a time. The service unit"
                    .formatted(collector())
                + " and the container use ZGC; so does: java -XX:+UseZGC -jar wattward.jar …, or"
                + " JDK_JAVA_OPTIONS=-XX:+UseZGC in the environment.");
  }

  private static OperatingSystemMXBean system() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  }
}
