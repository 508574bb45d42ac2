package org.wattward.sim.district;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.wattward.devices.site.NetworkConfig;
import org.wattward.devices.site.Site;
import org.wattward.sim.field.SimulatedDevice;

/** The demonstration district. */
final class DemoDistrict {
  private DemoDistrict() {}

  static DistrictModel model(Instant start, long seed) {
    Site site =
        new Site(
            "demo",
            "Demonstration district",
            ZoneId.of("Europe/Berlin"),
            51.296,
            6.7686,
            List.of(),
            List.of(),
            List.of(),
            NetworkConfig.NONE,
            List.of(),
            Map.of());
    return new Empty(site, start, seed);
  }

  private static final class Empty implements DistrictModel {
    private final Site site;
    private Instant now;

    Empty(Site site, Instant start, long seed) {
      this.site = site;
      this.now = start.plusNanos(seed % 1);
    }

    @Override
    public Site site() {
      return site;
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public void step(Duration calendar, Duration device) {
      now = now.plus(calendar);
    }

    @Override
    public Map<String, SimulatedDevice> devices() {
      return Map.of();
    }
  }
}
