package org.wattward.sim.field.modbus;

import static org.wattward.sim.field.modbus.ExceptionCode.ILLEGAL_ADDRESS;
import static org.wattward.sim.field.modbus.ExceptionCode.ILLEGAL_VALUE;
import static org.wattward.sim.field.modbus.ExceptionCode.NONE;
import static org.wattward.sim.field.modbus.ExceptionCode.SERVER_BUSY;

import java.nio.ByteBuffer;
import java.util.List;
import org.wattward.devices.codec.Decoded;
import org.wattward.devices.template.Address.CompanionWrite;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.Health;
import org.wattward.sim.field.Quirks;
import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.field.WriteGate;

/**
 * The registers of one simulated device. A request sees the values of one step; what it writes
 * shows at once. Safe on any thread: one request or one step at a time.
 */
final class DeviceUnit implements ModbusUnit {
  private final SimulatedDevice device;
  private final Time time;
  private final WireMap map;
  private final double[] held;

  DeviceUnit(SimulatedDevice device, Time time) {
    this.device = device;
    this.time = time;
    this.map = new WireMap(device.device());
    this.held = device.values();
    map.points().forEach(point -> show(point, device.value(point.slot())));
    device.onPublish(this::refresh);
  }

  private synchronized void refresh() {
    double[] values = device.values();
    for (WirePoint point : map.points()) {
      double value = values[point.slot()];
      if (!point.point().isWritable()) {
        show(point, value);
      } else if (value != held[point.slot()]) {
        // Not written through these registers: its watchdog fell, or it restarted.
        held[point.slot()] = value;
        show(point, value);
        point.disable(map.bank(point.register().table()));
      }
    }
  }

  private void show(WirePoint point, double value) {
    point.show(shown(point, value), swapped(), map.bank(point.register().table()));
  }

  private WirePoint.Shown shown(WirePoint point, double value) {
    if (device.isAbsent(point.slot())) {
      return new WirePoint.Shown.Absent();
    }
    return quirks().isMinus32768(point.point().name())
        ? new WirePoint.Shown.Raw(-32_768)
        : new WirePoint.Shown.Value(value);
  }

  private boolean swapped() {
    return quirks().wordOrderSwapped();
  }

  @Override
  public synchronized int readWords(RegisterTable table, int from, int count, ByteBuffer into) {
    int address = from - quirks().addressShift();
    RegisterBank bank = map.bank(table);
    if (!bank.holds(address, count, quirks().strictGaps())) {
      return ILLEGAL_ADDRESS;
    }
    for (int i = 0; i < count; i++) {
      into.putShort((short) bank.get(address + i));
    }
    wasRead(table, address, count);
    return NONE;
  }

  private void wasRead(RegisterTable table, int address, int count) {
    for (WirePoint point : map.points()) {
      if (point.point().isWritable()
          && point.register().table() == table
          && point.overlaps(address, count)) {
        device.read(point.slot());
      }
    }
  }

  @Override
  public synchronized int readBits(RegisterTable table, int from, int count, ByteBuffer into) {
    int address = from - quirks().addressShift();
    RegisterBank bank = map.bank(table);
    if (!bank.holds(address, count, quirks().strictGaps())) {
      return ILLEGAL_ADDRESS;
    }
    int bits = 0;
    for (int i = 0; i < count; i++) {
      bits |= (bank.get(address + i) & 1) << (i % 8);
      if (i % 8 == 7 || i == count - 1) {
        into.put((byte) bits);
        bits = 0;
      }
    }
    wasRead(table, address, count);
    return NONE;
  }

  @Override
  public int writeWords(int address, int count, ByteBuffer from) {
    int[] words = new int[count];
    for (int i = 0; i < count; i++) {
      words[i] = from.getShort() & 0xFFFF;
    }
    return write(RegisterTable.HOLDING, address, words);
  }

  @Override
  public int writeBits(int address, int count, ByteBuffer from) {
    int[] bits = new int[count];
    int eight = 0;
    for (int i = 0; i < count; i++) {
      eight = i % 8 == 0 ? from.get() : eight >> 1;
      bits[i] = eight & 1;
    }
    return write(RegisterTable.COIL, address, bits);
  }

  private synchronized int write(RegisterTable table, int to, int[] words) {
    int address = to - quirks().addressShift();
    List<WirePoint> points =
        map.points().stream()
            .filter(point -> point.register().table() == table && point.point().isWritable())
            .toList();
    for (int i = 0; i < words.length; i++) {
      if (!isWritable(points, address + i)) {
        return ILLEGAL_ADDRESS;
      }
    }
    WriteGate.Pace pace = device.gate().soon(quirks(), time.nanos());
    if (pace != WriteGate.Pace.IN_TIME) {
      return pace == WriteGate.Pace.REFUSED ? SERVER_BUSY : NONE;
    }
    RegisterBank bank = map.bank(table);
    int[] before = exchange(bank, address, words);
    if (!points.stream().allMatch(point -> isAcceptable(point, bank, address, words.length))) {
      exchange(bank, address, before);
      return ILLEGAL_VALUE;
    }
    device.gate().passed(time.nanos());
    points.forEach(point -> take(point, bank, address, words.length));
    return NONE;
  }

  private static boolean isWritable(List<WirePoint> points, int address) {
    return points.stream()
        .anyMatch(point ->
            point.overlaps(address, 1)
                || point.register().onWrite().stream()
                    .mapToInt(CompanionWrite::address)
                    .anyMatch(companion -> companion == address));
  }

  private static int[] exchange(RegisterBank bank, int address, int[] words) {
    int[] before = new int[words.length];
    for (int i = 0; i < words.length; i++) {
      before[i] = bank.get(address + i);
      bank.put(address + i, words[i]);
    }
    return before;
  }

  private boolean isAcceptable(WirePoint point, RegisterBank bank, int address, int count) {
    if (!point.overlaps(address, count)) {
      return true;
    }
    return switch (point.read(bank, swapped())) {
      case Decoded.Value known -> device.gate().accepts(quirks(), point.slot(), known.value());
      case Decoded.OutOfRange beyond ->
          device.gate().accepts(quirks(), point.slot(), beyond.value());
      case Decoded.NotANumber _ -> false;
    };
  }

  private void take(WirePoint point, RegisterBank bank, int address, int count) {
    boolean switched = point.isEnabledBy(address, count);
    if (!switched && !point.overlaps(address, count)) {
      return;
    }
    int slot = point.slot();
    if (point.isEnabled(bank)) {
      double value =
          switch (point.read(bank, swapped())) {
            case Decoded.Value known -> known.value();
            case Decoded.OutOfRange beyond -> beyond.value();
            case Decoded.NotANumber _ -> held[slot];
          };
      held[slot] = value;
      device.written(slot, value);
    } else if (switched) {
      device.released(slot);
    }
  }

  @Override
  public boolean writesMultipleOnly() {
    return quirks().fc16Only() || device.device().template().pacing().writeMultipleOnly();
  }

  @Override
  public int maxRegistersPerRead() {
    return Math.min(
        quirks().maxRegistersPerRead(), device.device().template().pacing().maxRegistersPerRead());
  }

  @Override
  public Health health() {
    return device.health();
  }

  @Override
  public int losses() {
    return device.losses();
  }

  @Override
  public Quirks quirks() {
    return device.quirks();
  }
}
