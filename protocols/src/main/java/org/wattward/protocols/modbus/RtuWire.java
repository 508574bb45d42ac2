package org.wattward.protocols.modbus;

import com.ghgande.j2mod.modbus.util.ModbusUtil;
import java.io.IOException;
import java.util.Arrays;

/**
 * Modbus RTU's framing (Modbus over Serial Line V1.02, 2.5.1) on a serial port, or through a
 * gateway that passes bytes over TCP.
 *
 * <p>RTU has no transaction id: an answer is told from a late one by unit, function and length
 * alone. So bytes that nobody asked for break the wire, and after any fault the {@link Line} opens
 * a new one.
 */
final class RtuWire implements Wire {
  /** Unit, 253 bytes of data, checksum. */
  private static final int MAX_FRAME_BYTES = 256;

  private static final int CHECKSUM_BYTES = 2;
  private static final int EXCEPTION_BYTES = 5;

  private final ByteLine line;
  private final byte[] buffer = new byte[MAX_FRAME_BYTES + 1];
  private int unit;

  RtuWire(ByteLine line) {
    this.line = line;
  }

  @Override
  public void expectSilence() throws IOException {
    int waiting = line.waiting();
    if (waiting > 0) {
      throw new WrongAnswer("%d bytes came that nobody asked for.".formatted(waiting));
    }
  }

  @Override
  public void send(int unit, byte[] pdu) throws IOException {
    this.unit = unit;
    byte[] frame = new byte[1 + pdu.length + CHECKSUM_BYTES];
    frame[0] = (byte) unit;
    System.arraycopy(pdu, 0, frame, 1, pdu.length);
    int[] checksum = checksum(frame, 1 + pdu.length);
    frame[frame.length - 2] = (byte) checksum[0];
    frame[frame.length - 1] = (byte) checksum[1];
    line.write(frame);
  }

  @Override
  public byte[] receive(Query query, Deadline deadline) throws IOException {
    // The shortest frame, an exception response, tells what is to follow.
    int have = fill(0, EXCEPTION_BYTES, deadline);
    if ((buffer[0] & 0xFF) != unit) {
      throw new WrongAnswer(
          "Unit %d was asked, unit %d answered.".formatted(unit, buffer[0] & 0xFF));
    }
    int end = frameBytes(query);
    have = fill(have, end, deadline);
    if (have > end) {
      throw new WrongAnswer("%d bytes came beyond the answer.".formatted(have - end));
    }
    int[] checksum = checksum(buffer, end - CHECKSUM_BYTES);
    if ((byte) checksum[0] != buffer[end - 2] || (byte) checksum[1] != buffer[end - 1]) {
      throw new WrongAnswer("The checksum of the answer is wrong.");
    }
    return Arrays.copyOfRange(buffer, 1, end - CHECKSUM_BYTES);
  }

  @Override
  public void close() {
    line.close();
  }

  private int frameBytes(Query query) throws WrongAnswer {
    int function = buffer[1] & 0xFF;
    if (function == (query.function() | 0x80)) {
      return EXCEPTION_BYTES;
    }
    if (function != query.function()) {
      throw new WrongAnswer(
          "Function %d was asked, function %d answered.".formatted(query.function(), function));
    }
    int end =
        switch (query) {
          case Query.Read read -> byteCounted();
          case Query.ReadWrite both -> byteCounted();
          case Query.WriteCoil write -> 8;
          case Query.WriteRegister write -> 8;
          case Query.WriteCoils write -> 8;
          case Query.WriteRegisters write -> 8;
          case Query.MaskWrite write -> 10;
        };
    if (end > MAX_FRAME_BYTES) {
      throw new WrongAnswer("A frame of %d bytes is impossible.".formatted(end));
    }
    return end;
  }

  private int byteCounted() {
    return 3 + (buffer[2] & 0xFF) + CHECKSUM_BYTES;
  }

  private int fill(int have, int wanted, Deadline deadline) throws IOException {
    int count = have;
    while (count < wanted) {
      count += line.read(buffer, count, deadline);
    }
    return count;
  }

  /** CRC-16, low byte first. */
  private static int[] checksum(byte[] bytes, int count) {
    return ModbusUtil.calculateCRC(bytes, 0, count);
  }
}
