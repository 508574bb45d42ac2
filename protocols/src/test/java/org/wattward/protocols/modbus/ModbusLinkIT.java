package org.wattward.protocols.modbus;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.template.RegisterEncoding.RegisterType;
import org.wattward.devices.template.RegisterTable;
import org.wattward.protocols.link.LinkContract;
import org.wattward.protocols.link.LinkFixture;

/** The links' contract over Modbus TCP, against a server of another library. */
class ModbusLinkIT extends LinkContract {
  @Override
  protected LinkFixture fixture() throws Exception {
    return new ModbusField();
  }

  private static final class ModbusField implements LinkFixture {
    private static final PointId POWER = new PointId("pump", "power");
    private static final PointId VOLTAGE = new PointId("pump", "voltageL1");
    private static final PointId ENERGY = new PointId("pump", "energyImport");
    private static final PointId DOOR = new PointId("pump", "doorOpen");
    private static final PointId LIMIT = new PointId("pump", "powerLimit");

    private final ForeignServer server = new ForeignServer();

    ModbusField() throws Exception {
      server.input(0x34, 1200);
      server.input(0, Float.floatToIntBits(230.5f) >>> 16, Float.floatToIntBits(230.5f) & 0xFFFF);
      server.holding(100, 0, 1, 0x86A0);
      server.discreteInput(7, true);
      server.holding(200, 5000);
      server.start();
    }

    @Override
    public LinkConfig config() {
      return TestDevices.link(server.port(), Duration.ofSeconds(2), Duration.ofMillis(50));
    }

    @Override
    public List<Device> devices() {
      return List.of(
          TestDevices.device("pump", 1)
              .point("power", RegisterTable.INPUT, 0x34, RegisterType.INT16, 1)
              .point("voltageL1", RegisterTable.INPUT, 0, RegisterType.FLOAT32, 1)
              .point("energyImport", RegisterTable.HOLDING, 101, RegisterType.UINT32, 0.1)
              .point("doorOpen", RegisterTable.DISCRETE_INPUT, 7, RegisterType.BIT, 1)
              .writable("powerLimit", 200)
              .build());
    }

    @Override
    public Map<PointId, Double> shown() {
      return Map.of(POWER, 1200.0, VOLTAGE, 230.5, ENERGY, 10000.0, DOOR, 1.0, LIMIT, 5000.0);
    }

    @Override
    public PointId changing() {
      return POWER;
    }

    @Override
    public PointId writable() {
      return LIMIT;
    }

    @Override
    public List<Double> writableValues() {
      return List.of(3000.0, 2000.0);
    }

    @Override
    public PointId readOnly() {
      return VOLTAGE;
    }

    @Override
    public void show(PointId point, double value) {
      server.input(0x34, (int) value);
    }

    @Override
    public double held() {
      return server.held(200);
    }

    @Override
    public int writesArrived() {
      return server.writes();
    }

    @Override
    public void rejectWrites() {
      server.rejectWrites();
    }

    @Override
    public void stop() throws Exception {
      server.stop();
    }

    @Override
    public void start() throws Exception {
      server.start();
    }

    @Override
    public void close() throws Exception {
      server.stop();
    }
  }
}
