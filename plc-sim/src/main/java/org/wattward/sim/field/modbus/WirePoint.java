package org.wattward.sim.field.modbus;

import java.util.List;
import java.util.stream.IntStream;
import org.wattward.devices.codec.Decoded;
import org.wattward.devices.codec.Encoded;
import org.wattward.devices.codec.RegisterCodec;
import org.wattward.devices.template.Address.CompanionWrite;
import org.wattward.devices.template.Address.ModbusRegister;
import org.wattward.devices.template.PointTemplate;

/**
 * One point and its place in the registers.
 *
 * @param slot the point's index in the template
 * @param point the point
 * @param codec its codec
 * @param scaleWord the exponent its scale register holds, or 0
 */
record WirePoint(int slot, PointTemplate point, RegisterCodec codec, int scaleWord) {
  private static final int WORD_BITS = 16;

  ModbusRegister register() {
    return codec.register();
  }

  boolean overlaps(int address, int count) {
    return address < register().address() + codec.registers()
        && register().address() < address + count;
  }

  /** What a device shows of a point. */
  sealed interface Shown {
    /** A value in the point's unit. */
    record Value(double value) implements Shown {}

    /** The code for "no value" of the point's type. */
    record Absent() implements Shown {}

    /** A raw number, whatever it may mean. */
    record Raw(int number) implements Shown {}
  }

  /**
   * Puts what is shown into the registers; a value that does not fit is none.
   *
   * @param swapped whether the words go the other way round than the template says
   */
  void show(Shown shown, boolean swapped, RegisterBank bank) {
    List<Integer> words =
        switch (shown) {
          case Shown.Value known -> words(known.value());
          case Shown.Absent _ -> codec.absentWords();
          case Shown.Raw raw -> rawWords(raw.number());
        };
    for (int i = 0; i < words.size(); i++) {
      bank.put(register().address() + i, words.get(swapped ? words.size() - 1 - i : i));
    }
  }

  private List<Integer> words(double value) {
    return switch (codec.encode(value, scaleWord)) {
      case Encoded.Words encoded -> encoded.words();
      case Encoded.Writes _, Encoded.Refused _ -> codec.absentWords();
    };
  }

  private List<Integer> rawWords(int number) {
    long bits =
        switch (register().encoding().type()) {
          case FLOAT32 -> Float.floatToIntBits(number);
          case FLOAT64 -> Double.doubleToLongBits(number);
          case BIT, INT16, UINT16, INT32, UINT32, INT64, UINT64, ACC32 -> number;
        };
    int count = codec.registers();
    return IntStream.range(0, count)
        .map(i -> register().encoding().lowWordFirst() ? i : count - 1 - i)
        .mapToObj(place -> (int) (bits >> (WORD_BITS * place)) & 0xFFFF)
        .toList();
  }

  /** What stands in the registers; a number out of the point's range is a number still. */
  Decoded read(RegisterBank bank, boolean swapped) {
    int count = codec.registers();
    int[] words =
        IntStream.range(0, count)
            .map(i -> bank.get(register().address() + (swapped ? count - 1 - i : i)))
            .toArray();
    return codec.decode(words, 0, scaleWord);
  }

  /** Whether the registers that make the point's value effective hold what they must. */
  boolean isEnabled(RegisterBank bank) {
    return register().onWrite().stream()
        .filter(WirePoint::enables)
        .allMatch(companion -> bank.get(companion.address()) == companion.rawValue());
  }

  /** Whether one of these addresses makes the point's value effective or not. */
  boolean isEnabledBy(int address, int count) {
    return register().onWrite().stream()
        .filter(WirePoint::enables)
        .anyMatch(
            companion -> companion.address() >= address && companion.address() < address + count);
  }

  /** Takes the point's value out of effect. */
  void disable(RegisterBank bank) {
    register().onWrite().stream()
        .filter(WirePoint::enables)
        .forEach(companion -> bank.put(companion.address(), 0));
  }

  /** What is written after the point is its switch; what comes before prepares it. */
  private static boolean enables(CompanionWrite companion) {
    return !companion.before() && companion.follow() == 0;
  }
}
