package org.wattward.devices.template;

import java.util.ArrayList;
import java.util.List;
import org.wattward.devices.template.Address.ModbusRegister;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode.Mapping;

/** Finds points that read the same registers differently: one of them must be wrong. */
final class Overlaps {
  private record Located(PointTemplate point, ModbusRegister register, Mapping node) {
    int last() {
      return register.address() + register.encoding().type().registers() - 1;
    }

    boolean overlaps(Located other) {
      return register.table() == other.register.table()
          && register.address() <= other.last()
          && other.register.address() <= last();
    }

    boolean meansTheSame(Located other) {
      return register.address() == other.register.address()
          && register.encoding().equals(other.register.encoding())
          && register.scale() == other.register.scale()
          && register.offset() == other.register.offset()
          && register.codes().equals(other.register.codes());
    }

    boolean holdsScaleOf(Located other) {
      return register.table() == other.register.table()
          && other
              .register
              .scaleRegister()
              .filter(address -> address >= register.address() && address <= last())
              .isPresent();
    }
  }

  private final List<Located> located = new ArrayList<>();

  void add(PointTemplate point, Mapping node) {
    if (point.address() instanceof ModbusRegister register) {
      located.add(new Located(point, register, node));
    }
  }

  void check(Problems problems) {
    for (int i = 0; i < located.size(); i++) {
      for (int j = 0; j < i; j++) {
        check(located.get(j), located.get(i), problems);
      }
    }
  }

  private static void check(Located first, Located second, Problems problems) {
    if (first.overlaps(second) && !first.meansTheSame(second)) {
      problems.add(
          second.node(),
          "The point \"%s\" (%s) overlaps the point \"%s\" (%s)."
              .formatted(second.point().name(), where(second), first.point().name(), where(first)),
          "Check both addresses and types against the device's register map.");
    } else if (first.holdsScaleOf(second) || second.holdsScaleOf(first)) {
      Located value = first.holdsScaleOf(second) ? first : second;
      Located scaled = first.holdsScaleOf(second) ? second : first;
      problems.add(
          value.node(),
          "The point \"%s\" (%s) covers the scale register of the point \"%s\"."
              .formatted(value.point().name(), where(value), scaled.point().name()),
          "Check both addresses against the device's register map.");
    }
  }

  private static String where(Located located) {
    ModbusRegister register = located.register();
    return register.address() == located.last()
        ? "%s %d".formatted(register.table().key(), register.address())
        : "%s %d to %d".formatted(register.table().key(), register.address(), located.last());
  }
}
