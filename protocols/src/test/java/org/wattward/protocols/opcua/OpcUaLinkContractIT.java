package org.wattward.protocols.opcua;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.OpcUa.Reading.How;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.protocols.link.LinkContract;
import org.wattward.protocols.link.LinkFixture;

/** An OPC UA link keeps the contract of links, whether it subscribes or asks. */
@ParameterizedClass
@EnumSource(How.class)
class OpcUaLinkContractIT extends LinkContract {
  private final How how;

  OpcUaLinkContractIT(How how) {
    this.how = how;
  }

  @Override
  protected LinkFixture fixture() throws Exception {
    return new Field(how);
  }

  private static final class Field implements LinkFixture {
    private static final PointId POWER = TestDevices.id("pump", "power");
    private static final PointId TEMP = TestDevices.id("pump", "outdoorTemp");
    private static final PointId LIMIT = TestDevices.id("pump", "powerLimit");

    private final TestServer server =
        new TestServer()
            .with("Pump.power", 1500.5)
            .with("Pump.outdoorTemp", 7.0f)
            .with("Pump.powerLimit", 4000);

    private final How how;

    Field(How how) throws Exception {
      this.how = how;
      server.start();
    }

    @Override
    public LinkConfig config() {
      LinkConfig.OpcUa usual = TestDevices.link(server.url(), Duration.ofMillis(50));
      return new LinkConfig.OpcUa(
          usual.id(),
          usual.endpointUrl(),
          usual.security(),
          usual.user(),
          new LinkConfig.OpcUa.Reading(
              how, usual.reading().sampling(), usual.reading().publishing()),
          usual.periods());
    }

    @Override
    public List<Device> devices() {
      return List.of(
          TestDevices.device(
              "pump",
              "Pump",
              TestDevices.readable("power", PollGroup.FAST),
              TestDevices.readable("outdoorTemp", PollGroup.SLOW),
              TestDevices.writable("powerLimit", 0, 5000, 1)));
    }

    @Override
    public Map<PointId, Double> shown() {
      return Map.of(POWER, 1500.5, TEMP, 7.0, LIMIT, 4000.0);
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
      return List.of(2500.0, 3000.0);
    }

    @Override
    public PointId readOnly() {
      return TEMP;
    }

    @Override
    public void show(PointId point, double value) {
      server.show("Pump." + point.name(), value);
    }

    @Override
    public double held() {
      return ((Number) server.held("Pump.powerLimit")).doubleValue();
    }

    @Override
    public int writesArrived() {
      return server.writes().size();
    }

    @Override
    public void rejectWrites() {
      server.answerWritesOf("Pump.powerLimit", StatusCodes.Bad_UserAccessDenied);
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
      server.close();
    }
  }
}
