package org.wattward.devices.template;

/**
 * How register words become a number.
 *
 * @param type the number's type
 * @param lowWordFirst whether the words of a 32 or 64 bit number come least significant first; the
 *     bytes of a word are always most significant first
 */
public record RegisterEncoding(RegisterType type, boolean lowWordFirst) {

  /** Number types with their width in registers and the code that commonly means "no value". */
  public enum RegisterType {
    BIT("bit", 1),
    INT16("int16", 1),
    UINT16("uint16", 1),
    INT32("int32", 2),
    UINT32("uint32", 2),
    INT64("int64", 4),
    UINT64("uint64", 4),
    FLOAT32("float32", 2),
    FLOAT64("float64", 4),
    /** SunSpec accumulator: 0 means not implemented. */
    ACC32("acc32", 2);

    private final String key;
    private final int registers;

    RegisterType(String key, int registers) {
      this.key = key;
      this.registers = registers;
    }

    /** As written in YAML. */
    public String key() {
      return key;
    }

    /** How many registers (or bits) one value takes. */
    public int registers() {
      return registers;
    }
  }
}
