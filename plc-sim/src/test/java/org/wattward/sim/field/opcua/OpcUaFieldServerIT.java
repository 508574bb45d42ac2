package org.wattward.sim.field.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.Await;
import org.wattward.sim.field.Examples;
import org.wattward.sim.field.Fault;
import org.wattward.sim.field.Quirk;
import org.wattward.sim.field.Quirks;
import org.wattward.sim.field.SimulatedDevice;

class OpcUaFieldServerIT {
  private static final String HEAT = "urn:wattward:sim:heat";

  private final SimulatedDevice pump = Examples.device("opcua-heat-pump");
  private final SimulatedDevice store = Examples.device("store", "thermal-store", 0);
  private final OpcUaFieldServer server =
      new OpcUaFieldServer(
          new LinkConfig.OpcUa("link", "opc.tcp://nowhere:1/heat", "None", Examples.PERIODS),
          List.of(pump),
          Time.system());

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void valuesAreReadAndWrittenSetpointsReachTheDevice() throws Exception {
    pump.set(pump.slot("power"), 1234.5);
    pump.set(pump.slot("state"), 2);
    server.start();
    pump.publish();
    OpcUaClient client = connect();
    try {
      assertThat(read(client, "AcActivePowerTotal").value().value()).isEqualTo(1234.5);
      assertThat(read(client, "State").value().value()).isEqualTo(2);
      assertThat(write(client, "PowerLimit", 4200.0).isGood()).isTrue();
      assertThat(pump.command(pump.slot("powerLimit"), 0)).isEqualTo(4200);
      assertThat(read(client, "PowerLimit").value().value()).isEqualTo(4200.0);
      assertThat(write(client, "AcActivePowerTotal", 1.0).isBad()).isTrue();
      assertThat(write(client, "PowerLimit", 4200).value())
          .as("an integer for a Double")
          .isEqualTo(StatusCodes.Bad_TypeMismatch);
    } finally {
      client.disconnect();
    }
  }

  @Test
  void subscribersAreToldOfEveryStep() throws Exception {
    server.start();
    OpcUaClient client = connect();
    LinkedBlockingQueue<Object> received = new LinkedBlockingQueue<>();
    try {
      OpcUaSubscription subscription = new OpcUaSubscription(client, 50.0);
      subscription.create();
      OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(node(client, "RoomTemp"));
      item.setSamplingInterval(50.0);
      item.setDataValueListener((_, value) -> received.add(value.value().value()));
      subscription.addMonitoredItem(item);
      subscription.synchronizeMonitoredItems();
      for (double roomC : new double[] {20.5, 20.6}) {
        pump.set(pump.slot("roomTemp"), roomC);
        pump.publish();
        Await.until(
            "%s is received".formatted(roomC),
            () -> Double.valueOf(roomC).equals(received.poll(1, TimeUnit.SECONDS)));
      }
    } finally {
      client.disconnect();
    }
  }

  @Test
  void valuesOutOfRangeAreRefusedWhenTheDeviceDoesSo() throws Exception {
    pump.quirks(Quirks.of(new Quirk.RejectAboveRated()));
    server.start();
    OpcUaClient client = connect();
    try {
      assertThat(write(client, "SupplyTempSetpoint", 95.0).value())
          .isEqualTo(StatusCodes.Bad_OutOfRange);
      assertThat(pump.command(pump.slot("supplyTempSetpoint"), 0)).isEqualTo(45);
    } finally {
      client.disconnect();
    }
  }

  @Test
  void faultsShowAsStatusAndAServerWithoutDevicesIsGone() throws Exception {
    server.start();
    OpcUaClient client = connect();
    try {
      pump.fault(new Fault.SensorAbsent("roomTemp"));
      pump.publish();
      assertThat(status(client, "RoomTemp")).isEqualTo(StatusCodes.Bad_SensorFailure);
      assertThat(status(client, "SupplyTemp")).isEqualTo(StatusCode.GOOD.value());
      pump.fault(new Fault.Silent());
      pump.publish();
      assertThat(status(client, "SupplyTemp")).isEqualTo(StatusCodes.Bad_NoCommunication);
    } finally {
      client.disconnect();
    }
    String before = server.link().endpointUrl();
    pump.fault(new Fault.Unplugged());
    pump.clearFaults();
    pump.publish();
    assertThat(server.link().endpointUrl()).isEqualTo(before);
    OpcUaClient again = connect();
    try {
      assertThat(status(again, "SupplyTemp")).isEqualTo(StatusCode.GOOD.value());
    } finally {
      again.disconnect();
    }
  }

  @Test
  void aWrongClockShowsInSourceTimesAndASlowDeviceInOldValues() throws Exception {
    server.start();
    OpcUaClient client = connect();
    try {
      pump.fault(new Fault.ClockDrift(Duration.ofMinutes(-10)));
      pump.set(pump.slot("roomTemp"), 20.5);
      pump.publish();
      DataValue shown = read(client, "RoomTemp");
      assertThat(Duration.between(instant(shown.sourceTime()), Time.system().now()))
          .isBetween(Duration.ofMinutes(10).minusSeconds(1), Duration.ofMinutes(11));
      pump.clearFaults();
      pump.fault(new Fault.Slow(Duration.ofHours(1)));
      pump.publish();
      for (int i = 0; i < 3; i++) {
        pump.set(pump.slot("roomTemp"), 25);
        pump.publish();
      }
      assertThat(read(client, "RoomTemp").value().value()).isEqualTo(20.5);
      pump.clearFaults();
      pump.publish();
      assertThat(read(client, "RoomTemp").value().value()).isEqualTo(25.0);
    } finally {
      client.disconnect();
    }
  }

  private static Instant instant(@Nullable DateTime time) {
    return Objects.requireNonNull(time).getJavaInstant();
  }

  @Test
  void devicesOfOneTemplateLiveSideBySide() throws Exception {
    try (OpcUaFieldServer both =
        new OpcUaFieldServer(
            new LinkConfig.OpcUa("both", "opc.tcp://nowhere:1/x", "None", Examples.PERIODS),
            List.of(pump, store),
            Time.system())) {
      both.start();
      store.set(store.slot("topTemp"), 61.5);
      store.publish();
      OpcUaClient client = OpcUaClient.create(both.link().endpointUrl());
      client.connect();
      try {
        assertThat(read(client, "TopTemp").value().value()).isEqualTo(61.5);
      } finally {
        client.disconnect();
      }
    }
  }

  private OpcUaClient connect() throws Exception {
    OpcUaClient client = OpcUaClient.create(server.link().endpointUrl());
    client.connect();
    return client;
  }

  private static NodeId node(OpcUaClient client, String name) throws Exception {
    client.readNamespaceTable();
    return new NodeId(client.getNamespaceTable().getIndex(HEAT), "Prefix." + name);
  }

  private static DataValue read(OpcUaClient client, String name) throws Exception {
    return client.readValue(0, TimestampsToReturn.Both, node(client, name));
  }

  private static long status(OpcUaClient client, String name) throws Exception {
    return read(client, name).statusCode().value();
  }

  private static StatusCode write(OpcUaClient client, String name, Object value) throws Exception {
    return client
        .writeValues(List.of(node(client, name)), List.of(DataValue.valueOnly(Variant.of(value))))
        .getFirst();
  }
}
