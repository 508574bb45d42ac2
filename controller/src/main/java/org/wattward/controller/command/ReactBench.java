package org.wattward.controller.command;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.wattward.controller.arbitration.ControlMemory;
import org.wattward.controller.command.Reaction.Step;
import org.wattward.controller.district.District.Counters;
import org.wattward.controller.district.LocalDistrict;
import org.wattward.controller.record.NoRecord;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;
import org.wattward.rules.engine.RuleEngine;
import org.wattward.rules.packages.PackageLoader;
import org.wattward.rules.packages.RuleBook;
import org.wattward.sim.field.modbus.LoadField;

/**
 * Measures the reaction of a whole district, without record and pages: transformers' powers jump up
 * and down in the simulated field at random moments, and it is noted when the reading that showed
 * it was received, when each step after it was done, and when the write that followed left and came
 * in at the heat pump. Blocks the calling thread.
 */
final class ReactBench {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration SETTLE = Duration.ofSeconds(10);
  private static final Duration LAST = Duration.ofSeconds(3);

  /** A jump is seen by the next poll, so its write is long over by then; then it is missing. */
  private static final long GIVE_UP_NANOS = 4_000_000_000L;

  /** No zone jumps again at once: a write is verified and the zone may rest. */
  private static final long PAUSE_NANOS = 200_000_000;

  /** A jump once a zone and second is all that polling shows. */
  private static final double MOST_JUMPS_PER_S = 25;

  private static final double JUMPS_PER_ZONE_AND_S = 0.8;

  private final Time time;
  private final Plan plan;

  ReactBench(Time time, Plan plan) {
    this.time = time;
    this.plan = plan;
  }

  /**
   * What is measured.
   *
   * @param size the field
   * @param zoneDevices how many devices a zone has
   * @param warmUp how many jumps are made before anything counts, while the program is still being
   *     compiled
   * @param jumps how many count
   */
  record Plan(LoadField.Size size, int zoneDevices, int warmUp, int jumps) {
    int zones() {
      return size.devices() / zoneDevices;
    }
  }

  /**
   * What came out.
   *
   * @param devices how many were polled each second
   * @param zones in so many zones
   * @param warmUp jumps before that are not counted
   * @param samples how many reactions were measured
   * @param missing jumps without a write
   * @param reaction from the reading received to the write on the wire
   * @param arrived from the reading received to the write read by the simulated device, which
   *     shares the processors
   * @param stages where the time went
   * @param pollsPerS polls a second meanwhile
   * @param latePolls polls that began late meanwhile
   * @param decisionsPerS decisions of zones a second meanwhile
   * @param cpuS processor seconds of this process a second
   * @param fieldCpuS of the simulated field's process
   * @param otherCpuS of everything else on the machine; it should be near zero
   * @param collections garbage collections meanwhile
   * @param collectingMs what they took together
   */
  record Run(
      int devices,
      int zones,
      int warmUp,
      int samples,
      int missing,
      Spread reaction,
      Spread arrived,
      Map<String, Spread> stages,
      double pollsPerS,
      long latePolls,
      double decisionsPerS,
      double cpuS,
      double fieldCpuS,
      double otherCpuS,
      long collections,
      long collectingMs) {}

  /** Measures. */
  Run run() throws IOException, InterruptedException {
    try (FieldProcess field = FieldProcess.start(plan.size)) {
      for (int zone = 0; zone < plan.zones(); zone++) {
        field.show(zone * plan.zoneDevices, ReactSite.CALM_W);
      }
      ReactTaps taps = new ReactTaps(time, plan.zones(), plan.zoneDevices);
      Site site = ReactSite.of(plan.size, plan.zoneDevices, field.ports(), PERIOD);
      try (LocalDistrict district = district(site, taps);
          AutoCloseable _ = district.watch(taps::watch)) {
        district.start();
        time.sleep(SETTLE);
        Jumps jumps = new Jumps(field, taps);
        jumps.make(plan.warmUp);
        jumps.forget();
        Used before = Used.now(time, district, field);
        jumps.make(plan.jumps);
        Used after = Used.now(time, district, field);
        time.sleep(LAST);
        return jumps.run(before, after);
      } catch (IOException | InterruptedException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("A watcher of the district could not be ended.", e);
      }
    }
  }

  /** What was used and done up to a moment. */
  private record Used(
      long nanos,
      double cpuS,
      double fieldCpuS,
      OptionalDouble allCpuS,
      long collections,
      long collectingMs,
      Counters counters) {
    static Used now(Time time, LocalDistrict district, FieldProcess field) {
      return new Used(
          time.nanos(),
          Machine.cpuNanos() / 1e9,
          field.cpu().toNanos() / 1e9,
          Machine.allCpuS(),
          Machine.collections(),
          Machine.collectingMs(),
          district.counters());
    }
  }

  /** Jumps of transformers' powers, and the reactions to them. */
  private final class Jumps {
    private final FieldProcess field;
    private final ReactTaps taps;
    private final Random random = new Random(1);
    private final List<Jump> jumps = new ArrayList<>();
    private final Jump[] latest = new Jump[plan.zones()];

    private record Jump(int zone, Reaction reaction, long shownNanos) {}

    Jumps(FieldProcess field, ReactTaps taps) {
      this.field = field;
      this.taps = taps;
    }

    void forget() throws IOException {
      jumps.clear();
      field.written();
    }

    /** Makes so many jumps at random moments, each in a zone that is done with its last. */
    void make(int count) throws IOException, InterruptedException {
      double perS = Math.min(MOST_JUMPS_PER_S, JUMPS_PER_ZONE_AND_S * plan.zones());
      for (int made = 0; made < count; ) {
        int zone = random.nextInt(plan.zones());
        if (isIdle(latest[zone])) {
          Reaction reaction = new Reaction(latest[zone] == null || !latest[zone].reaction.isHigh);
          taps.jumps(zone, reaction);
          field.show(
              zone * plan.zoneDevices, reaction.isHigh ? ReactSite.PEAK_W : ReactSite.CALM_W);
          latest[zone] = new Jump(zone, reaction, time.nanos());
          jumps.add(latest[zone]);
          made++;
        }
        time.sleep(Duration.ofNanos((long) (2 * random.nextDouble() * 1e9 / perS)));
      }
    }

    private boolean isIdle(Jump last) {
      if (last == null) {
        return true;
      }
      long nowNanos = time.nanos();
      return last.reaction
          .at(Step.SENT)
          .map(sent -> nowNanos - sent > PAUSE_NANOS)
          .orElse(nowNanos - last.shownNanos > GIVE_UP_NANOS);
    }

    Run run(Used before, Used after) throws IOException {
      List<Reaction> done = jumps.stream().map(Jump::reaction).filter(Reaction::isDone).toList();
      double seconds = (after.nanos - before.nanos) / 1e9;
      double cpuS = (after.cpuS - before.cpuS) / seconds;
      double fieldCpuS = (after.fieldCpuS - before.fieldCpuS) / seconds;
      double allS = (after.allCpuS.orElse(Double.NaN) - before.allCpuS.orElse(0)) / seconds;
      return new Run(
          plan.size.devices(),
          plan.zones(),
          plan.warmUp,
          done.size(),
          jumps.size() - done.size(),
          Spread.of(done.stream().map(Reaction::tookNanos).toList()),
          Spread.of(arrivedNanos()),
          Reaction.stages(done),
          (after.counters.polls() - before.counters.polls()) / seconds,
          after.counters.latePolls() - before.counters.latePolls(),
          (after.counters.ticks() - before.counters.ticks()) / seconds,
          cpuS,
          fieldCpuS,
          allS - cpuS - fieldCpuS,
          after.collections - before.collections,
          after.collectingMs - before.collectingMs);
    }

    /** The first write that came to a zone after each reading. */
    private List<Long> arrivedNanos() throws IOException {
      List<LoadField.Written> written = field.written();
      List<Long> took = new ArrayList<>();
      for (Jump jump : jumps) {
        if (jump.reaction.isDone()) {
          long receivedNanos = jump.reaction.at(Step.RECEIVED).orElseThrow();
          written.stream()
              .filter(write -> write.device() / plan.zoneDevices == jump.zone)
              .mapToLong(write -> write.nanos() - receivedNanos)
              .filter(after -> after >= 0)
              .min()
              .ifPresent(took::add);
        }
      }
      return took;
    }
  }

  private LocalDistrict district(Site site, ReactTaps taps) {
    RuleBook rules = new RuleBook(PackageLoader.own(), RuleEngine.Limits.USUAL, time);
    Random random = new Random(1);
    return new LocalDistrict(
        site,
        new LocalDistrict.Parts(
            time,
            taps.links(random),
            taps.deciders(rules),
            PriceBook.NONE,
            new NoRecord(),
            ControlMemory.NONE,
            random));
  }
}
