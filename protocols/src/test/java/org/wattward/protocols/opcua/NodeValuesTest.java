package org.wattward.protocols.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;

class NodeValuesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final NodePoint POINT = TestDevices.node(TestDevices.scaled("power", 1000));

  static Stream<Arguments> readable() {
    return Stream.of(
        Arguments.of(1.5, 1500.0),
        Arguments.of(1.5f, 1500.0),
        Arguments.of((short) -2, -2000.0),
        Arguments.of(3, 3000.0),
        Arguments.of(4L, 4000.0),
        Arguments.of((byte) -5, -5000.0),
        Arguments.of(ubyte(6), 6000.0),
        Arguments.of(ushort(7), 7000.0),
        Arguments.of(uint(8), 8000.0),
        Arguments.of(ulong(9), 9000.0),
        Arguments.of(true, 1000.0),
        Arguments.of(false, 0.0));
  }

  @ParameterizedTest
  @MethodSource("readable")
  void numbersAndSwitchesAreScaled(Object raw, double value) {
    assertThat(
            NodeValues.reading(POINT, new DataValue(Variant.of(raw)), NOON, Elements.NO_STRUCTURES))
        .isEqualTo(Reading.good(POINT.id(), NOON, value));
  }

  static Stream<Arguments> unreadable() {
    return Stream.of(
        Arguments.of(Double.NaN, "NaN"),
        Arguments.of(Double.POSITIVE_INFINITY, "Infinity"),
        Arguments.of(1001.0, "outside"),
        Arguments.of("12", "String"),
        Arguments.of(new Double[] {1.0}, "Double[]"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void whatIsNoSensibleNumberIsBadAndSaysWhy(Object raw, String reason) {
    assertThat(reason(new DataValue(Variant.of(raw)))).contains(reason);
  }

  @Test
  void noValueIsBad() {
    assertThat(reason(new DataValue(Variant.NULL_VALUE))).contains("no value");
  }

  @Test
  void onlyGoodIsGood() {
    assertThat(reason(status(StatusCodes.Bad_NotConnected))).contains("Bad_NotConnected");
    assertThat(reason(status(StatusCodes.Uncertain_SensorNotAccurate)))
        .contains("Uncertain_SensorNotAccurate");
    assertThat(
            NodeValues.reading(
                    POINT, status(StatusCodes.Good_LocalOverride), NOON, Elements.NO_STRUCTURES)
                .quality())
        .isEqualTo(Quality.Known.GOOD);
  }

  private static DataValue status(long code) {
    return new DataValue(Variant.ofDouble(1), new StatusCode(code));
  }

  private static String reason(DataValue value) {
    return NodeValues.reading(POINT, value, NOON, Elements.NO_STRUCTURES).quality()
            instanceof Quality.Bad(String reason)
        ? reason
        : "";
  }

  static Stream<Arguments> encodable() {
    return Stream.of(
        Arguments.of(OpcUaDataType.Double, 1.25, 1.25),
        Arguments.of(OpcUaDataType.Float, 1.25, 1.25f),
        Arguments.of(OpcUaDataType.Boolean, 1, true),
        Arguments.of(OpcUaDataType.SByte, -128, (byte) -128),
        Arguments.of(OpcUaDataType.Byte, 255, ubyte(255)),
        Arguments.of(OpcUaDataType.Int16, -32768, (short) -32768),
        Arguments.of(OpcUaDataType.UInt16, 65535.4, ushort(65535)),
        Arguments.of(OpcUaDataType.Int32, 2147483647, 2147483647),
        Arguments.of(OpcUaDataType.UInt32, 4294967295.0, uint(4294967295L)),
        Arguments.of(OpcUaDataType.Int64, -0x1p63, Long.MIN_VALUE),
        Arguments.of(OpcUaDataType.UInt64, 0x1p63, ulong(BigInteger.ONE.shiftLeft(63))),
        Arguments.of(OpcUaDataType.Int16, 2.6, (short) 3));
  }

  @ParameterizedTest
  @MethodSource("encodable")
  void aNumberIsEncodedInTheVariablesType(OpcUaDataType type, double raw, Object encoded) {
    assertThat(NodeValues.encode(raw, type).map(Variant::value)).contains(encoded);
  }

  static Stream<Arguments> tooMuch() {
    return Stream.of(
        Arguments.of(OpcUaDataType.Float, 1e39),
        Arguments.of(OpcUaDataType.Boolean, 2),
        Arguments.of(OpcUaDataType.SByte, 128),
        Arguments.of(OpcUaDataType.Byte, -1),
        Arguments.of(OpcUaDataType.Int16, 32768),
        Arguments.of(OpcUaDataType.UInt16, 65536),
        Arguments.of(OpcUaDataType.Int32, 2147483648.0),
        Arguments.of(OpcUaDataType.UInt32, -1),
        Arguments.of(OpcUaDataType.Int64, 0x1p63),
        Arguments.of(OpcUaDataType.UInt64, 0x1p64));
  }

  @ParameterizedTest
  @MethodSource("tooMuch")
  void aNumberThatDoesNotFitIsNotEncoded(OpcUaDataType type, double raw) {
    assertThat(NodeValues.encode(raw, type)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"String", "DateTime", "NodeId", "ExtensionObject"})
  void aTypeThatIsNoNumberTakesNone(OpcUaDataType type) {
    assertThat(NodeValues.encode(1, type)).isEqualTo(Optional.empty());
  }
}
