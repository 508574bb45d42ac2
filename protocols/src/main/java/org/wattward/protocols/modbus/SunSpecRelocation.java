package org.wattward.protocols.modbus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.wattward.devices.template.Address.CompanionWrite;
import org.wattward.devices.template.Address.ModbusRegister;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.SunSpecMap;

/**
 * Moves a template's points from the map they were written for to the map of a device.
 *
 * @param template the map the addresses were taken from
 * @param device the map found in the device
 */
record SunSpecRelocation(SunSpecMap template, SunSpecMap device) {

  /** Nothing to move, for devices that are not SunSpec. */
  static final SunSpecRelocation NONE =
      new SunSpecRelocation(new SunSpecMap(0, List.of()), new SunSpecMap(0, List.of()));

  /**
   * The point at its place in the device.
   *
   * @return nothing when the device lacks its model
   */
  Optional<PointTemplate> moved(PointTemplate point) {
    if (this.equals(NONE) || !(point.address() instanceof ModbusRegister register)) {
      return Optional.of(point);
    }
    return moved(register).map(address -> point.at(address));
  }

  private Optional<ModbusRegister> moved(ModbusRegister register) {
    OptionalInt address = template.moved(register.address(), device);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    Optional<Integer> scaleRegister = Optional.empty();
    if (register.scaleRegister().isPresent()) {
      OptionalInt scale = template.moved(register.scaleRegister().get(), device);
      if (scale.isEmpty()) {
        return Optional.empty();
      }
      scaleRegister = Optional.of(scale.getAsInt());
    }
    List<CompanionWrite> companions = new ArrayList<>();
    for (CompanionWrite companion : register.onWrite()) {
      OptionalInt moved = template.moved(companion.address(), device);
      if (moved.isEmpty()) {
        return Optional.empty();
      }
      companions.add(
          new CompanionWrite(
              moved.getAsInt(), companion.rawValue(), companion.before(), companion.follow()));
    }
    return Optional.of(
        new ModbusRegister(
            register.table(),
            address.getAsInt(),
            register.encoding(),
            register.scale(),
            register.offset(),
            scaleRegister,
            register.notANumber(),
            companions,
            register.codes()));
  }
}
