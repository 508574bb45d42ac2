package org.wattward.sim.field.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.ghgande.j2mod.modbus.facade.ModbusTCPMaster;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wattward.devices.codec.Decoded;
import org.wattward.devices.codec.RegisterCodec;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.template.Address.ModbusRegister;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.template.Templates;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.Await;
import org.wattward.sim.field.Examples;
import org.wattward.sim.field.Fault;
import org.wattward.sim.field.Quirk;
import org.wattward.sim.field.Quirks;
import org.wattward.sim.field.SimulatedDevice;

class ModbusServerIT {
  private static final Quirks STRICT_GAPS = Quirks.of(new Quirk.StrictGaps());
  private static final Quirks ONE_CLIENT = Quirks.of(new Quirk.OneClient());
  private static final Quirks RATED_ONLY = Quirks.of(new Quirk.RejectAboveRated());
  private static final Quirks SLOW_FLASH = Quirks.of(new Quirk.WriteSpacing(Duration.ofMinutes(1)));

  private final List<ModbusServer> servers = new ArrayList<>();

  @AfterEach
  void closeServers() {
    servers.forEach(ModbusServer::close);
  }

  static Stream<String> modbusTemplates() {
    return Templates.bundled().all().stream()
        .filter(template -> template.protocol() == DeviceTemplate.Protocol.MODBUS)
        .map(DeviceTemplate::id);
  }

  @ParameterizedTest
  @MethodSource("modbusTemplates")
  void everyPointOfATemplateIsReadBackThroughTheSocket(String id) throws Exception {
    SimulatedDevice device = Examples.device(id);
    List<PointTemplate> points = device.device().points();
    for (int slot = 0; slot < points.size(); slot++) {
      device.set(slot, example(points.get(slot)));
    }
    device.publish();
    try (RawModbus client = connect(device)) {
      for (int slot = 0; slot < points.size(); slot++) {
        assertShown(client, points.get(slot), device.value(slot));
      }
    }
  }

  /** A value in the middle of the range that differs from the safe ones, in the kind's unit. */
  private static double example(PointTemplate point) {
    return switch (point.form()) {
      case SWITCH -> 1;
      case STATE -> Math.max(1, point.min());
      case COUNTER -> 123_456;
      case NUMBER -> Math.max(point.min() + 1.4, Math.min(21.4, point.max() / 2));
    };
  }

  private static void assertShown(RawModbus client, PointTemplate point, double shown)
      throws IOException {
    RegisterCodec codec = RegisterCodec.of(point).orElseThrow();
    ModbusRegister register = codec.register();
    int[] words = client.read(1, register.table(), register.address(), codec.registers());
    int scaleWord =
        register.scaleRegister().isPresent()
            ? client.read(1, register.table(), register.scaleRegister().get(), 1)[0]
            : 0;
    Decoded decoded = codec.decode(words, 0, scaleWord);
    assertThat(decoded).as(point.name()).isInstanceOf(Decoded.Value.class);
    double step = register.scale() * Math.pow(10, Math.max(0, (short) scaleWord));
    assertThat(((Decoded.Value) decoded).value())
        .as(point.name())
        .isCloseTo(shown, within(Math.max(Math.abs(step), Math.abs(shown) * 1e-6)));
  }

  @Test
  void registersThatDoNotExistAreAnIllegalAddress() throws Exception {
    try (RawModbus client = connect(Examples.device("eastron-sdm630"))) {
      assertThat(client.ask(1, "04 2710 0001")).isEqualTo("8402");
      assertThat(client.ask(1, "03 0034 0002")).as("no holding registers").isEqualTo("8302");
      assertThat(client.ask(1, "04 ffff 0002")).as("beyond the last").isEqualTo("8402");
    }
  }

  @Test
  void requestsThatMakeNoSenseAreAnIllegalValueOrFunction() throws Exception {
    try (RawModbus client = connect(Examples.device("eastron-sdm630"))) {
      assertThat(client.ask(1, "04 0034 0000")).as("no register").isEqualTo("8403");
      assertThat(client.ask(1, "04 0000 0051")).as("81, the meter gives 80").isEqualTo("8403");
      assertThat(client.ask(1, "04 0034")).as("too short").isEqualTo("8403");
      assertThat(client.ask(1, "2b 0e 01 00")).as("unknown function").isEqualTo("ab01");
      assertThat(client.ask(9, "04 0034 0002")).as("unknown unit").isEqualTo("840b");
    }
  }

  @Test
  void aGapIsReadAcrossUnlessTheDeviceIsStrict() throws Exception {
    SimulatedDevice device = Examples.device("eastron-sdm630");
    try (RawModbus client = connect(device)) {
      assertThat(client.read(1, RegisterTable.INPUT, 52, 12)).hasSize(12);
      device.quirks(STRICT_GAPS);
      assertThat(client.ask(1, "04 0034 000c")).isEqualTo("8402");
    }
  }

  @Test
  void aHeatPumpThatKnowsFunction16OnlyRefusesFunction6() throws Exception {
    SimulatedDevice device = Examples.device("lambda-eu-l");
    try (RawModbus client = connect(device)) {
      assertThat(client.ask(1, "06 0066 03e8")).isEqualTo("8601");
      assertThat(client.ask(1, "10 0066 0001 02 03e8")).isEqualTo("1000660001");
      assertThat(client.ask(1, "03 0066 0001")).as("shows at once").isEqualTo("030203e8");
    }
    assertThat(device.command(device.slot("powerSetpoint"), 0)).isEqualTo(1000);
  }

  @Test
  void asSetpointNotRefreshedInTimeTheWatchdogBringsTheSafeValueBack() throws Exception {
    SimulatedDevice device = Examples.device("lambda-eu-l");
    try (RawModbus client = connect(device)) {
      client.ask(1, "10 0066 0001 02 03e8");
      device.elapse(Duration.ofSeconds(60));
      device.publish();
      assertThat(client.read(1, RegisterTable.HOLDING, 102, 1)).containsExactly(1000);
      device.elapse(Duration.ofSeconds(1));
      device.publish();
      assertThat(client.read(1, RegisterTable.HOLDING, 102, 1)).containsExactly(0);
    }
    assertThat(device.command(device.slot("powerSetpoint"), -1)).isZero();
  }

  @Test
  void aSunSpecLimitHoldsOnlyWhenItsSwitchIsOn() throws Exception {
    SimulatedDevice device = Examples.device("sunspec-inverter");
    int limit = device.slot("activePowerLimit");
    try (RawModbus client = connect(device)) {
      double scale = Math.pow(10, (short) client.read(1, RegisterTable.HOLDING, 40251, 1)[0]);
      int half = (int) Math.round(50 / scale);
      client.ask(1, "10 9d2b 0001 02 00b4"); // RvrtTms 180 s
      client.ask(1, "10 9d29 0001 02 %04x".formatted(half)); // WMaxLimPct
      assertThat(device.command(limit, 0)).as("not switched on").isEqualTo(100);
      client.ask(1, "06 9d2d 0001"); // Ena
      assertThat(device.command(limit, 0)).isEqualTo(50);
      device.elapse(Duration.ofSeconds(181));
      device.publish();
      assertThat(device.command(limit, 0)).as("nobody refreshed it").isEqualTo(100);
      assertThat(client.read(1, RegisterTable.HOLDING, 40237, 1)).containsExactly(0);
    }
  }

  @Test
  void aSunSpecDeviceIsDiscoveredAndItsModelsWalked() throws Exception {
    try (RawModbus client = connect(Examples.device("sunspec-battery"))) {
      assertThat(client.read(1, RegisterTable.HOLDING, 40000, 2)).containsExactly(0x5375, 0x6e53);
      List<Integer> models = new ArrayList<>();
      int at = 40002;
      for (int[] head = head(client, at); head[0] != 0xFFFF; head = head(client, at)) {
        models.add(head[0]);
        at += 2 + head[1];
      }
      assertThat(models).containsExactly(1, 103, 120, 121, 122, 123, 124);
    }
  }

  private static int[] head(RawModbus client, int at) throws IOException {
    return client.read(1, RegisterTable.HOLDING, at, 2);
  }

  @Test
  void coilsAndDiscreteInputsAreBits() throws Exception {
    SimulatedDevice device = Examples.device("street-light-cabinet");
    device.set(device.slot("doorOpen"), 1);
    device.publish();
    try (RawModbus client = connect(device)) {
      assertThat(client.ask(1, "02 0000 0002")).isEqualTo("020102");
      assertThat(client.ask(1, "05 0000 0000")).isEqualTo("0500000000");
      assertThat(client.ask(1, "01 0000 0001")).isEqualTo("010100");
      assertThat(client.ask(1, "0f 0000 0001 01 01")).isEqualTo("0f00000001");
      assertThat(client.ask(1, "01 0000 0001")).isEqualTo("010101");
      assertThat(client.ask(1, "05 0000 1234")).as("neither on nor off").isEqualTo("8503");
    }
    assertThat(device.command(device.slot("contactor"), 0)).isEqualTo(1);
  }

  @Test
  void maskWriteAndReadWriteChangeRegisters() throws Exception {
    SimulatedDevice device = Examples.device("sunspec-inverter");
    try (RawModbus client = connect(device)) {
      client.ask(1, "06 9d2b 00ff");
      assertThat(client.ask(1, "16 9d2b 00f2 0025")).isEqualTo("169d2b00f20025");
      assertThat(client.read(1, RegisterTable.HOLDING, 40235, 1)).containsExactly(0xF7);
      assertThat(client.ask(1, "17 9d2b 0001 9d2b 0001 02 0003")).isEqualTo("17020003");
    }
  }

  @Test
  void valuesBeyondTheRatingAreRefusedWhenTheDeviceDoesSo() throws Exception {
    SimulatedDevice device = Examples.device("lambda-eu-l");
    int slot = device.slot("powerSetpoint");
    try (RawModbus client = connect(device)) {
      client.ask(1, "10 0066 0001 02 7d64"); // 32100 W
      assertThat(device.command(slot, 0)).as("limited").isEqualTo(32_000);
      device.quirks(RATED_ONLY);
      assertThat(client.ask(1, "10 0066 0001 02 7d64")).isEqualTo("9003");
      assertThat(client.ask(1, "10 0066 0001 02 0064")).isEqualTo("1000660001");
      assertThat(device.command(slot, 0)).isEqualTo(100);
    }
  }

  @Test
  void aWriteTooSoonAfterTheLastIsRefusedAsBusy() throws Exception {
    SimulatedDevice device = Examples.device("lambda-eu-l");
    device.quirks(SLOW_FLASH);
    try (RawModbus client = connect(device)) {
      assertThat(client.ask(1, "10 0066 0001 02 0064")).isEqualTo("1000660001");
      assertThat(client.ask(1, "10 0066 0001 02 0065")).isEqualTo("9006");
    }
  }

  @Test
  void onlyOneClientIsServedWhereTheDeviceAllowsNoMore() throws Exception {
    SimulatedDevice device = Examples.device("eastron-sdm630");
    device.quirks(ONE_CLIENT);
    ModbusServer server = start(device);
    try (RawModbus first = new RawModbus(port(server))) {
      first.ask(1, "04 0034 0002");
      try (RawModbus second = new RawModbus(port(server))) {
        assertThat(second.isEnded()).isTrue();
      }
      assertThat(first.ask(1, "04 0034 0002")).startsWith("0404");
    }
  }

  @Test
  void aSensorThatIsNotThereShowsTheNotANumberCode() throws Exception {
    SimulatedDevice device = Examples.device("lambda-eu-l");
    device.fault(new Fault.SensorAbsent("bufferTemp"));
    device.publish();
    try (RawModbus client = connect(device)) {
      assertThat(client.read(1, RegisterTable.HOLDING, 3002, 1)).containsExactly(0x8000);
    }
  }

  @Test
  void aSilentDeviceAnswersNobodyAndAWrongOneWithItsCode() throws Exception {
    SimulatedDevice device = Examples.device("eastron-sdm630");
    try (RawModbus client = connect(device)) {
      device.fault(new Fault.WrongException(4));
      assertThat(client.ask(1, "04 0034 0002")).isEqualTo("8404");
      device.fault(new Fault.Silent());
      client.send(1, "04 0034 0002");
      assertThat(client.isEnded()).as("not a byte, and the connection stays").isFalse();
      device.clearFaults();
      assertThat(client.ask(1, "04 0034 0002")).startsWith("0404");
    }
  }

  @Test
  void aDevicePulledAwayRefusesConnectionsAndComesBackOnTheSamePort() throws Exception {
    SimulatedDevice device = Examples.device("eastron-sdm630");
    ModbusServer server = start(device);
    int port = port(server);
    try (RawModbus client = new RawModbus(port)) {
      client.ask(1, "04 0034 0002");
      device.fault(new Fault.Unplugged());
      assertThat(client.isEnded()).isTrue();
      assertThatThrownBy(() -> new RawModbus(port)).isInstanceOf(IOException.class);
    }
    device.clearFaults();
    try (RawModbus client = new RawModbus(port)) {
      assertThat(client.ask(1, "04 0034 0002")).startsWith("0404");
    }
  }

  @Test
  void pulledAwayIsAwayAtOnceHoweverOften() throws Exception {
    SimulatedDevice device = Examples.device("eastron-sdm630");
    ModbusServer server = start(device);
    int port = port(server);
    for (int i = 0; i < 100; i++) {
      device.fault(new Fault.Unplugged());
      assertThatThrownBy(() -> new RawModbus(port)).isInstanceOf(IOException.class);
      device.clearFaults();
      try (RawModbus client = new RawModbus(port)) {
        assertThat(client.ask(1, "04 0034 0002")).startsWith("0404");
      }
    }
  }

  @Test
  void oneOfSeveralUnitsPulledAwayLeavesTheOthersAlone() throws Exception {
    SimulatedDevice one = Examples.device("one", "eastron-sdm630", 1);
    SimulatedDevice two = Examples.device("two", "eastron-sdm630", 2);
    one.fault(new Fault.Unplugged());
    try (RawModbus client = connect(one, two)) {
      assertThat(client.ask(1, "04 0034 0002")).isEqualTo("840b");
      assertThat(client.ask(2, "04 0034 0002")).startsWith("0404");
    }
  }

  @Test
  void aStuckPointStandsStillWhileOthersMove() throws Exception {
    SimulatedDevice device = Examples.device("eastron-sdm630");
    int power = device.slot("power");
    int reactive = device.slot("reactivePower");
    device.fault(new Fault.Stuck(Optional.of("power")));
    device.set(power, 1);
    device.set(reactive, 2);
    device.publish();
    assertThat(device.value(power)).isZero();
    assertThat(device.value(reactive)).isEqualTo(2);
  }

  @Test
  void aForeignClientReadsTheSameNumbers() throws Exception {
    SimulatedDevice device = Examples.device("carlo-gavazzi-em340");
    device.set(device.slot("power"), -1234.5);
    device.publish();
    ModbusTCPMaster master = new ModbusTCPMaster("127.0.0.1", port(start(device)));
    try {
      Await.until(
          "j2mod is connected",
          () -> {
            master.connect();
            return true;
          });
      // Low word first: -12345 is FFFF CFC7.
      assertThat(master.readInputRegisters(1, 40, 2))
          .extracting(register -> register.getValue())
          .containsExactly(0xCFC7, 0xFFFF);
    } finally {
      master.disconnect();
    }
  }

  private RawModbus connect(SimulatedDevice... devices) throws IOException {
    return new RawModbus(port(start(devices)));
  }

  private ModbusServer start(SimulatedDevice... devices) {
    LinkConfig.ModbusTcp link =
        new LinkConfig.ModbusTcp("link", "nowhere", 502, Duration.ofSeconds(1), Examples.PERIODS);
    ModbusServer server = new ModbusServer(link, List.of(devices), Time.system());
    server.start();
    servers.add(server);
    return server;
  }

  private static int port(ModbusServer server) {
    return server.link().port();
  }
}
