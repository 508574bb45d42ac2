package org.wattward.controller.command;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.wattward.controller.alarm.AlarmNow;
import org.wattward.controller.command.ControlProbe.Figures;
import org.wattward.controller.command.RunningController.Launch;
import org.wattward.controller.record.EmbeddedDatabase;
import org.wattward.controller.record.RecordOutage;
import org.wattward.controller.record.RecordOutage.Outage;
import org.wattward.controller.record.RecordOutage.Phase;
import org.wattward.devices.WattwardException;
import org.wattward.devices.time.Time;
import org.wattward.sim.district.SimulatedDistrict;

/**
 * The demonstration district with a steady rate of further readings, while its database is stopped
 * and started again. Blocks until done.
 */
final class OutageBench {
  private static final Duration READY = Duration.ofMinutes(2);

  /** As good as before, but for what one pause of the machine costs. */
  private static final double SAME = 0.98;

  private static final double FASTER = 5;
  private static final double LATER_MS = 20;

  /** Of a thousand polls so many more may be late. */
  private static final double LATE_MORE = 1;

  private OutageBench() {}

  /**
   * What came out.
   *
   * @param machine cores and memory it ran on
   * @param database what the record was kept in
   * @param control how the district was controlled in each phase
   * @param alarmed whether the outage was an alarm while it lasted and none after
   * @param outage what became of the readings
   * @param goals figures held against their goals
   */
  record Summary(
      Machine machine,
      String database,
      Map<Phase, Figures> control,
      boolean alarmed,
      Outage outage,
      List<Goal> goals) {
    boolean isMet() {
      return goals.stream().allMatch(Goal::met);
    }
  }

  /**
   * Runs.
   *
   * @param plan the rate, and how long what lasts
   * @param passing a directory of its own
   */
  static Summary run(RecordOutage.Plan plan, Path passing) throws InterruptedException {
    Time time = Time.system();
    try (SimulatedDistrict simulated = SimulatedDistrict.demo(time, 1);
        EmbeddedDatabase database = EmbeddedDatabase.claim(passing.resolve("postgres"))) {
      simulated.start();
      database.ensureRunning();
      try (RunningController controller =
          RunningController.start(
              new Launch(
                  simulated.site(),
                  passing,
                  database.address(),
                  InetAddress.getLoopbackAddress(),
                  0,
                  time,
                  new DemoPrices(simulated::priceEurPerKwh),
                  Optional.empty()))) {
        if (!controller.record().awaitReady(READY)) {
          throw new WattwardException(
              "The database did not answer within %d s. The log says why."
                  .formatted(READY.toSeconds()));
        }
        // What is compiled and connected at the start is no measure of control.
        time.sleep(plan.calm());
        return run(plan, controller, database);
      }
    }
  }

  private static Summary run(
      RecordOutage.Plan plan, RunningController controller, EmbeddedDatabase database)
      throws InterruptedException {
    Map<Phase, Figures> control = new EnumMap<>(Phase.class);
    Map<Phase, Boolean> alarms = new EnumMap<>(Phase.class);
    Outage outage;
    try (ControlProbe probe = new ControlProbe(Time.system(), controller.district())) {
      outage =
          new RecordOutage(Time.system(), controller.record(), database)
              .run(
                  plan,
                  phase -> {
                    control.put(phase, probe.take());
                    alarms.put(phase, isAlarmed(controller));
                  });
    }
    boolean alarmed =
        Boolean.TRUE.equals(alarms.get(Phase.AWAY))
            && Boolean.FALSE.equals(alarms.get(Phase.AFTER));
    return new Summary(
        Machine.here(),
        controller.record().capabilities().orElseThrow().sentence(),
        control,
        alarmed,
        outage,
        goals(control, outage));
  }

  private static double lateOfThousand(Figures figures) {
    return 1000 * figures.latePolls() / (figures.pollsPerS() * figures.seconds());
  }

  private static boolean isAlarmed(RunningController controller) {
    return controller.district().alarms().list().stream()
        .map(AlarmNow::alarm)
        .anyMatch(alarm -> alarm.key().equals("record/database") && alarm.isActive());
  }

  private static List<Goal> goals(Map<Phase, Figures> control, Outage outage) {
    Figures before = Objects.requireNonNull(control.get(Phase.BEFORE));
    List<Goal> goals = new ArrayList<>();
    for (Phase phase : List.of(Phase.AWAY, Phase.DRAINING, Phase.AFTER)) {
      Figures then = Objects.requireNonNull(control.get(phase));
      String when = " " + phase.name().toLowerCase(Locale.ROOT);
      goals.add(
          Goal.atMost(
              "reaction p99" + when,
              then.decidedP99Ms(),
              "ms",
              Math.rint(before.decidedP99Ms() + LATER_MS)));
      goals.add(
          Goal.atMost(
              "late polls of a thousand" + when,
              lateOfThousand(then),
              "polls",
              Math.ceil(lateOfThousand(before)) + LATE_MORE));
      goals.add(Goal.exactly("missed decisions" + when, then.missedTicks(), "ticks", 0));
    }
    Figures away = Objects.requireNonNull(control.get(Phase.AWAY));
    goals.add(
        Goal.atLeast(
            "polls away by those before", away.pollsPerS() / before.pollsPerS(), "", SAME));
    goals.add(
        Goal.atMost(
            "most on disk",
            (double) outage.mostSpoolBytes(),
            "B",
            (double) outage.spoolBoundBytes()));
    goals.add(Goal.atLeast("drained by coming", outage.drainedByComing(), "", FASTER));
    goals.add(Goal.exactly("rows given up", outage.rowsDropped(), "rows", 0));
    goals.add(Goal.exactly("points with another count or sum", outage.pointsWrong(), "points", 0));
    return List.copyOf(goals);
  }
}
