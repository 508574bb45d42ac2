package org.wattward.protocols.modbus;

import java.util.Arrays;

/**
 * The header of Modbus TCP and UDP (Modbus Messaging on TCP/IP V1.0b, 3.1.3): transaction,
 * protocol, length, unit.
 */
final class Mbap {
  static final int HEADER_BYTES = 7;

  /** Bytes of the header that come before what its length counts. */
  static final int LENGTH_END = 6;

  static final int MAX_FRAME_BYTES = 260;

  /** One more than a frame may have, to notice what nobody asked for. */
  static final int BUFFER_BYTES = MAX_FRAME_BYTES + 1;

  private int transaction;
  private int unit;

  /** Frames a request under the next transaction id. */
  byte[] frame(int toUnit, byte[] pdu) {
    unit = toUnit;
    transaction = transaction == 0xFFFF ? 1 : transaction + 1;
    byte[] frame = new byte[HEADER_BYTES + pdu.length];
    putWord(frame, 0, transaction);
    putWord(frame, 4, pdu.length + 1);
    frame[LENGTH_END] = (byte) unit;
    System.arraycopy(pdu, 0, frame, HEADER_BYTES, pdu.length);
    return frame;
  }

  /** Whether the first bytes of an answer name the request just framed. */
  boolean isAboutThis(byte[] answer) {
    return word(answer, 0) == transaction;
  }

  /**
   * How long a frame is in all, from its first six bytes.
   *
   * @throws WrongAnswer when it belongs to another request, or cannot be
   */
  int frameBytes(byte[] answer) throws WrongAnswer {
    if (!isAboutThis(answer)) {
      throw new WrongAnswer(
          "Transaction %d was asked, transaction %d answered."
              .formatted(transaction, word(answer, 0)));
    }
    if (word(answer, 2) != 0) {
      throw new WrongAnswer("Protocol %d is not Modbus.".formatted(word(answer, 2)));
    }
    int length = word(answer, 4);
    if (length < 3 || LENGTH_END + length > MAX_FRAME_BYTES) {
      throw new WrongAnswer("A frame of %d bytes is impossible.".formatted(length));
    }
    return LENGTH_END + length;
  }

  /**
   * The answer without its header.
   *
   * @param have how many bytes came
   * @throws WrongAnswer when there are more than the frame has, or another unit answered
   */
  byte[] pdu(byte[] answer, int have) throws WrongAnswer {
    int end = frameBytes(answer);
    if (have != end) {
      throw new WrongAnswer("The answer should have %d bytes and has %d.".formatted(end, have));
    }
    if ((answer[LENGTH_END] & 0xFF) != unit) {
      throw new WrongAnswer(
          "Unit %d was asked, unit %d answered.".formatted(unit, answer[LENGTH_END] & 0xFF));
    }
    return Arrays.copyOfRange(answer, HEADER_BYTES, end);
  }

  private static int word(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  private static void putWord(byte[] bytes, int at, int word) {
    bytes[at] = (byte) (word >> 8);
    bytes[at + 1] = (byte) word;
  }
}
