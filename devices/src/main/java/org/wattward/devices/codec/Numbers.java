package org.wattward.devices.codec;

import java.util.OptionalLong;
import org.wattward.devices.template.RegisterEncoding.RegisterType;

/** The numbers a register type can hold, and their bit patterns. */
final class Numbers {
  private static final double TWO_TO_63 = 0x1p63;

  private Numbers() {}

  /** The least number of a type. */
  static double least(RegisterType type) {
    return switch (type) {
      case BIT, UINT16, UINT32, UINT64, ACC32 -> 0;
      case INT16 -> Short.MIN_VALUE;
      case INT32 -> Integer.MIN_VALUE;
      case INT64 -> -TWO_TO_63;
      case FLOAT32 -> -Float.MAX_VALUE;
      case FLOAT64 -> -Double.MAX_VALUE;
    };
  }

  /** The greatest number of a type; for 64 bits the greatest one a {@code double} can hold. */
  static double greatest(RegisterType type) {
    return switch (type) {
      case BIT -> 1;
      case INT16 -> Short.MAX_VALUE;
      case UINT16 -> 0xFFFF;
      case INT32 -> Integer.MAX_VALUE;
      case UINT32, ACC32 -> 0xFFFF_FFFFL;
      case INT64 -> Math.nextDown(TWO_TO_63);
      case UINT64 -> Math.nextDown(2 * TWO_TO_63);
      case FLOAT32 -> Float.MAX_VALUE;
      case FLOAT64 -> Double.MAX_VALUE;
    };
  }

  /** Whether a type holds whole numbers only. */
  static boolean isWhole(RegisterType type) {
    return type != RegisterType.FLOAT32 && type != RegisterType.FLOAT64;
  }

  /**
   * The pattern of a number.
   *
   * @param number whole where the type is
   * @return nothing when the type cannot hold it
   */
  static OptionalLong bits(RegisterType type, double number) {
    if (!(number >= least(type) && number <= greatest(type))) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        switch (type) {
          case FLOAT32 -> Words.lowest(2, Float.floatToIntBits((float) number));
          case FLOAT64 -> Double.doubleToLongBits(number);
          case UINT64 ->
              number < TWO_TO_63 ? (long) number : (long) (number - TWO_TO_63) ^ Long.MIN_VALUE;
          case BIT, INT16, UINT16, INT32, UINT32, INT64, ACC32 ->
              Words.lowest(type.registers(), (long) number);
        });
  }
}
