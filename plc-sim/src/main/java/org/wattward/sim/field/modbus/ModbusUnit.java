package org.wattward.sim.field.modbus;

import java.nio.ByteBuffer;
import org.wattward.devices.template.RegisterTable;
import org.wattward.sim.field.Health;
import org.wattward.sim.field.Quirks;

/** The registers behind one unit id. All answers are exception codes, {@code NONE} for done. */
interface ModbusUnit {
  /**
   * Appends words of one table, most significant byte first.
   *
   * @param table holding or input registers
   */
  int readWords(RegisterTable table, int address, int count, ByteBuffer into);

  /**
   * Appends bits of one table, eight to a byte, the first in the lowest bit.
   *
   * @param table coils or discrete inputs
   */
  int readBits(RegisterTable table, int address, int count, ByteBuffer into);

  /** Takes {@code count} words for holding registers from the buffer. */
  int writeWords(int address, int count, ByteBuffer from);

  /** Takes {@code count} bits for coils from the buffer, eight to a byte. */
  int writeBits(int address, int count, ByteBuffer from);

  /** Whether functions 5 and 6 are refused. */
  boolean writesMultipleOnly();

  /** The most registers it gives in one reply. */
  int maxRegistersPerRead();

  /** What is wrong with it. */
  Health health();

  /** How often its connections were lost without a word. */
  default int losses() {
    return 0;
  }

  /** How it is peculiar. */
  Quirks quirks();
}
