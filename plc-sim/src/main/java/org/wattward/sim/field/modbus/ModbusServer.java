package org.wattward.sim.field.modbus;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wattward.devices.WattwardException;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.FieldServer;
import org.wattward.sim.field.SimulatedDevice;

/**
 * One Modbus TCP port with the simulated devices behind it, each under its unit id. When all of
 * them are unplugged the port is shut; one of several is answered for by the gateway (exception
 * 11). Safe on any thread.
 */
public final class ModbusServer implements FieldServer {
  private final LinkConfig.ModbusTcp link;
  private final List<SimulatedDevice> devices;
  private final ModbusPort port;
  private boolean started;

  /**
   * A server that is not open yet.
   *
   * @param link the link as the site has it; its host and port are not used
   * @param devices the Modbus devices of the link, unit ids unique
   * @param time for pauses
   */
  public ModbusServer(LinkConfig.ModbusTcp link, List<SimulatedDevice> devices, Time time) {
    this.link = link;
    this.devices = List.copyOf(devices);
    Map<Integer, ModbusUnit> units = new HashMap<>();
    for (SimulatedDevice device : devices) {
      int unit = device.device().unit();
      if (units.put(unit, new DeviceUnit(device, time)) != null) {
        throw new WattwardException(
            "Two devices of the link %s have the unit %d. The simulator shows one under each unit."
                .formatted(link.id(), unit));
      }
      device.onFault(this::plug);
    }
    this.port = new ModbusPort(link.id(), Map.copyOf(units), time);
  }

  @Override
  public synchronized void start() {
    port.open();
    started = true;
    plug();
  }

  @Override
  public LinkConfig.ModbusTcp link() {
    return new LinkConfig.ModbusTcp(
        link.id(), "127.0.0.1", port.port(), link.requestTimeout(), link.periods());
  }

  @Override
  public synchronized void close() {
    started = false;
    port.shut();
  }

  private synchronized void plug() {
    if (!started) {
      return;
    }
    if (devices.stream().allMatch(device -> device.health().unplugged())) {
      port.shut();
    } else {
      port.open();
    }
  }
}
