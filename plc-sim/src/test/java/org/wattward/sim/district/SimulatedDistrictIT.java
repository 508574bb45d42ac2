package org.wattward.sim.district;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.Await;
import org.wattward.sim.field.Fault;
import org.wattward.sim.field.modbus.RawModbus;

class SimulatedDistrictIT {
  private static final SimulatedDistrict DISTRICT =
      SimulatedDistrict.demo(Time.accelerated(Instant.parse("2026-01-14T18:00:00Z"), 5), 42);

  @BeforeAll
  static void start() {
    DISTRICT.start();
  }

  @AfterEach
  void mend() {
    DISTRICT.clear("heatpump-01");
  }

  @AfterAll
  static void close() {
    DISTRICT.close();
  }

  @Test
  void everyLinkPointsToAnOpenPort() throws Exception {
    for (LinkConfig link : DISTRICT.site().links()) {
      int port =
          switch (link) {
            case LinkConfig.ModbusTcp modbus -> modbus.port();
            case LinkConfig.ModbusSerial serial ->
                throw new AssertionError(serial + " has no port.");
            case LinkConfig.OpcUa opcUa -> URI.create(opcUa.endpointUrl()).getPort();
            case LinkConfig.Mqtt mqtt -> URI.create(mqtt.url()).getPort();
          };
      try (RawModbus socket = new RawModbus(port)) {
        assertThat(socket).isNotNull();
      }
    }
  }

  @Test
  void aMeterShowsOverItsSocketWhatTheModelSays() throws Exception {
    try (RawModbus client = new RawModbus(port("link-meter-01"))) {
      int[] words = client.read(1, RegisterTable.INPUT, 52, 2);
      double powerW = Float.intBitsToFloat(words[0] << 16 | words[1]);
      assertThat(powerW).isCloseTo(value("meter-01/power"), within(0.2 * value("meter-01/power")));
      Await.until(
          "the meter moves", () -> client.read(1, RegisterTable.INPUT, 52, 2)[1] != words[1]);
    }
  }

  @Test
  void aCoilWrittenSwitchesTheStreetOff() throws Exception {
    try (RawModbus client = new RawModbus(port("link-cabinet-01"))) {
      client.ask(1, "05 0000 ff00");
      Await.until("the lights burn", () -> value("cabinet-01/power") > 1000);
      client.ask(1, "05 0000 0000");
      Await.until(
          "the feedback falls", () -> client.read(1, RegisterTable.DISCRETE_INPUT, 0, 1)[0] == 0);
      assertThat(value("cabinet-01/power")).isLessThan(20);
    }
  }

  @Test
  void aPowerLimitOverOpcUaIsKept() throws Exception {
    OpcUaClient client = OpcUaClient.create(endpoint("opcua-heat"));
    client.connect();
    try {
      client.readNamespaceTable();
      int namespace = client.getNamespaceTable().getIndex("urn:wattward:sim:heat").intValue();
      assertThat(
              client
                  .writeValues(
                      List.of(new NodeId(namespace, "HeatPump06.PowerLimit")),
                      List.of(DataValue.valueOnly(Variant.ofDouble(2000))))
                  .getFirst()
                  .isGood())
          .isTrue();
      NodeId power = new NodeId(namespace, "HeatPump06.AcActivePowerTotal");
      Await.until(
          "the heat pump keeps below its limit",
          () -> {
            Object read = client.readValue(0, TimestampsToReturn.Both, power).value().value();
            return read instanceof Double watts && watts < 2100;
          });
    } finally {
      client.disconnect();
    }
  }

  @Test
  void oneDevicePulledAwayComesBackOnItsPortAndTheOthersStay() throws Exception {
    int port = port("link-heatpump-01");
    DISTRICT.fault("heatpump-01", new Fault.Unplugged());
    assertThatThrownBy(() -> new RawModbus(port)).isInstanceOf(IOException.class);
    try (RawModbus other = new RawModbus(port("link-heatpump-02"))) {
      assertThat(other.read(1, RegisterTable.INPUT, 50, 1)).hasSize(1);
    }
    DISTRICT.clear("heatpump-01");
    try (RawModbus client = new RawModbus(port)) {
      assertThat(client.read(1, RegisterTable.INPUT, 50, 1)).hasSize(1);
    }
  }

  @Test
  void aRestartedDeviceComesBackWithItsSafeValues() throws Exception {
    int port = port("link-heatpump-04");
    try (RawModbus client = new RawModbus(port)) {
      client.ask(1, "10 0066 0001 02 03e8");
    }
    DISTRICT.restart("heatpump-04", Duration.ofMillis(200));
    Await.until(
        "it answers again with 0 W",
        () -> {
          try (RawModbus client = new RawModbus(port)) {
            return client.read(1, RegisterTable.HOLDING, 102, 1)[0] == 0;
          } catch (IOException _) {
            return false;
          }
        });
  }

  @Test
  void anUnknownDeviceHasNoFaults() {
    assertThatThrownBy(() -> DISTRICT.fault("heatpump-99", new Fault.Silent()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("heatpump-99");
  }

  private static double value(String point) {
    return DISTRICT.model().value(PointId.parse(point));
  }

  private static int port(String link) {
    return ((LinkConfig.ModbusTcp) link(link)).port();
  }

  private static String endpoint(String link) {
    return ((LinkConfig.OpcUa) link(link)).endpointUrl();
  }

  private static LinkConfig link(String id) {
    return DISTRICT.site().links().stream()
        .filter(link -> link.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
