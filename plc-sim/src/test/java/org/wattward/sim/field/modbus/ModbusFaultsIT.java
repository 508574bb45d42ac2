package org.wattward.sim.field.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.Await;
import org.wattward.sim.field.Examples;
import org.wattward.sim.field.Fault;
import org.wattward.sim.field.SimulatedDevice;

/** Faults that a bare socket tells apart, and what they leave behind. */
class ModbusFaultsIT {
  private static final String POWER = "04 0034 0002";
  private static final String ZERO = "040400000000";
  private static final Duration SHORT = Duration.ofMillis(300);

  private final SimulatedDevice meter = Examples.device("eastron-sdm630");
  private final SimulatedDevice pump = Examples.device("lambda-eu-l");
  private final ModbusServer meterServer = server(meter);
  private final ModbusServer pumpServer = server(pump);

  private static ModbusServer server(SimulatedDevice device) {
    LinkConfig.ModbusTcp link =
        new LinkConfig.ModbusTcp("link", "nowhere", 1, Duration.ofSeconds(1), Examples.PERIODS);
    ModbusServer server = new ModbusServer(link, List.of(device), Time.system());
    server.start();
    return server;
  }

  @AfterEach
  void close() {
    meterServer.close();
    pumpServer.close();
  }

  private RawModbus connect(Duration patience) throws IOException {
    return new RawModbus(meterServer.link().port(), patience);
  }

  private static void assertUnanswered(RawModbus client) {
    assertThatThrownBy(() -> client.ask(1, POWER)).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void aConnectionThatIsLostStaysOpenAndDeadAndANewOneIsServed() throws Exception {
    try (RawModbus before = connect(SHORT)) {
      assertThat(before.ask(1, POWER)).isEqualTo(ZERO);
      meter.fault(new Fault.Lost());
      assertUnanswered(before);
      assertThat(before.isEnded()).as("no end is sent").isFalse();
      try (RawModbus after = connect(Duration.ofSeconds(30))) {
        assertThat(after.ask(1, POWER)).isEqualTo(ZERO);
      }
      assertUnanswered(before);
    }
  }

  @Test
  void halfOpenConnectionsAreTakenAndNotReadAndOldOnesStayDead() throws Exception {
    Fault halfOpen = new Fault.HalfOpen();
    try (RawModbus before = connect(SHORT)) {
      assertThat(before.ask(1, POWER)).isEqualTo(ZERO);
      meter.fault(halfOpen);
      assertUnanswered(before);
      try (RawModbus meanwhile = connect(SHORT)) {
        assertUnanswered(meanwhile);
      }
      meter.mend(halfOpen);
      assertUnanswered(before);
      try (RawModbus after = connect(Duration.ofSeconds(30))) {
        assertThat(after.ask(1, POWER)).isEqualTo(ZERO);
      }
    }
  }

  @Test
  void aSlowDeviceAnswersLater() throws Exception {
    meter.fault(new Fault.Slow(SHORT.multipliedBy(2)));
    try (RawModbus hasty = connect(SHORT);
        RawModbus patient = connect(Duration.ofSeconds(30))) {
      assertUnanswered(hasty);
      assertThat(patient.ask(1, POWER)).isEqualTo(ZERO);
    }
  }

  @Test
  void aRestartEndsConnectionsAndBringsBackWhatHoldsAfterPowerUp() throws Exception {
    int port = pumpServer.link().port();
    Fault restart = new Fault.Restart();
    try (RawModbus client = new RawModbus(port)) {
      assertThat(client.ask(1, "10 0066 0001 02 07d0")).isEqualTo("1000660001");
      assertThat(client.ask(1, "03 0066 0001")).isEqualTo("030207d0");
      pump.fault(restart);
      Await.until("the connection is ended", client::isEnded);
    }
    assertThatThrownBy(() -> new RawModbus(port)).isInstanceOf(IOException.class);
    pump.mend(restart);
    pump.publish();
    try (RawModbus client = new RawModbus(port)) {
      assertThat(client.ask(1, "03 0066 0001")).isEqualTo("03020000");
    }
  }

  @Test
  void oneFaultEndsAndTheOtherGoesOn() throws Exception {
    Fault silent = new Fault.Silent();
    meter.fault(new Fault.WrongException(6));
    meter.fault(silent);
    try (RawModbus client = connect(SHORT)) {
      assertUnanswered(client);
    }
    meter.mend(silent);
    try (RawModbus client = connect(Duration.ofSeconds(30))) {
      assertThat(client.ask(1, POWER)).isEqualTo("8406");
    }
  }
}
