package org.wattward.devices.site;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wattward.devices.point.PointId;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.PointTemplate;

/**
 * One device of a site.
 *
 * @param id its id, unique in the site
 * @param title what people call it
 * @param template its type; ranges already narrowed to what the site file says for this device
 * @param link the id of the link that carries it
 * @param unit Modbus unit id 0 to 255; 0 for other protocols
 * @param prefix what {@code ${device}} stands for in its node ids or topics; empty for Modbus
 * @param bus the bus of the network it is connected to, if any
 * @param properties numbers about this device, by name with the unit in it: {@code ratedPowerW}
 */
public record Device(
    String id,
    String title,
    DeviceTemplate template,
    String link,
    int unit,
    String prefix,
    Optional<String> bus,
    Map<String, Double> properties) {
  public Device {
    properties = Map.copyOf(properties);
  }

  /** Its points, in the template's order. */
  public List<PointTemplate> points() {
    return template.points();
  }

  /** The id of one of its points. */
  public PointId pointId(PointTemplate point) {
    return new PointId(id, point.name());
  }
}
