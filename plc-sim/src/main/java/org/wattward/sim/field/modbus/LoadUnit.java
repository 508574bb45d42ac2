package org.wattward.sim.field.modbus;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.Health;
import org.wattward.sim.field.Quirks;

/**
 * A device of a load field: its input registers are computed when they are read; its one holding
 * register can be written.
 *
 * @param index which device it is
 * @param points how many 32 bit floating-point numbers it shows from input register 0 on
 * @param silent the indexes of devices that do not answer at present
 * @param switches what its first point was told to show, and what was written to it
 * @param requests counts what it answered
 * @param time what moves its values
 */
record LoadUnit(
    int index,
    int points,
    Set<Integer> silent,
    LoadSwitches switches,
    LongAdder requests,
    Time time)
    implements ModbusUnit {
  private static final int MOST_REGISTERS = 125;
  private static final Health SILENT =
      new Health(true, false, false, Duration.ZERO, 0, Duration.ZERO);
  private static final double NANOS_PER_S = 1e9;

  /**
   * What a point shows: a whole number that says which device and point it is, and a fraction that
   * goes round in 16 seconds. Both are exact in 32 bits up to 10,000 devices of 10 points.
   */
  static float value(int device, int point, double seconds) {
    int sixteenth = (int) Math.floorMod((long) Math.floor(seconds), 16L);
    return device * 10 + point + sixteenth / 16f;
  }

  @Override
  public int readWords(RegisterTable table, int address, int count, ByteBuffer into) {
    if (table == RegisterTable.HOLDING && address == LoadField.SWITCH_REGISTER && count == 1) {
      into.putShort((short) switches.state(index));
      return ExceptionCode.NONE;
    }
    if (table != RegisterTable.INPUT || address + count > 2 * points) {
      return ExceptionCode.ILLEGAL_ADDRESS;
    }
    requests.increment();
    double seconds = time.nanos() / NANOS_PER_S;
    for (int register = address; register < address + count; register++) {
      float value = value(index, register / 2, seconds);
      int bits = Float.floatToIntBits(register < 2 ? switches.shown(index, value) : value);
      into.putShort((short) (register % 2 == 0 ? bits >>> 16 : bits));
    }
    return ExceptionCode.NONE;
  }

  @Override
  public int readBits(RegisterTable table, int address, int count, ByteBuffer into) {
    return ExceptionCode.ILLEGAL_ADDRESS;
  }

  @Override
  public int writeWords(int address, int count, ByteBuffer from) {
    if (address != LoadField.SWITCH_REGISTER || count != 1) {
      return ExceptionCode.ILLEGAL_ADDRESS;
    }
    switches.written(index, from.getShort(), time.nanos());
    return ExceptionCode.NONE;
  }

  @Override
  public int writeBits(int address, int count, ByteBuffer from) {
    return ExceptionCode.ILLEGAL_ADDRESS;
  }

  @Override
  public boolean writesMultipleOnly() {
    return false;
  }

  @Override
  public int maxRegistersPerRead() {
    return MOST_REGISTERS;
  }

  @Override
  public Health health() {
    return silent.contains(index) ? SILENT : Health.WELL;
  }

  @Override
  public Quirks quirks() {
    return Quirks.NONE;
  }
}
