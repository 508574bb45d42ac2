package org.wattward.sim.field.modbus;

import static org.wattward.sim.field.modbus.ExceptionCode.ILLEGAL_ADDRESS;
import static org.wattward.sim.field.modbus.ExceptionCode.ILLEGAL_FUNCTION;
import static org.wattward.sim.field.modbus.ExceptionCode.ILLEGAL_VALUE;
import static org.wattward.sim.field.modbus.ExceptionCode.NONE;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.wattward.devices.template.RegisterTable;

/**
 * Requests and their replies without the header: functions 1 to 6, 15, 16, 22 and 23 (MODBUS
 * Application Protocol V1.1b3, 6).
 */
final class Pdu {
  /** The longest PDU. */
  static final int MAX_BYTES = 253;

  private static final int MAX_BITS_PER_READ = 2000;
  private static final int MAX_BITS_PER_WRITE = 1968;
  private static final int MAX_WORDS_PER_WRITE = 123;
  private static final int COIL_ON = 0xFF00;

  private Pdu() {}

  /**
   * Answers one request.
   *
   * @param request function code and what follows, as long as the frame says
   * @param reply takes function code and what follows, or the exception
   */
  static void answer(ModbusUnit unit, ByteBuffer request, ByteBuffer reply) {
    int start = reply.position();
    int function = request.get() & 0xFF;
    reply.put((byte) function);
    int code;
    try {
      code = perform(unit, function, request, reply);
    } catch (BufferUnderflowException _) {
      code = ILLEGAL_VALUE; // the request is shorter than its own counts say
    }
    if (code != NONE) {
      refuse(function, code, reply.position(start));
    }
  }

  /** Puts an exception reply. */
  static void refuse(int function, int code, ByteBuffer reply) {
    reply.put((byte) (function | 0x80)).put((byte) code);
  }

  private static int perform(ModbusUnit unit, int function, ByteBuffer request, ByteBuffer reply) {
    return switch (function) {
      case 1 -> readBits(unit, RegisterTable.COIL, request, reply);
      case 2 -> readBits(unit, RegisterTable.DISCRETE_INPUT, request, reply);
      case 3 -> readWords(unit, RegisterTable.HOLDING, request, reply);
      case 4 -> readWords(unit, RegisterTable.INPUT, request, reply);
      case 5 -> unit.writesMultipleOnly() ? ILLEGAL_FUNCTION : writeCoil(unit, request, reply);
      case 6 -> unit.writesMultipleOnly() ? ILLEGAL_FUNCTION : writeWord(unit, request, reply);
      case 15 -> writeCoils(unit, request, reply);
      case 16 -> writeWords(unit, request, reply);
      case 22 -> unit.writesMultipleOnly() ? ILLEGAL_FUNCTION : maskWord(unit, request, reply);
      case 23 -> writeAndReadWords(unit, request, reply);
      default -> ILLEGAL_FUNCTION;
    };
  }

  private static int readBits(
      ModbusUnit unit, RegisterTable table, ByteBuffer request, ByteBuffer reply) {
    int address = unsigned(request);
    int count = unsigned(request);
    if (count < 1 || count > MAX_BITS_PER_READ || request.hasRemaining()) {
      return ILLEGAL_VALUE;
    }
    reply.put((byte) ((count + 7) / 8));
    return beyondEnd(address, count)
        ? ILLEGAL_ADDRESS
        : unit.readBits(table, address, count, reply);
  }

  private static int readWords(
      ModbusUnit unit, RegisterTable table, ByteBuffer request, ByteBuffer reply) {
    int address = unsigned(request);
    int count = unsigned(request);
    return request.hasRemaining() ? ILLEGAL_VALUE : read(unit, table, address, count, reply);
  }

  private static int read(
      ModbusUnit unit, RegisterTable table, int address, int count, ByteBuffer reply) {
    if (count < 1 || count > unit.maxRegistersPerRead()) {
      return ILLEGAL_VALUE;
    }
    reply.put((byte) (2 * count));
    return beyondEnd(address, count)
        ? ILLEGAL_ADDRESS
        : unit.readWords(table, address, count, reply);
  }

  private static int writeCoil(ModbusUnit unit, ByteBuffer request, ByteBuffer reply) {
    int address = unsigned(request);
    int value = unsigned(request);
    if ((value != 0 && value != COIL_ON) || request.hasRemaining()) {
      return ILLEGAL_VALUE;
    }
    reply.putShort((short) address).putShort((short) value);
    return unit.writeBits(address, 1, ByteBuffer.wrap(new byte[] {(byte) (value == 0 ? 0 : 1)}));
  }

  private static int writeWord(ModbusUnit unit, ByteBuffer request, ByteBuffer reply) {
    int address = unsigned(request);
    int value = unsigned(request);
    if (request.hasRemaining()) {
      return ILLEGAL_VALUE;
    }
    reply.putShort((short) address).putShort((short) value);
    return unit.writeWords(address, 1, ByteBuffer.allocate(2).putShort((short) value).flip());
  }

  private static int writeCoils(ModbusUnit unit, ByteBuffer request, ByteBuffer reply) {
    int address = unsigned(request);
    int count = unsigned(request);
    int bytes = request.get() & 0xFF;
    if (count < 1
        || count > MAX_BITS_PER_WRITE
        || bytes != (count + 7) / 8
        || request.remaining() != bytes) {
      return ILLEGAL_VALUE;
    }
    reply.putShort((short) address).putShort((short) count);
    return beyondEnd(address, count) ? ILLEGAL_ADDRESS : unit.writeBits(address, count, request);
  }

  private static int writeWords(ModbusUnit unit, ByteBuffer request, ByteBuffer reply) {
    int address = unsigned(request);
    int count = unsigned(request);
    int bytes = request.get() & 0xFF;
    if (count < 1
        || count > MAX_WORDS_PER_WRITE
        || bytes != 2 * count
        || request.remaining() != bytes) {
      return ILLEGAL_VALUE;
    }
    reply.putShort((short) address).putShort((short) count);
    return beyondEnd(address, count) ? ILLEGAL_ADDRESS : unit.writeWords(address, count, request);
  }

  private static int maskWord(ModbusUnit unit, ByteBuffer request, ByteBuffer reply) {
    int address = unsigned(request);
    int and = unsigned(request);
    int or = unsigned(request);
    ByteBuffer word = ByteBuffer.allocate(2);
    int code = unit.readWords(RegisterTable.HOLDING, address, 1, word);
    if (code != NONE) {
      return code;
    }
    int masked = (word.getShort(0) & and) | (or & ~and);
    reply.putShort((short) address).putShort((short) and).putShort((short) or);
    return unit.writeWords(address, 1, word.putShort(0, (short) masked).rewind());
  }

  private static int writeAndReadWords(ModbusUnit unit, ByteBuffer request, ByteBuffer reply) {
    int readAddress = unsigned(request);
    int readCount = unsigned(request);
    int writeAddress = unsigned(request);
    int writeCount = unsigned(request);
    int bytes = request.get() & 0xFF;
    if (writeCount < 1 || bytes != 2 * writeCount || request.remaining() != bytes) {
      return ILLEGAL_VALUE;
    }
    if (beyondEnd(writeAddress, writeCount)) {
      return ILLEGAL_ADDRESS;
    }
    int code = unit.writeWords(writeAddress, writeCount, request);
    return code != NONE ? code : read(unit, RegisterTable.HOLDING, readAddress, readCount, reply);
  }

  private static boolean beyondEnd(int address, int count) {
    return address + count > 0x10000;
  }

  private static int unsigned(ByteBuffer buffer) {
    return buffer.getShort() & 0xFFFF;
  }
}
