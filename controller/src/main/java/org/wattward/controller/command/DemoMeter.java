package org.wattward.controller.command;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.arbitration.Decision.Claim;
import org.wattward.controller.arbitration.Decision.Verdict;
import org.wattward.controller.district.District;
import org.wattward.controller.district.District.Counters;
import org.wattward.controller.district.District.DeviceState.Condition;
import org.wattward.controller.record.History;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.time.Time;

/** Measures a demonstration run and holds it against its goals. */
final class DemoMeter {
  private static final List<String> PACKAGES =
      List.of("demand-response", "waste-heat", "loss-reduction", "street-lighting");
  private static final int MOST_DECISIONS = 100_000;
  private static final double MIB = 1024.0 * 1024;

  private final Time time;
  private final double startSeconds;
  private long startedNanos;

  DemoMeter(Time time) {
    this.time = time;
    long processMillis = ManagementFactory.getRuntimeMXBean().getStartTime();
    this.startSeconds = (Time.system().now().toEpochMilli() - processMillis) / 1e3;
    this.startedNanos = time.nanos();
  }

  private double readySeconds;

  /** Notes that the page answers now. */
  void started() {
    readySeconds = startSeconds + (time.nanos() - startedNanos) / 1e9;
    startedNanos = time.nanos();
  }

  /** Ends control, waits for the record, and sums up. */
  DemoSummary summary(RunningController controller, Optional<DemoScenario.End> scenario)
      throws InterruptedException {
    District district = controller.district();
    double seconds = (time.nanos() - startedNanos) / 1e9;
    Map<String, Long> states = states(district);
    long bad = bad(district, scenario.map(DemoScenario.End::excused).orElse(Set.of()));
    boolean drained = controller.stopControl();
    Counters counters = district.counters();
    History history = controller.record().history();
    Instant from = controller.started().minus(Duration.ofDays(1));
    Instant to = time.now().plus(Duration.ofDays(1));
    // Prices are recorded beside what is measured.
    long prices = history.readings(List.of(PriceBook.POINT), from, to).getFirst().size();
    long queried = history.countReadings(from, to) - prices;
    Map<String, Long> byPackage =
        byPackage(history.decisions(Optional.empty(), from, to, MOST_DECISIONS));
    return new DemoSummary(
        Machine.here(),
        seconds,
        states,
        counters.polls(),
        counters.readings() / seconds,
        counters.latePolls(),
        counters.decisions(),
        byPackage,
        counters.writesSent(),
        counters.writesVerified(),
        counters.writesFailed(),
        counters.readings(),
        queried,
        readySeconds,
        peakHeapMiB(),
        goals(
            counters,
            scenario.isPresent(),
            byPackage,
            List.of(
                Goal.exactly("devices not good", bad, "devices", 0),
                Goal.exactly("late polls", counters.latePolls(), "polls", 0),
                Goal.exactly("readings not found again", counters.readings() - queried, "rows", 0),
                Goal.exactly("record not drained", drained ? 0 : 1, "", 0),
                Goal.atMost("start until the page answers", readySeconds, "s", 60))),
        scenario.map(DemoScenario.End::outcome));
  }

  /** What breaks by a scenario may keep a write from being verified, or a package from deciding. */
  private static List<Goal> goals(
      Counters counters, boolean scripted, Map<String, Long> byPackage, List<Goal> always) {
    List<Goal> goals = new ArrayList<>(always);
    if (!scripted) {
      goals.add(
          Goal.exactly(
              "rule packages that decided",
              PACKAGES.stream().filter(byPackage::containsKey).count(),
              "packages",
              PACKAGES.size()));
      goals.add(
          Goal.exactly(
              "writes not verified",
              counters.writesSent() - counters.writesVerified(),
              "writes",
              0));
    }
    return List.copyOf(goals);
  }

  private static long bad(District district, Set<String> excused) {
    return district.site().devices().stream()
        .filter(device -> !excused.contains(device.id()))
        .filter(device -> district.state(device).condition() != Condition.GOOD)
        .count();
  }

  private static Map<String, Long> states(District district) {
    return district.site().devices().stream()
        .collect(
            Collectors.groupingBy(
                device -> district.state(device).condition().name(),
                TreeMap::new,
                Collectors.counting()));
  }

  /** How many decisions a request of each package had a hand in. */
  private static Map<String, Long> byPackage(List<Decision> decisions) {
    return decisions.stream()
        .flatMap(decision ->
            decision.claims().stream()
                .filter(claim -> decides(claim.verdict()))
                .map(DemoMeter::packageOf)
                .filter(name -> !name.isEmpty())
                .distinct())
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }

  private static boolean decides(Verdict verdict) {
    return verdict == Verdict.WON || verdict == Verdict.LIMITS;
  }

  /** {@code demand-response} of {@code demand-response 1.0.0}. */
  private static String packageOf(Claim claim) {
    String origin = claim.request().source().origin();
    int blank = origin.indexOf(' ');
    return blank < 0 ? origin : origin.substring(0, blank);
  }

  static double peakHeapMiB() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong((MemoryPoolMXBean pool) -> pool.getPeakUsage().getUsed())
            .sum()
        / MIB;
  }
}
