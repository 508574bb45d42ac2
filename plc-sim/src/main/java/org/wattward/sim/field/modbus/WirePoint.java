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

  ModbusRegister register() {
    return codec.register();
  }

  boolean overlaps(int address, int count) {
    return address < register().address() + codec.registers()
        && register().address() < address + count;
  }

  /** Puts the value's words, or the code for "no value" where it has none. */
  void show(double value, boolean absent, RegisterBank bank) {
    List<Integer> words = absent ? codec.absentWords() : words(value);
    for (int i = 0; i < words.size(); i++) {
      bank.put(register().address() + i, words.get(i));
    }
  }

  private List<Integer> words(double value) {
    return switch (codec.encode(value, scaleWord)) {
      case Encoded.Words encoded -> encoded.words();
      case Encoded.Writes _, Encoded.Refused _ -> codec.absentWords();
    };
  }

  /** What stands in the registers; a number out of the point's range is a number still. */
  Decoded read(RegisterBank bank) {
    int[] words =
        IntStream.range(0, codec.registers())
            .map(i -> bank.get(register().address() + i))
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
