package org.wattward.protocols.mqtt;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.Mqtt.Version;
import org.wattward.protocols.link.LinkContract;
import org.wattward.protocols.link.LinkFixture;

/** An MQTT link keeps the contract of links, with Mosquitto as broker. */
@ParameterizedClass
@EnumSource(Version.class)
class MqttLinkContractIT extends LinkContract {
  private final Version version;

  MqttLinkContractIT(Version version) {
    this.version = version;
  }

  @Override
  protected LinkFixture fixture() throws Exception {
    return new Field(version);
  }

  /** A device that tells its values every 20 ms and obeys commands. */
  private static final class Field implements LinkFixture {
    private static final PointId POWER = TestDevices.id("pump", "power");
    private static final PointId TEMP = TestDevices.id("pump", "outdoorTemp");
    private static final PointId LIMIT = TestDevices.id("pump", "powerLimit");

    private final Version version;
    private final Mosquitto broker = new Mosquitto().start();
    private final Map<PointId, Double> values =
        new ConcurrentHashMap<>(Map.of(POWER, 1500.5, TEMP, 7.0, LIMIT, 4000.0));
    private final AtomicInteger writes = new AtomicInteger();
    private volatile boolean obeys = true;
    private volatile boolean running;
    private FieldClient device;
    private Thread telling;

    Field(Version version) throws IOException, MqttException {
      this.version = version;
      connect();
    }

    private void connect() throws MqttException {
      device = new FieldClient(broker.url(), "device").hears("pump/+/set", this::obey);
      running = true;
      FieldClient current = device;
      telling =
          Thread.ofVirtual()
              .start(() -> {
                while (running && !Thread.currentThread().isInterrupted()) {
                  tell(current);
                  java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                }
              });
    }

    private void tell(FieldClient current) {
      try {
        values.forEach((point, value) -> current.tell(topic(point), String.valueOf(value)));
      } catch (AssertionError e) {
        if (running) {
          throw e;
        }
      }
    }

    private void obey(String topic, String payload) {
      writes.incrementAndGet();
      if (obeys) {
        values.put(LIMIT, Double.valueOf(payload));
      }
    }

    private static String topic(PointId point) {
      return point.device() + "/" + point.name();
    }

    @Override
    public LinkConfig config() {
      return TestDevices.link(broker.url(), version);
    }

    @Override
    public List<Device> devices() {
      return List.of(
          TestDevices.device(
              "pump",
              "pump",
              TestDevices.plain("power"),
              TestDevices.plain("outdoorTemp"),
              TestDevices.commanded("powerLimit")));
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
      values.put(point, value);
    }

    @Override
    public double held() {
      return Objects.requireNonNull(values.get(LIMIT));
    }

    @Override
    public int writesArrived() {
      return writes.get();
    }

    @Override
    public void rejectWrites() {
      obeys = false;
    }

    @Override
    public void stop() throws Exception {
      if (!running) {
        return;
      }
      running = false;
      telling.join();
      broker.stop();
      device.close();
    }

    @Override
    public void start() throws Exception {
      broker.start();
      connect();
    }

    @Override
    public void close() throws Exception {
      stop();
    }
  }
}
