package org.wattward.devices.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.wattward.devices.codec.Encoded.RegisterWrite;
import org.wattward.devices.template.Address.CompanionWrite;
import org.wattward.devices.template.Address.ModbusRegister;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.devices.template.RegisterEncoding.RegisterType;

/**
 * Reads and writes one point's registers: words to a value in the point's unit, and back.
 *
 * <p>Where the point has a scale register, its word of the same poll goes in as {@code scaleWord};
 * elsewhere {@code scaleWord} is not looked at. Immutable, safe on any thread.
 */
public final class RegisterCodec {
  /** SunSpec: a scale factor that is not implemented. */
  private static final int ABSENT_SCALE = 0x8000;

  /**
   * What words in the wrong order mostly make of a float: 1000.0 becomes 2.5e-41. No device
   * measures so little in any unit, and what sums leave of rounding is far above.
   */
  private static final double LEAST_MEASURED = 1e-15;

  private final PointTemplate point;
  private final ModbusRegister register;
  private final RegisterType type;
  private final Scaling scaling;

  private RegisterCodec(PointTemplate point, ModbusRegister register) {
    this.point = point;
    this.register = register;
    type = register.encoding().type();
    scaling = new Scaling(register.scale(), register.offset());
  }

  /**
   * The codec of a point.
   *
   * @return nothing when the point is not on Modbus
   */
  public static Optional<RegisterCodec> of(PointTemplate point) {
    return point.address() instanceof ModbusRegister register
        ? Optional.of(new RegisterCodec(point, register))
        : Optional.empty();
  }

  /** Where the point lives. */
  public ModbusRegister register() {
    return register;
  }

  /** How many registers (or bits) the point takes. */
  public int registers() {
    return type.registers();
  }

  /** Whether {@code scaleWord} is needed. */
  public boolean needsScaleWord() {
    return register.scaleRegister().isPresent();
  }

  /** Decodes a point without a scale register. */
  public Decoded decode(int... words) {
    return decode(words, 0, 0);
  }

  /**
   * Decodes what a device answered.
   *
   * @param words words of an answer, of which the lowest 16 bits count; bits are 0 or 1
   * @param from index of the point's first word, with {@link #registers()} words from there on
   * @param scaleWord the word of the scale register
   */
  public Decoded decode(int[] words, int from, int scaleWord) {
    long bits = Words.join(register.encoding(), words, from);
    if (isAbsent(bits)) {
      return new Decoded.NotANumber(
          "The device gives no value for %s: its registers hold 0x%s."
              .formatted(point.name(), hex(bits)));
    }
    if (!register.codes().isEmpty()) {
      return decodeState(Words.whole(type, bits));
    }
    int exponent = exponent(scaleWord);
    if (needsScaleWord() && !isExponent(scaleWord)) {
      return new Decoded.NotANumber(
          "The device gives no value for %s: its scale register %d holds 0x%04X."
              .formatted(point.name(), register.scaleRegister().orElseThrow(), scaleWord & 0xFFFF));
    }
    double number = Words.number(type, bits);
    if (!Numbers.isWhole(type) && number != 0 && Math.abs(number) < LEAST_MEASURED) {
      return new Decoded.OutOfRange(
          number,
          "The number %s of %s is smaller than anything that is measured. Maybe its template's word order is wrong."
              .formatted(number, point.name()));
    }
    return checked(scaling.toValue(number, exponent));
  }

  /**
   * Encodes a value for a register, whatever the point's range. For those who play the device.
   *
   * @param value in the point's unit
   * @param scaleWord the word that stands in the scale register
   * @return {@link Encoded.Words} or {@link Encoded.Refused}
   */
  public Encoded encode(double value, int scaleWord) {
    if (!Double.isFinite(value)) {
      return refused(value, "it is not a number");
    }
    if (needsScaleWord() && !isExponent(scaleWord)) {
      return refused(
          value,
          "the scale register %d holds 0x%04X"
              .formatted(register.scaleRegister().orElseThrow(), scaleWord & 0xFFFF));
    }
    if (!register.codes().isEmpty()) {
      return encodeState(value);
    }
    int exponent = exponent(scaleWord);
    double raw = round(scaling.toRaw(value, exponent), exponent);
    OptionalLong bits = Numbers.bits(type, raw);
    if (bits.isEmpty() || isAbsent(bits.getAsLong())) {
      return refused(value, "its %s cannot hold %s".formatted(type.key(), Scaling.text(raw)));
    }
    double held = scaling.toValue(Words.number(type, bits.getAsLong()), exponent);
    return new Encoded.Words(Words.split(register.encoding(), bits.getAsLong()), held);
  }

  /** Encodes a value for a point without a scale register. */
  public Encoded encode(double value) {
    return encode(value, 0);
  }

  /**
   * Everything to be written so that the device takes a value: companions before, the point,
   * companions after.
   *
   * @param value in the point's unit; rounded to what the device can hold, never beyond its range
   * @param scaleWord the word of the scale register
   * @return {@link Encoded.Writes} or {@link Encoded.Refused}
   */
  public Encoded writes(double value, int scaleWord) {
    Optional<Writing> writing = point.writing();
    if (writing.isEmpty()) {
      return refused(value, "the point is not writable");
    }
    double min = writing.get().min();
    double max = writing.get().max();
    if (!(value >= min && value <= max)) {
      return refused(
          value,
          "it is not within %s to %s %s"
              .formatted(Scaling.text(min), Scaling.text(max), point.unit()));
    }
    return switch (encode(value, scaleWord)) {
      case Encoded.Words words -> withCompanions(words);
      case Encoded.Writes writes -> writes;
      case Encoded.Refused no -> no;
    };
  }

  /** The words with which a device says that it has no value here; empty for bits. */
  public List<Integer> absentWords() {
    OptionalLong absent = Words.absent(type);
    return absent.isEmpty() ? List.of() : Words.split(register.encoding(), absent.getAsLong());
  }

  private Decoded decodeState(long raw) {
    Double state = register.codes().get(raw);
    return state != null
        ? checked(state)
        : new Decoded.OutOfRange(
            raw,
            "The raw number %d of %s is none of its codes %s."
                .formatted(raw, point.name(), sortedKeys(register.codes())));
  }

  private Encoded encodeState(double value) {
    for (Map.Entry<Long, Double> code : register.codes().entrySet()) {
      if (code.getValue() == value) {
        long bits = Words.lowest(registers(), code.getKey());
        return new Encoded.Words(Words.split(register.encoding(), bits), value);
      }
    }
    return refused(
        value,
        "it is none of "
            + register.codes().values().stream()
                .sorted()
                .map(Scaling::text)
                .collect(Collectors.joining(", ")));
  }

  private Encoded withCompanions(Encoded.Words words) {
    long raw = Words.whole(type, Words.join(register.encoding(), array(words.words()), 0));
    List<RegisterWrite> writes = new ArrayList<>();
    addCompanions(writes, raw, true);
    writes.add(new RegisterWrite(register.table(), register.address(), words.words()));
    addCompanions(writes, raw, false);
    return new Encoded.Writes(writes, words.value());
  }

  private void addCompanions(List<RegisterWrite> writes, long raw, boolean before) {
    for (CompanionWrite companion : register.onWrite()) {
      if (companion.before() == before) {
        int word = (int) (companion.rawValue() + companion.follow() * raw) & 0xFFFF;
        writes.add(new RegisterWrite(register.table(), companion.address(), List.of(word)));
      }
    }
  }

  private Decoded checked(double value) {
    if (value >= point.min() && value <= point.max()) {
      return new Decoded.Value(value + 0.0); // adding turns -0 into 0
    }
    return new Decoded.OutOfRange(
        value,
        "The value %s %s of %s is not within %s to %s %s. Maybe its template's scale or word order is wrong."
            .formatted(
                Scaling.text(value),
                point.unit(),
                point.name(),
                Scaling.text(point.min()),
                Scaling.text(point.max()),
                point.unit()));
  }

  /** Rounds to what the type can hold; where that leaves the range of writing, inwards instead. */
  private double round(double raw, int exponent) {
    if (!Numbers.isWhole(type)) {
      return raw;
    }
    double nearest = Math.rint(raw);
    if (point.writing().isEmpty() || isWritable(nearest, exponent)) {
      return nearest;
    }
    double inwards = nearest > raw ? nearest - 1 : nearest + 1;
    return nearest != raw && isWritable(inwards, exponent) ? inwards : nearest;
  }

  private boolean isWritable(double raw, int exponent) {
    double value = scaling.toValue(raw, exponent);
    Writing writing = point.writing().orElseThrow();
    return value >= writing.min() && value <= writing.max();
  }

  private boolean isAbsent(long bits) {
    if (register.notANumber().contains(bits)) {
      return true;
    }
    return Numbers.isWhole(type)
        ? Words.absent(type).equals(OptionalLong.of(bits))
        : !Double.isFinite(Words.number(type, bits));
  }

  private int exponent(int scaleWord) {
    return needsScaleWord() ? (short) scaleWord : Scaling.NO_EXPONENT;
  }

  private static boolean isExponent(int scaleWord) {
    return (scaleWord & 0xFFFF) != ABSENT_SCALE
        && Math.abs((short) scaleWord) <= Scaling.MAX_EXPONENT;
  }

  private Encoded refused(double value, String because) {
    return new Encoded.Refused(
        "The value %s %s cannot be written to %s: %s."
            .formatted(Scaling.text(value), point.unit(), point.name(), because));
  }

  private String hex(long bits) {
    return String.format("%0" + 4 * registers() + "X", bits);
  }

  private static String sortedKeys(Map<Long, Double> codes) {
    return codes.keySet().stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static int[] array(List<Integer> words) {
    return words.stream().mapToInt(Integer::intValue).toArray();
  }
}
