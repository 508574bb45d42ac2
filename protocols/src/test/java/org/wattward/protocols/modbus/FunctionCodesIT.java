package org.wattward.protocols.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Credentials;

/** The functions that few devices have, against a server not built on our library. */
@Timeout(60)
class FunctionCodesIT {
  private static final int UNIT = 1;
  private ForeignServer server;
  private ModbusConnection connection;

  @BeforeEach
  void connect() throws Exception {
    server = new ForeignServer();
    server.start();
    var config = TestDevices.link(server.port(), Duration.ofSeconds(20), Duration.ofSeconds(1));
    Wire.Opener opener = Wires.of(config, Credentials.fromEnvironment(Path.of("none")));
    Time time = Time.system();
    connection =
        new ModbusConnection(
            opener.open(Deadline.in(time, Duration.ofSeconds(20))), time, Duration.ofSeconds(20));
  }

  @AfterEach
  void close() throws Exception {
    connection.close();
    server.stop();
  }

  private int[] ask(Query query) throws InterruptedException {
    return ((Reply.Words) connection.ask(query, Duration.ZERO)).words();
  }

  @Test
  void function15WritesManyCoils() throws Exception {
    ask(
        new Query.WriteCoils(
            UNIT, 19, List.of(true, false, true, true, false, false, true, true, true, false)));

    assertThat(ask(new Query.Read(UNIT, RegisterTable.COIL, 19, 10)))
        .containsExactly(1, 0, 1, 1, 0, 0, 1, 1, 1, 0);
  }

  @Test
  void function16WritesManyRegisters() throws Exception {
    ask(new Query.WriteRegisters(UNIT, 100, List.of(1, 0xFFFF, 0x8000)));

    assertThat(server.held(100)).isEqualTo(1);
    assertThat(server.held(101)).isEqualTo(0xFFFF);
    assertThat(server.held(102)).isEqualTo(0x8000);
  }

  @Test
  void function22ChangesTheBitsOutsideTheMaskOnly() throws Exception {
    server.holding(4, 0x12);

    ask(new Query.MaskWrite(UNIT, 4, 0xF2, 0x25));

    // The example of the standard (Modbus Application Protocol V1.1b3, 6.16).
    assertThat(server.held(4)).isEqualTo(0x17);
  }

  @Test
  void function23WritesBeforeItReads() throws Exception {
    server.holding(3, 10, 11, 12);

    assertThat(ask(new Query.ReadWrite(UNIT, 3, 3, 4, List.of(777)))).containsExactly(10, 777, 12);
    assertThat(server.held(4)).isEqualTo(777);
  }
}
