package org.wattward.sim.field;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.Templates;

/** Devices for tests, of the bundled templates. */
public final class Examples {
  public static final PollPeriods PERIODS =
      new PollPeriods(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(60));

  private Examples() {}

  public static DeviceTemplate template(String id) {
    return Templates.bundled().find(id).orElseThrow();
  }

  public static SimulatedDevice device(String template) {
    return device(template, template, 1);
  }

  public static SimulatedDevice device(String id, String template, int unit) {
    return new SimulatedDevice(
        new Device(
            id,
            id,
            template(template),
            "link",
            unit,
            "Prefix",
            Optional.empty(),
            Map.of("ratedPowerW", 40_000.0, "capacityWh", 80_000.0)),
        1);
  }
}
