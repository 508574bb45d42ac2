package org.wattward.sim.district;

import java.util.ArrayList;
import java.util.List;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.FieldServer;
import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.field.modbus.ModbusServer;
import org.wattward.sim.field.mqtt.MqttFieldServer;
import org.wattward.sim.field.opcua.OpcUaFieldServer;

/** Makes the server of each link of a site. */
final class FieldServers {
  private FieldServers() {}

  static List<FieldServer> of(DistrictModel model, Time time) {
    List<FieldServer> servers = new ArrayList<>();
    for (LinkConfig link : model.site().links()) {
      List<SimulatedDevice> devices =
          model.devices().values().stream()
              .filter(device -> device.device().link().equals(link.id()))
              .toList();
      switch (link) {
        case LinkConfig.ModbusTcp modbus -> servers.add(new ModbusServer(modbus, devices, time));
        case LinkConfig.OpcUa opcUa -> servers.add(new OpcUaFieldServer(opcUa, devices, time));
        case LinkConfig.Mqtt mqtt -> servers.add(new MqttFieldServer(mqtt, devices, time));
        case LinkConfig.ModbusSerial _ -> {} // there is no serial line in a simulated district
      }
    }
    return List.copyOf(servers);
  }
}
