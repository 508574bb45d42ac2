package org.wattward.protocols.link;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.template.Address.Fixed;
import org.wattward.devices.template.DeviceKind;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.DeviceTemplate.Pacing;
import org.wattward.devices.template.DeviceTemplate.Protocol;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Form;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.devices.time.Time;

/** The fake keeps the contract that the real links keep. */
class FakeLinkTest extends LinkContract {
  @Override
  protected LinkFixture fixture() {
    return new FakeField();
  }

  private static final class FakeField implements LinkFixture {
    private static final PointId POWER = new PointId("pump", "power");
    private static final PointId TEMP = new PointId("pump", "outdoorTemp");
    private static final PointId LIMIT = new PointId("pump", "powerLimit");

    private FakeLink link = open(new RecordingListener());

    @Override
    public LinkConfig config() {
      Duration period = Duration.ofMillis(50);
      return new LinkConfig.ModbusTcp(
          "fake",
          "localhost",
          502,
          Duration.ofSeconds(1),
          new LinkConfig.PollPeriods(period, period, period));
    }

    @Override
    public List<Device> devices() {
      Writing writing =
          new Writing(
              0,
              5000,
              0,
              5000,
              5000,
              Duration.ZERO,
              Duration.ZERO,
              Duration.ZERO,
              1,
              Double.POSITIVE_INFINITY,
              Duration.ZERO);
      DeviceTemplate template =
          new DeviceTemplate(
              "fake",
              "Fake",
              DeviceKind.HEAT_PUMP,
              Protocol.MODBUS,
              "none",
              Pacing.NONE,
              List.of(
                  point("power", Unit.W, Optional.empty()),
                  point("outdoorTemp", Unit.CELSIUS, Optional.empty()),
                  point("powerLimit", Unit.W, Optional.of(writing))));
      return List.of(
          new Device("pump", "Pump", template, "fake", 1, "", Optional.empty(), Map.of()));
    }

    private static PointTemplate point(String name, Unit unit, Optional<Writing> writing) {
      return new PointTemplate(
          name,
          name,
          Form.NUMBER,
          unit,
          -1e6,
          1e6,
          true,
          PollGroup.FAST,
          new Fixed(OptionalDouble.empty()),
          writing);
    }

    @Override
    public Map<PointId, Double> shown() {
      return Map.of(POWER, 1200.0, TEMP, 4.5, LIMIT, 5000.0);
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
      return TEMP;
    }

    @Override
    public void show(PointId point, double value) {
      link.show(point, value);
    }

    @Override
    public double held() {
      return link.held(LIMIT).orElseThrow();
    }

    @Override
    public int writesArrived() {
      return link.written().size();
    }

    @Override
    public void rejectWrites() {
      link.answerWrites(LIMIT, new WriteOutcome.Refused("The device said no."));
    }

    @Override
    public void stop() {
      link.lose("The cable was pulled.");
    }

    @Override
    public void start() {
      link.comeBack();
    }

    @Override
    public FakeLink open(LinkListener listener) {
      link = new FakeLink("fake", devices(), listener, Time.system());
      shown().forEach(link::show);
      return link;
    }

    @Override
    public void close() {
      link.close();
    }
  }
}
