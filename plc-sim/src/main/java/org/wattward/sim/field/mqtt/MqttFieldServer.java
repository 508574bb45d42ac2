package org.wattward.sim.field.mqtt;

import java.util.List;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.FieldServer;
import org.wattward.sim.field.SimulatedDevice;

/** A broker for one link, and a client of it for each of the link's devices. Safe on any thread. */
public final class MqttFieldServer implements FieldServer {
  private final LinkConfig.Mqtt link;
  private final Broker broker = new Broker();
  private final List<DeviceClient> clients;

  /**
   * A broker that is not started yet.
   *
   * @param link the link as the site has it; its address is not used
   * @param devices the MQTT devices of the link
   * @param time for the messages' times and for pauses
   */
  public MqttFieldServer(LinkConfig.Mqtt link, List<SimulatedDevice> devices, Time time) {
    this.link = link;
    this.clients = devices.stream().map(device -> new DeviceClient(device, time)).toList();
  }

  @Override
  public void start() {
    broker.start();
    clients.forEach(client -> client.start(url()));
  }

  @Override
  public LinkConfig.Mqtt link() {
    return new LinkConfig.Mqtt(
        link.id(),
        url(),
        link.clientId(),
        link.username(),
        link.version(),
        LinkConfig.Mqtt.Keys.NONE,
        link.periods());
  }

  /** Stops the broker for a while, as a broken one would; devices come back by themselves. */
  public void stopBroker() {
    broker.stop();
  }

  /** Starts the broker again on the same port. */
  public void startBroker() {
    broker.start();
  }

  @Override
  public void close() {
    clients.forEach(DeviceClient::close);
    broker.stop();
  }

  private String url() {
    return "tcp://127.0.0.1:" + broker.port();
  }
}
