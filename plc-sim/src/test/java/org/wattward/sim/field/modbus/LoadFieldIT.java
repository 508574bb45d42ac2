package org.wattward.sim.field.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.modbus.LoadField.Size;

class LoadFieldIT {
  private static final Size SIZE = new Size(95, 10, 50, 20);

  @Test
  void everyDeviceAnswersAtItsPortAndUnitWithItsOwnValues() throws Exception {
    try (LoadField field = new LoadField(SIZE, Time.system())) {
      field.start();
      Site site = LoadField.site(SIZE, field.ports(), Duration.ofSeconds(1));
      assertThat(site.links()).hasSize(53);
      assertThat(site.devices()).hasSize(95);
      for (int index = 0; index < site.devices().size(); index++) {
        Device device = site.devices().get(index);
        try (RawModbus client = new RawModbus(port(site, device))) {
          int[] words = client.read(device.unit(), RegisterTable.INPUT, 0, 20);
          for (int point = 0; point < 10; point++) {
            float value = Float.intBitsToFloat(words[2 * point] << 16 | words[2 * point + 1]);
            assertThat(LoadField.isPossible(index, point, value))
                .as("%s of %s", value, device.id())
                .isTrue();
            assertThat(LoadField.isPossible(index + 1, point, value)).isFalse();
          }
        }
      }
      assertThat(field.requests()).isEqualTo(95);
    }
  }

  private static int port(Site site, Device device) {
    return site.links().stream()
        .filter(link -> link.id().equals(device.link()))
        .map(link -> ((LinkConfig.ModbusTcp) link).port())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theLargestFieldOfTheBenchHasExactValues() {
    // The last device and point, the largest fraction: 24 bits must hold it.
    float value = LoadUnit.value(9_999, 9, 15.5);
    assertThat(LoadField.isPossible(9_999, 9, value)).isTrue();
    assertThat(new Size(10_000, 10, 2_000, 20).ports()).isEqualTo(2_400);
  }

  @Test
  void aFieldThatCannotBeIsRefused() {
    assertThatThrownBy(() -> new Size(10, 10, 11, 20)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Size(10, 10, 1, 300))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("300");
  }
}
