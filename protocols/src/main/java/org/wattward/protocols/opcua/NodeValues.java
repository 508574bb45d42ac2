package org.wattward.protocols.opcua;

import java.lang.reflect.Array;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.point.Reading;
import org.wattward.protocols.link.PointReadings;

/** Turns OPC UA values into readings, and set values into OPC UA values. */
final class NodeValues {
  private static final double TWO_TO_63 = 0x1p63;
  private static final double TWO_TO_64 = 0x1p64;

  private NodeValues() {}

  /** What a variable's value is worth as a reading of its point. */
  static Reading reading(NodePoint point, DataValue value, Instant time, Elements elements) {
    StatusCode status = value.statusCode();
    if (!status.isGood()) {
      return Reading.bad(
          point.id(),
          time,
          "The server gives %s for %s.".formatted(StatusNames.of(status), point.node()));
    }
    return switch (elements.in(value.value().value(), point)) {
      case Number number ->
          PointReadings.of(
              point.id(), point.template(), time, number.doubleValue() * point.scale());
      case Boolean on ->
          PointReadings.of(point.id(), point.template(), time, (on ? 1 : 0) * point.scale());
      case null ->
          Reading.bad(point.id(), time, "The server gives no value for " + point.node() + ".");
      case Elements.None(String reason) -> Reading.bad(point.id(), time, reason + ".");
      case Object other ->
          Reading.bad(
              point.id(),
              time,
              "%s holds a %s, and a number or a switch is needed."
                  .formatted(point.node(), other.getClass().getSimpleName()));
    };
  }

  /** When the source says that the value held, if it says so. */
  static @Nullable Instant sourceTime(DataValue value) {
    return value.sourceTime() == null || !value.sourceTime().isValid()
        ? null
        : value.sourceTime().getJavaInstant();
  }

  /**
   * A number as a value of a data type; whole types get the nearest whole number.
   *
   * @param raw the number as the server wants it, finite
   * @return nothing when the type cannot hold it
   */
  static Optional<Variant> encode(double raw, OpcUaDataType type) {
    double whole = Math.rint(raw);
    return switch (type) {
      case Double -> Optional.of(Variant.ofDouble(raw));
      case Float ->
          Math.abs(raw) <= Float.MAX_VALUE
              ? Optional.of(Variant.ofFloat((float) raw))
              : Optional.empty();
      case Boolean ->
          raw == 0 || raw == 1 ? Optional.of(Variant.ofBoolean(raw == 1)) : Optional.empty();
      case SByte -> within(whole, -0x1p7, 0x1p7, () -> Variant.ofSByte((byte) whole));
      case Byte -> within(whole, 0, 0x1p8, () -> Variant.ofByte(Unsigned.ubyte((int) whole)));
      case Int16 -> within(whole, -0x1p15, 0x1p15, () -> Variant.ofInt16((short) whole));
      case UInt16 -> within(whole, 0, 0x1p16, () -> Variant.ofUInt16(Unsigned.ushort((int) whole)));
      case Int32 -> within(whole, -0x1p31, 0x1p31, () -> Variant.ofInt32((int) whole));
      case UInt32 -> within(whole, 0, 0x1p32, () -> Variant.ofUInt32(Unsigned.uint((long) whole)));
      case Int64 -> within(whole, -TWO_TO_63, TWO_TO_63, () -> Variant.ofInt64((long) whole));
      case UInt64 -> within(whole, 0, TWO_TO_64, () -> Variant.ofUInt64(unsignedLong(whole)));
      case String,
          DateTime,
          Guid,
          ByteString,
          XmlElement,
          NodeId,
          ExpandedNodeId,
          StatusCode,
          QualifiedName,
          LocalizedText,
          ExtensionObject,
          DataValue,
          Variant,
          DiagnosticInfo ->
          Optional.empty();
    };
  }

  /** An array of one number, as which one number of an array is written. */
  static Variant alone(Variant number) {
    Object value = Objects.requireNonNull(number.value());
    Object array = Array.newInstance(value.getClass(), 1);
    Array.set(array, 0, value);
    return Variant.of(array);
  }

  private static Optional<Variant> within(
      double value, double least, double end, java.util.function.Supplier<Variant> made) {
    return value >= least && value < end ? Optional.of(made.get()) : Optional.empty();
  }

  private static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong unsignedLong(
      double whole) {
    return Unsigned.ulong(
        whole < TWO_TO_63 ? (long) whole : (long) (whole - TWO_TO_63) + Long.MIN_VALUE);
  }
}
