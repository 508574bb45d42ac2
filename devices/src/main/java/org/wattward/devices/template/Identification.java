package org.wattward.devices.template;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Registers by which a Modbus device says what it is.
 *
 * @param table the table they are in, of registers
 * @param address their first PDU address
 * @param registers how many, at least 1
 * @param codes what the first of them may hold; empty when they hold a text
 * @param texts what their text may begin with; empty when they hold a number
 */
public record Identification(
    RegisterTable table, int address, int registers, List<Integer> codes, List<String> texts) {
  public Identification {
    codes = List.copyOf(codes);
    texts = List.copyOf(texts);
    if (registers < 1 || codes.isEmpty() == texts.isEmpty()) {
      throw new IllegalArgumentException("An identification is a number or a text.");
    }
  }

  /** Whether a device that holds these words is of this type. */
  public boolean matches(int[] words) {
    if (words.length < registers) {
      return false;
    }
    String said = said(words);
    return texts.isEmpty() ? codes.contains(words[0]) : texts.stream().anyMatch(said::startsWith);
  }

  /** What the words say: a text, without what is not printable, or a number. */
  public String said(int[] words) {
    if (texts.isEmpty()) {
      return Integer.toString(words[0]);
    }
    StringBuilder text = new StringBuilder();
    for (byte one : bytes(words)) {
      if (one == 0) {
        break;
      }
      text.append(one >= ' ' && one < 0x7F ? (char) one : '?');
    }
    return text.toString().strip();
  }

  /** The words of a device of this type. */
  public int[] example() {
    if (texts.isEmpty()) {
      return IntStream.range(0, registers).map(i -> i == 0 ? codes.getFirst() : 0).toArray();
    }
    byte[] text = texts.getFirst().getBytes(StandardCharsets.US_ASCII);
    return IntStream.range(0, registers)
        .map(i -> byteAt(text, 2 * i) << 8 | byteAt(text, 2 * i + 1))
        .toArray();
  }

  private static int byteAt(byte[] text, int at) {
    return at < text.length ? text[at] : 0;
  }

  private static byte[] bytes(int[] words) {
    byte[] bytes = new byte[2 * words.length];
    for (int i = 0; i < words.length; i++) {
      bytes[2 * i] = (byte) (words[i] >> 8);
      bytes[2 * i + 1] = (byte) words[i];
    }
    return bytes;
  }
}
