package org.wattward.protocols.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.Templates;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Await;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.RecordingListener;
import org.wattward.protocols.link.WriteOutcome;

/** The shipped inverter template on devices whose models stand elsewhere than in the template. */
@Timeout(60)
class SunSpecLinkIT {
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final PointId POWER = new PointId("pv", "power");
  private static final PointId LIMIT = new PointId("pv", "activePowerLimit");

  private final RecordingListener listener = new RecordingListener();
  private final ForeignServer server = new ForeignServer();
  private Optional<ModbusLink> link = Optional.empty();

  SunSpecLinkIT() throws Exception {}

  @BeforeEach
  void serve() throws Exception {
    server.start();
  }

  @AfterEach
  void close() throws Exception {
    link.ifPresent(ModbusLink::close);
    server.stop();
  }

  @Test
  void pointsAndLimitsAreFoundWhereTheDeviceHasThem() throws Exception {
    int controls = model(50_002, 123, 24);
    int inverter = model(controls + 26, 103, 50);
    model(inverter + 52, 0xFFFF, 0);
    server.holding(inverter + 14, 2500, 0); // W and its scale factor
    server.holding(controls + 23, 0xFFFF); // WMaxLimPct_SF: 10^-1
    server.holding(50_000, 0x5375, 0x6E53);

    ModbusLink open = start();
    Await.until("power is read", () -> listener.shows(POWER, -2500));
    WriteOutcome outcome = open.write(LIMIT, 60, PATIENT);

    assertThat(outcome).isEqualTo(new WriteOutcome.Verified(60));
    assertThat(server.held(controls + 5)).isEqualTo(600); // WMaxLimPct
    assertThat(server.held(controls + 7)).isEqualTo(180); // WMaxLimPct_RvrtTms
    assertThat(server.held(controls + 9)).isEqualTo(1); // WMaxLim_Ena
  }

  @Test
  void aMissingModelMakesItsPointsBadAndRefusesItsWrites() throws Exception {
    int inverter = model(50_002, 103, 50);
    model(inverter + 52, 0xFFFF, 0);
    server.holding(inverter + 14, 2500, 0);
    server.holding(50_000, 0x5375, 0x6E53);

    ModbusLink open = start();
    Await.until("power is read", () -> listener.shows(POWER, -2500));

    assertThat(listener.badReason(LIMIT)).contains("SunSpec model");
    assertThat(open.write(LIMIT, 60, PATIENT)).isInstanceOf(WriteOutcome.Refused.class);
    assertThat(server.writes()).isZero();
  }

  private int model(int address, int id, int length) {
    server.holding(address, id, length);
    return address;
  }

  private ModbusLink start() {
    Device inverter =
        new Device(
            "pv",
            "PV",
            Templates.bundled().find("sunspec-inverter").orElseThrow(),
            "link-1",
            1,
            "",
            Optional.empty(),
            Map.of());
    ModbusLink open =
        ModbusLink.overNetwork(
            TestDevices.link(server.port(), PATIENT, Duration.ofMillis(40)),
            List.of(inverter),
            listener,
            Time.system(),
            new Random(1),
            Credentials.fromEnvironment(Path.of("none")));
    link = Optional.of(open);
    open.start();
    return open;
  }
}
