package org.wattward.devices.codec;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Writing;

/**
 * Tries a Modbus template without its device: the ends of what may be written, the safe value and
 * the relinquish default must fit the registers and come back as they were. Pure.
 */
public final class TemplateTrial {
  private static final int WORD_DIGITS = 4;

  private final DeviceTemplate template;

  /** Tries this one. */
  public TemplateTrial(DeviceTemplate template) {
    this.template = template;
  }

  /** What is wrong, in sentences; empty when nothing is. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (PointTemplate point : template.points()) {
      Optional<RegisterCodec> codec = RegisterCodec.of(point);
      if (codec.isPresent() && point.isWritable()) {
        tryWriting(point, codec.get(), point.writing().orElseThrow(), problems);
      }
    }
    return problems;
  }

  private static void tryWriting(
      PointTemplate point, RegisterCodec codec, Writing writing, List<String> problems) {
    for (double value :
        new double[] {writing.min(), writing.max(), writing.safe(), writing.relinquishDefault()}) {
      if (Double.isInfinite(value)) {
        continue;
      }
      switch (codec.encode(value, 0)) {
        case Encoded.Refused(String reason) -> problems.add(reason);
        case Encoded.Writes _ -> {}
        case Encoded.Words words -> {
          int[] held = words.words().stream().mapToInt(Integer::intValue).toArray();
          if (!(codec.decode(held, 0, 0) instanceof Decoded.Value(double back))
              || Math.abs(back - value) > Math.max(writing.tolerance(), resolution(point))) {
            problems.add(
                "%s: %s %s does not come back as it was written. Maybe its scale or its tolerance is wrong."
                    .formatted(point.name(), value, point.unit().symbol()));
          }
        }
      }
    }
  }

  private static double resolution(PointTemplate point) {
    return point.address() instanceof Address.ModbusRegister register
        ? Math.abs(register.scale())
        : 0;
  }

  /**
   * What words mean.
   *
   * @param name a point
   * @param words hexadecimal, four digits a word, blanks as you like
   * @return the value with its unit, or why there is none
   */
  public String decoded(String name, String words) {
    Optional<PointTemplate> point = template.point(name);
    Optional<RegisterCodec> codec = point.flatMap(RegisterCodec::of);
    if (point.isEmpty() || codec.isEmpty()) {
      return "%s has no registers of that name.".formatted(template.id());
    }
    String digits = words.replace(" ", "");
    if (!digits.matches("([0-9a-fA-F]{4})+")
        || digits.length() / WORD_DIGITS != codec.get().registers()) {
      return "%d words of four hexadecimal digits are needed, not \"%s\"."
          .formatted(codec.get().registers(), words);
    }
    int[] held = new int[codec.get().registers()];
    for (int i = 0; i < held.length; i++) {
      held[i] = HexFormat.fromHexDigits(digits, WORD_DIGITS * i, WORD_DIGITS * (i + 1));
    }
    return switch (codec.get().decode(held, 0, 0)) {
      case Decoded.Value(double value) -> value + " " + point.get().unit().symbol();
      case Decoded.NotANumber(String reason) -> reason;
      case Decoded.OutOfRange(double _, String reason) -> reason;
    };
  }
}
