package org.wattward.sim.district;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.wattward.devices.site.Site;

class SideBySideTest {
  private static final Site SITE = DistrictModel.demoSite();
  private static final Instant START = Instant.parse("2026-04-01T00:00:00Z");
  private static final int DISTRICTS = 6;

  private static Map<Flow, Double> day(long seed) {
    DistrictModel district = DistrictModel.of(SITE, START, seed);
    for (int minute = 0; minute < 1440; minute++) {
      district.step(Duration.ofMinutes(1));
    }
    return district.sums();
  }

  @Test
  void districtsOnThreadsOfTheirOwnLiveAsIfEachWereAlone() throws Exception {
    List<Map<Flow, Double>> alone = new ArrayList<>();
    List<Callable<Map<Flow, Double>>> days = new ArrayList<>();
    for (int number = 0; number < DISTRICTS; number++) {
      long seed = number;
      alone.add(day(seed));
      days.add(() -> day(seed));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(DISTRICTS)) {
      List<Map<Flow, Double>> together = new ArrayList<>();
      for (Future<Map<Flow, Double>> each : threads.invokeAll(days)) {
        together.add(each.get());
      }
      assertThat(together).isEqualTo(alone).doesNotHaveDuplicates();
    }
  }
}
