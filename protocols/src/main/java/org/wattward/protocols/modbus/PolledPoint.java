package org.wattward.protocols.modbus;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.wattward.devices.codec.Decoded;
import org.wattward.devices.codec.RegisterCodec;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.template.Address.ModbusRegister;

/**
 * A point with its codec and the spans it needs.
 *
 * @param id which point
 * @param codec how its words become a value
 * @param value where its value stands
 * @param scale where its scale factor stands, if it has one
 */
record PolledPoint(PointId id, RegisterCodec codec, Span value, Optional<Span> scale) {

  static PolledPoint of(PointId id, RegisterCodec codec) {
    ModbusRegister register = codec.register();
    return new PolledPoint(
        id,
        codec,
        new Span(register.table(), register.address(), codec.registers()),
        register.scaleRegister().map(address -> new Span(register.table(), address, 1)));
  }

  /** All that must be read for it. */
  List<Span> spans() {
    return scale.isPresent() ? List.of(value, scale.get()) : List.of(value);
  }

  /**
   * Its reading from a poll.
   *
   * @param now the time of a reading that could not be had
   * @return nothing when it was not reached in this poll
   */
  Optional<Reading> reading(RegisterImage image, Supplier<Instant> now) {
    RegisterImage.Entry words = image.entry(value);
    return switch (words) {
      case RegisterImage.Unread unread -> Optional.empty();
      case RegisterImage.Failed(String reason) -> Optional.of(Reading.bad(id, now.get(), reason));
      case RegisterImage.Held held ->
          reading(held, scale.isPresent() ? image.entry(scale.get()) : words, now);
    };
  }

  private Optional<Reading> reading(
      RegisterImage.Held held, RegisterImage.Entry exponent, Supplier<Instant> now) {
    return switch (exponent) {
      case RegisterImage.Unread unread -> Optional.empty();
      case RegisterImage.Failed(String reason) -> Optional.of(Reading.bad(id, now.get(), reason));
      case RegisterImage.Held scaleHeld -> Optional.of(decoded(held, scaleHeld));
    };
  }

  private Reading decoded(RegisterImage.Held held, RegisterImage.Held scaleHeld) {
    int scaleWord = scaleHeld.words()[scaleHeld.from(scale.orElse(value))];
    Decoded decoded = codec.decode(held.words(), held.from(value), scaleWord);
    return switch (decoded) {
      case Decoded.Value(double number) -> Reading.good(id, held.time(), number);
      case Decoded.NotANumber(String reason) -> Reading.bad(id, held.time(), reason);
      case Decoded.OutOfRange(double number, String reason) -> Reading.bad(id, held.time(), reason);
    };
  }
}
