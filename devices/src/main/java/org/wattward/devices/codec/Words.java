package org.wattward.devices.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.wattward.devices.template.RegisterEncoding;
import org.wattward.devices.template.RegisterEncoding.RegisterType;

/** Register words and the bits they make up, most significant bit first. */
final class Words {
  private static final int BITS = 16;

  private Words() {}

  /** Puts words together to one pattern of 16 to 64 bits. */
  static long join(RegisterEncoding encoding, int[] words, int from) {
    int count = encoding.type().registers();
    long bits = 0;
    for (int i = 0; i < count; i++) {
      int at = encoding.lowWordFirst() ? from + count - 1 - i : from + i;
      bits = (bits << BITS) | (words[at] & 0xFFFF);
    }
    return bits;
  }

  /** Takes a pattern apart into words in the order of their addresses. */
  static List<Integer> split(RegisterEncoding encoding, long bits) {
    int count = encoding.type().registers();
    Integer[] words = new Integer[count];
    for (int i = 0; i < count; i++) {
      int at = encoding.lowWordFirst() ? i : count - 1 - i;
      words[at] = (int) ((bits >>> (BITS * i)) & 0xFFFF);
    }
    return new ArrayList<>(Arrays.asList(words));
  }

  /** The lowest {@code registers * 16} bits. */
  static long lowest(int registers, long bits) {
    return registers == 4 ? bits : bits & ((1L << (BITS * registers)) - 1);
  }

  /**
   * The pattern with which a type says "no value" (SunSpec Information Model Specification, "not
   * implemented" values); none for bits and for floating point, where it is any NaN.
   */
  static OptionalLong absent(RegisterType type) {
    return switch (type) {
      case INT16 -> OptionalLong.of(0x8000L);
      case UINT16 -> OptionalLong.of(0xFFFFL);
      case INT32 -> OptionalLong.of(0x8000_0000L);
      case UINT32 -> OptionalLong.of(0xFFFF_FFFFL);
      case INT64 -> OptionalLong.of(Long.MIN_VALUE);
      case UINT64 -> OptionalLong.of(-1L);
      case ACC32 -> OptionalLong.of(0L);
      case FLOAT32 -> OptionalLong.of(0x7FC0_0000L);
      case FLOAT64 -> OptionalLong.of(0x7FF8_0000_0000_0000L);
      case BIT -> OptionalLong.empty();
    };
  }

  /** The pattern as the number it stands for; NaN and infinite only for floating point. */
  static double number(RegisterType type, long bits) {
    return switch (type) {
      case BIT -> bits & 1;
      case INT16 -> (short) bits;
      case UINT16, UINT32, ACC32 -> bits;
      case INT32 -> (int) bits;
      case INT64 -> bits;
      case UINT64 -> unsigned(bits);
      case FLOAT32 -> Float.intBitsToFloat((int) bits);
      case FLOAT64 -> Double.longBitsToDouble(bits);
    };
  }

  /** The pattern as a whole number, for codes of states. */
  static long whole(RegisterType type, long bits) {
    return switch (type) {
      case INT16 -> (short) bits;
      case INT32 -> (int) bits;
      case FLOAT32, FLOAT64 -> Math.round(number(type, bits));
      case BIT, UINT16, UINT32, ACC32, INT64, UINT64 -> bits;
    };
  }

  private static double unsigned(long bits) {
    double half = (bits >>> 1) * 2.0;
    return bits >= 0 ? bits : half + (bits & 1);
  }
}
