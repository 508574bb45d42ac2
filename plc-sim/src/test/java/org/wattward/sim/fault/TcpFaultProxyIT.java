package org.wattward.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.sim.fault.FaultMix.Kind;
import org.wattward.sim.field.Examples;
import org.wattward.sim.field.modbus.ModbusServer;
import org.wattward.sim.field.modbus.RawModbus;

class TcpFaultProxyIT {
  private static final String READ_POWER = "04 0034 0002";
  private static final Duration SHORT = Duration.ofMillis(20);

  private final ModbusServer server =
      new ModbusServer(
          new LinkConfig.ModbusTcp("link", "nowhere", 502, Duration.ofSeconds(1), Examples.PERIODS),
          List.of(Examples.device("eastron-sdm630")),
          Time.system());

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void withoutFaultsEverythingComesThrough() throws Exception {
    try (TcpFaultProxy proxy = proxy(FaultMix.NONE);
        RawModbus client = new RawModbus(proxy.port())) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.ask(1, READ_POWER)).startsWith("0404");
      }
      assertThat(proxy.count(Kind.NONE)).isEqualTo(40);
    }
  }

  @Test
  void lateAndDrippingPiecesStillComeWhole() throws Exception {
    FaultMix mix = new FaultMix(0.5, 0.5, 0, 0, 0, 0, 0, SHORT);
    try (TcpFaultProxy proxy = proxy(mix);
        RawModbus client = new RawModbus(proxy.port())) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.ask(1, READ_POWER)).startsWith("0404");
      }
      assertThat(proxy.count(Kind.DELAY)).isPositive();
      assertThat(proxy.count(Kind.DRIP)).isPositive();
    }
  }

  @Test
  void aCutEndsTheConnection() throws Exception {
    try (TcpFaultProxy proxy = proxy(new FaultMix(0, 0, 1, 0, 0, 0, 0, SHORT));
        RawModbus client = new RawModbus(proxy.port())) {
      assertThatThrownBy(() -> client.ask(1, READ_POWER)).isInstanceOf(IOException.class);
      assertThat(proxy.count(Kind.CUT)).isPositive();
    }
  }

  @Test
  void aDuplicatedReplyIsTakenForTheNextOneByAClientThatDoesNotLook() throws Exception {
    try (TcpFaultProxy proxy = proxy(new FaultMix(0, 0, 0, 1, 0, 0, 0, SHORT));
        RawModbus client = new RawModbus(proxy.port())) {
      assertThat(client.ask(1, READ_POWER)).startsWith("0404");
      assertThatThrownBy(() -> client.ask(1, READ_POWER))
          .isInstanceOf(IOException.class)
          .hasMessage("Transaction 1 instead of 2.");
    }
  }

  @Test
  void afterHalfOpenNothingComesAndTheConnectionStays() throws Exception {
    try (TcpFaultProxy proxy = proxy(new FaultMix(0, 0, 0, 0, 0, 0, 1, SHORT));
        RawModbus client = new RawModbus(proxy.port())) {
      client.send(1, READ_POWER);
      assertThat(client.isEnded()).isFalse();
    }
  }

  @Test
  void theSameSeedDoesTheSame() throws Exception {
    FaultMix mix = FaultMix.even(0.7, SHORT);
    assertThat(outcome(mix, 7)).isEqualTo(outcome(mix, 7)).isNotEqualTo(outcome(mix, 8));
  }

  /** What happens to twenty connections with one request each. */
  private String outcome(FaultMix mix, long seed) throws Exception {
    StringBuilder outcome = new StringBuilder();
    try (TcpFaultProxy proxy = new TcpFaultProxy(server.link().port(), mix, seed, Time.system())) {
      for (int i = 0; i < 20; i++) {
        try (RawModbus client = new RawModbus(proxy.port(), Duration.ofMillis(300))) {
          outcome.append(client.ask(1, READ_POWER));
        } catch (IOException e) {
          outcome.append(e.getClass().getSimpleName());
        }
        outcome.append('\n');
      }
    }
    return outcome.toString();
  }

  @Test
  void probabilitiesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new FaultMix(0.6, 0.6, 0, 0, 0, 0, 0, SHORT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.2");
  }

  private TcpFaultProxy proxy(FaultMix mix) {
    return new TcpFaultProxy(server.link().port(), mix, 1, Time.system());
  }
}
