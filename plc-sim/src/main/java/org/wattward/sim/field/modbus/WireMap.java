package org.wattward.sim.field.modbus;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.wattward.devices.codec.RegisterCodec;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.Address.CompanionWrite;
import org.wattward.devices.template.Address.ModbusRegister;
import org.wattward.devices.template.Identification;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.RegisterEncoding.RegisterType;
import org.wattward.devices.template.RegisterTable;

/** Where a device's points stand in its registers, laid out from its template. */
final class WireMap {
  private static final int FINEST_EXPONENT = -2;
  private static final int COARSEST_EXPONENT = 6;

  private final List<WirePoint> points;
  private final Map<RegisterTable, RegisterBank> banks = new EnumMap<>(RegisterTable.class);

  WireMap(Device device) {
    Map<RegisterTable, RegisterBank.Layout> layouts = new EnumMap<>(RegisterTable.class);
    for (RegisterTable table : RegisterTable.values()) {
      layouts.put(table, new RegisterBank.Layout());
    }
    Map<Integer, Integer> exponents = exponents(device);
    points = points(device, exponents);
    for (WirePoint point : points) {
      ModbusRegister register = point.register();
      RegisterBank.Layout layout = Objects.requireNonNull(layouts.get(register.table()));
      layout.add(register.address(), point.codec().registers());
      register.scaleRegister().ifPresent(address -> layout.add(address, 1));
      for (CompanionWrite companion : register.onWrite()) {
        layout.add(companion.address(), 1);
      }
    }
    Optional<Identification> identification = device.template().identification();
    identification.ifPresent(says ->
        Objects.requireNonNull(layouts.get(says.table())).add(says.address(), says.registers()));
    SunSpecBlocks sunSpec = SunSpecBlocks.of(device);
    sunSpec.addTo(Objects.requireNonNull(layouts.get(RegisterTable.HOLDING)));
    int maxGap = device.template().pacing().maxGapRegisters();
    layouts.forEach((table, layout) -> banks.put(table, layout.bank(maxGap)));
    sunSpec.fill(bank(RegisterTable.HOLDING));
    identification.ifPresent(this::identify);
    points.forEach(point -> putExponent(point, exponents));
  }

  List<WirePoint> points() {
    return points;
  }

  RegisterBank bank(RegisterTable table) {
    return Objects.requireNonNull(banks.get(table));
  }

  private void identify(Identification says) {
    int[] words = says.example();
    for (int i = 0; i < words.length; i++) {
      bank(says.table()).put(says.address() + i, words[i]);
    }
  }

  private void putExponent(WirePoint point, Map<Integer, Integer> exponents) {
    point
        .register()
        .scaleRegister()
        .ifPresent(address ->
            bank(point.register().table()).put(address, exponents.getOrDefault(address, 0)));
  }

  private static List<WirePoint> points(Device device, Map<Integer, Integer> exponents) {
    List<WirePoint> found = new ArrayList<>();
    for (int slot = 0; slot < device.points().size(); slot++) {
      PointTemplate point = device.points().get(slot);
      RegisterCodec codec = RegisterCodec.of(point).orElse(null);
      if (codec != null) {
        int scaleWord = codec.register().scaleRegister().map(exponents::get).orElse(0);
        found.add(new WirePoint(slot, point, codec, scaleWord));
      }
    }
    return List.copyOf(found);
  }

  /** For every scale register the finest exponent with which all its points fit their types. */
  private static Map<Integer, Integer> exponents(Device device) {
    Map<Integer, Integer> exponents = new HashMap<>();
    for (PointTemplate point : device.points()) {
      if (point.address() instanceof ModbusRegister register) {
        register
            .scaleRegister()
            .ifPresent(at -> exponents.merge(at, exponent(device, point, register), Math::max));
      }
    }
    return exponents;
  }

  private static int exponent(Device device, PointTemplate point, ModbusRegister register) {
    if (point.form() == PointTemplate.Form.COUNTER) {
      return 0; // its range says nothing about what to expect
    }
    double greatest = Math.abs(greatest(device, point) / register.scale());
    double room = room(register.encoding().type());
    int exponent = FINEST_EXPONENT;
    while (exponent < COARSEST_EXPONENT && greatest / Math.pow(10, exponent) > room) {
      exponent++;
    }
    return exponent;
  }

  /**
   * The greatest value to expect: the point's range, or twice the rated power where that is less.
   */
  private static double greatest(Device device, PointTemplate point) {
    double range = Math.max(Math.abs(point.min()), Math.abs(point.max()));
    double ratedPowerW = device.properties().getOrDefault("ratedPowerW", Double.POSITIVE_INFINITY);
    boolean isPower =
        switch (point.unit()) {
          case W, VA, VAR -> true;
          default -> false;
        };
    return isPower ? Math.min(range, 2 * ratedPowerW) : range;
  }

  private static double room(RegisterType type) {
    return switch (type) {
      case BIT -> 1;
      case INT16 -> 32_000;
      case UINT16 -> 65_000;
      case INT32, UINT32, ACC32 -> 2e9;
      case INT64, UINT64 -> 9e18;
      case FLOAT32, FLOAT64 -> Double.MAX_VALUE;
    };
  }
}
