package org.wattward.controller.command;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.wattward.controller.arbitration.ControlMemory;
import org.wattward.controller.district.District.Counters;
import org.wattward.controller.district.LocalDistrict;
import org.wattward.controller.record.NoRecord;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;
import org.wattward.protocols.Links;
import org.wattward.protocols.link.LinkListener;
import org.wattward.rules.engine.RuleEngine;
import org.wattward.rules.packages.PackageLoader;
import org.wattward.rules.packages.RuleBook;
import org.wattward.sim.field.modbus.LoadField;

/**
 * Measures the reaction of a whole district, without record and pages: transformers' powers jump up
 * and down in the simulated field, and it is looked up when the reading that showed it was received
 * and when the write that followed came in at the heat pump. Blocks the calling thread.
 */
final class ReactBench {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration SETTLE = Duration.ofSeconds(12);
  private static final Duration ROUND = Duration.ofMillis(1200);
  private static final int JUMPS_A_ROUND = 8;
  private static final int WARM_UP_ROUNDS = 8;

  private final Time time;
  private final LoadField.Size size;
  private final Map<Integer, Long> receivedNanos = new ConcurrentHashMap<>();

  ReactBench(Time time, LoadField.Size size) {
    this.time = time;
    this.size = size;
  }

  /**
   * What came out.
   *
   * @param devices how many were polled each second
   * @param samples how many reactions were measured
   * @param missing jumps without a write
   * @param p50Ms half came sooner
   * @param p99Ms all but one in a hundred came sooner
   * @param maxMs the slowest
   * @param pollsPerS polls a second meanwhile
   * @param latePolls polls that began late meanwhile
   * @param decisionsPerS decisions of zones a second meanwhile
   * @param cpuS processor seconds of this process a second
   */
  record Run(
      int devices,
      int samples,
      int missing,
      double p50Ms,
      double p99Ms,
      double maxMs,
      double pollsPerS,
      long latePolls,
      double decisionsPerS,
      double cpuS) {}

  /** Measures for so many rounds of jumps. */
  Run run(int rounds) throws IOException, InterruptedException {
    try (FieldProcess field = FieldProcess.start(size)) {
      int zones = size.devices() / ReactSite.ZONE;
      for (int zone = 0; zone < zones; zone++) {
        field.show(zone * ReactSite.ZONE, ReactSite.CALM_W);
      }
      try (LocalDistrict district = district(ReactSite.of(size, field.ports(), PERIOD))) {
        district.start();
        time.sleep(SETTLE);
        Jumps jumps = new Jumps(field, zones);
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
          jumps.round();
        }
        jumps.forget();
        Counters before = district.counters();
        long startNanos = time.nanos();
        long cpuNanos = Machine.cpuNanos();
        for (int round = 0; round < rounds; round++) {
          jumps.round();
        }
        double seconds = (time.nanos() - startNanos) / 1e9;
        double cpuS = (Machine.cpuNanos() - cpuNanos) / 1e9 / seconds;
        Counters after = district.counters();
        return jumps.run(before, after, seconds, cpuS);
      }
    }
  }

  /** Jumps of transformers' powers, and the reactions to them. */
  private final class Jumps {
    private final FieldProcess field;
    private final int zones;
    private final Random random = new Random(1);
    private final Map<Integer, Boolean> isHigh = new HashMap<>();
    private final List<Double> reactionsMs = new ArrayList<>();
    private int missing;

    Jumps(FieldProcess field, int zones) {
      this.field = field;
      this.zones = zones;
    }

    void forget() {
      reactionsMs.clear();
      missing = 0;
    }

    /** Some powers jump, each at a random moment; by the end of the round all was reacted to. */
    void round() throws IOException, InterruptedException {
      receivedNanos.clear();
      List<Integer> jumped = new ArrayList<>();
      for (int i = 0; i < Math.min(JUMPS_A_ROUND, zones); i++) {
        int zone = random.nextInt(zones);
        if (!jumped.contains(zone)) {
          jumped.add(zone);
          boolean high = !isHigh.getOrDefault(zone, false);
          isHigh.put(zone, high);
          field.show(zone * ReactSite.ZONE, high ? ReactSite.PEAK_W : ReactSite.CALM_W);
          time.sleep(Duration.ofMillis(random.nextInt(20)));
        }
      }
      time.sleep(ROUND);
      Map<Integer, Long> written = new HashMap<>();
      field
          .written()
          .forEach(write -> written.putIfAbsent(write.device() / ReactSite.ZONE, write.nanos()));
      for (int zone : jumped) {
        Long received = receivedNanos.get(zone);
        Long came = written.get(zone);
        if (received == null || came == null) {
          missing++;
        } else {
          reactionsMs.add((came - received) / 1e6);
        }
      }
    }

    Run run(Counters before, Counters after, double seconds, double cpuS) {
      double[] sorted = reactionsMs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      return new Run(
          size.devices(),
          sorted.length,
          missing,
          percentile(sorted, 0.5),
          percentile(sorted, 0.99),
          percentile(sorted, 1),
          (after.polls() - before.polls()) / seconds,
          after.latePolls() - before.latePolls(),
          (after.ticks() - before.ticks()) / seconds,
          cpuS);
    }
  }

  private static double percentile(double[] sorted, double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, index)];
  }

  private LocalDistrict district(Site site) {
    RuleBook rules = new RuleBook(PackageLoader.own(), RuleEngine.Limits.USUAL, time);
    Random random = new Random(1);
    return new LocalDistrict(
        site,
        new LocalDistrict.Parts(
            time,
            (link, devices, listener) ->
                Links.open(link, devices, new Noting(listener), time, random),
            _ -> rules,
            PriceBook.NONE,
            new NoRecord(),
            ControlMemory.NONE,
            random));
  }

  /** Notes when a transformer's power was first received at its new height. */
  private final class Noting implements LinkListener {
    private final LinkListener inner;
    private final Map<Integer, Boolean> wasHigh = new HashMap<>();

    Noting(LinkListener inner) {
      this.inner = inner;
    }

    @Override
    public void readings(String link, List<Reading> batch) {
      long nowNanos = time.nanos();
      for (Reading reading : batch) {
        if (reading.point().name().equals("power") && reading.quality().isGood()) {
          note(reading, nowNanos);
        }
      }
      inner.readings(link, batch);
    }

    private void note(Reading reading, long nowNanos) {
      int device = Integer.parseInt(reading.point().device().substring("load-".length()));
      if (device % ReactSite.ZONE == 0) {
        boolean high = reading.value() == ReactSite.PEAK_W;
        Boolean before = wasHigh.put(device, high);
        if (before != null && before != high) {
          receivedNanos.putIfAbsent(device / ReactSite.ZONE, nowNanos);
        }
      }
    }

    @Override
    public void changed(StateChange change) {
      inner.changed(change);
    }
  }
}
