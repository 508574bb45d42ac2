package org.wattward.devices.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.template.Address.CompanionWrite;
import org.wattward.devices.template.RegisterEncoding.RegisterType;

class RegisterCodecTest {
  @ParameterizedTest
  @CsvSource({
    // type, words high first, value
    "BIT, 0001, 1",
    "BIT, 0000, 0",
    "INT16, 7FFF, 32767",
    "INT16, 8001, -32767",
    "INT16, FFFF, -1",
    "UINT16, FFFE, 65534",
    "UINT16, 8000, 32768",
    "INT32, 0001 0000, 65536",
    "INT32, FFFF FFFE, -2",
    "UINT32, FFFF FFFE, 4294967294",
    "UINT32, 8000 0000, 2147483648",
    "ACC32, 0000 0001, 1",
    "ACC32, FFFF FFFF, 4294967295",
    "INT64, FFFF FFFF FFFF FFFF, -1",
    "INT64, 0000 0001 0000 0000, 4294967296",
    "UINT64, 8000 0000 0000 0000, 9223372036854775808",
    "UINT64, 0000 0000 0000 0007, 7",
    "FLOAT32, 3F80 0000, 1",
    "FLOAT32, C2F6 E666, -123.44999694824219",
    "FLOAT64, 3FF8 0000 0000 0000, 1.5",
  })
  void wordsAreNumbersInBothWordOrders(RegisterType type, String words, double value) {
    int[] high = words(words);
    int[] low = reversed(high);
    assertThat(Points.of(type).codec().decode(high)).isEqualTo(new Decoded.Value(value));
    assertThat(Points.of(type).lowFirst().codec().decode(low)).isEqualTo(new Decoded.Value(value));
    assertThat(Points.of(type).codec().encode(value))
        .isEqualTo(new Encoded.Words(list(high), value));
    assertThat(Points.of(type).lowFirst().codec().encode(value))
        .isEqualTo(new Encoded.Words(list(low), value));
  }

  @ParameterizedTest
  @CsvSource({
    "INT16, 8000",
    "UINT16, FFFF",
    "INT32, 8000 0000",
    "UINT32, FFFF FFFF",
    "INT64, 8000 0000 0000 0000",
    "UINT64, FFFF FFFF FFFF FFFF",
    "ACC32, 0000 0000",
    "FLOAT32, 7FC0 0000",
    "FLOAT32, FFC0 0001",
    "FLOAT32, 7F80 0000",
    "FLOAT32, FF80 0000",
    "FLOAT64, 7FF8 0000 0000 0000",
    "FLOAT64, FFF0 0000 0000 0000",
  })
  void codesForNoValueAreNoNumbersInBothWordOrders(RegisterType type, String words) {
    assertThat(Points.of(type).codec().decode(words(words))).isInstanceOf(Decoded.NotANumber.class);
    assertThat(Points.of(type).lowFirst().codec().decode(reversed(words(words))))
        .isInstanceOf(Decoded.NotANumber.class);
  }

  @ParameterizedTest
  @CsvSource({
    "INT16, 7FFF, 32767",
    "INT32, 7FFF FFFF, 2147483647",
    "UINT16, FFFE, 65534",
    "FLOAT32, 4F00 0000, 1325400064",
    "INT64, 0000 0000 0000 0009, 9",
  })
  void aTemplateMayNameFurtherCodesForNoValue(RegisterType type, String words, long code) {
    assertThat(Points.of(type).codec().decode(words(words))).isInstanceOf(Decoded.Value.class);
    assertThat(Points.of(type).absentAt(code).codec().decode(words(words)))
        .isInstanceOf(Decoded.NotANumber.class);
  }

  @Test
  void theReasonNamesTheWords() {
    assertThat(Points.of(RegisterType.INT16).codec().decode(0x8000))
        .isEqualTo(
            new Decoded.NotANumber(
                "The device gives no value for power: its registers hold 0x8000."));
  }

  @ParameterizedTest
  @CsvSource({
    // raw, scale, offset, scale word, value
    "2301, 0.1, 0, 0, 230.1",
    "-250, 0.1, 0, 0, -25",
    "4812, 0.01, 0, 0, 48.12",
    "215, 10, 0, 0, 2150",
    "100, 1, -40, 0, 60",
    "3120, -1, 0, 1, -31200",
    "4998, 1, 0, 65534, 49.98",
    "7, 1, 0, 10, 70000000000",
    "5, 1, 0, 65526, 0.0000000005",
  })
  void scaleOffsetAndScaleRegisterGiveTheValue(
      int raw, double scale, double offset, int scaleWord, double value) {
    RegisterCodec codec =
        Points.of(RegisterType.INT16).scaled(scale, offset).withScaleRegister().codec();
    assertThat(codec.decode(new int[] {raw}, 0, scaleWord)).isEqualTo(new Decoded.Value(value));
    assertThat(codec.encode(value, scaleWord))
        .isEqualTo(new Encoded.Words(List.of(raw & 0xFFFF), value));
  }

  @ParameterizedTest
  @CsvSource({"8000", "000B", "FFF5", "7FFF"})
  void aScaleRegisterWithoutAScaleLeavesNoValue(String scaleWord) {
    RegisterCodec codec = Points.of(RegisterType.INT16).withScaleRegister().codec();
    assertThat(codec.decode(new int[] {1}, 0, words(scaleWord)[0]))
        .isEqualTo(
            new Decoded.NotANumber(
                "The device gives no value for power: its scale register 9 holds 0x%s."
                    .formatted(scaleWord)));
    assertThat(codec.encode(1, words(scaleWord)[0])).isInstanceOf(Encoded.Refused.class);
  }

  @Test
  void aValueOutsideItsRangeIsNotBelieved() {
    RegisterCodec codec = Points.of(RegisterType.INT16).codec(-10, 10);
    assertThat(codec.decode(10)).isEqualTo(new Decoded.Value(10));
    assertThat(codec.decode(0xFFF6)).isEqualTo(new Decoded.Value(-10));
    assertThat(codec.decode(11))
        .isEqualTo(
            new Decoded.OutOfRange(
                11,
                "The value 11 W of power is not within -10 to 10 W. Maybe its template's scale or"
                    + " word order is wrong."));
    assertThat(codec.decode(0xFFF5)).isInstanceOf(Decoded.OutOfRange.class);
  }

  @Test
  void statesAreTranslatedAndUnknownOnesNotBelieved() {
    RegisterCodec codec =
        Points.of(RegisterType.INT16).coded(Map.of(0L, 2.0, 1L, 1.0, -1L, 4.0)).codec();
    assertThat(codec.decode(0)).isEqualTo(new Decoded.Value(2));
    assertThat(codec.decode(0xFFFF)).isEqualTo(new Decoded.Value(4));
    assertThat(codec.decode(7))
        .isEqualTo(
            new Decoded.OutOfRange(7, "The raw number 7 of power is none of its codes -1, 0, 1."));
    assertThat(codec.encode(4)).isEqualTo(new Encoded.Words(List.of(0xFFFF), 4));
    assertThat(codec.encode(3))
        .isEqualTo(
            new Encoded.Refused(
                "The value 3 W cannot be written to power: it is none of 1, 2, 4."));
  }

  @ParameterizedTest
  @CsvSource({
    "INT16, 32768",
    "INT16, -32769",
    "INT16, -32768",
    "UINT16, -1",
    "UINT16, 65535",
    "UINT16, 65536",
    "INT32, 2147483648",
    "UINT32, 4294967295",
    "UINT32, -1",
    "BIT, 2",
    "INT64, 1e19",
    "UINT64, 2e19",
    "FLOAT32, 1e39",
    "INT16, NaN",
    "FLOAT64, Infinity",
    "ACC32, 0",
  })
  void whatTheTypeCannotHoldIsRefused(RegisterType type, double value) {
    assertThat(Points.of(type).codec().encode(value)).isInstanceOf(Encoded.Refused.class);
  }

  @Test
  void aWriteRoundsToWhatTheDeviceHoldsAndNeverBeyondItsRange() {
    RegisterCodec codec = Points.of(RegisterType.INT16).writable(0.4, 100.6);
    assertThat(codec.writes(50.4, 0)).extracting("value").isEqualTo(50.0);
    assertThat(codec.writes(50.6, 0)).extracting("value").isEqualTo(51.0);
    assertThat(codec.writes(100.6, 0)).extracting("value").isEqualTo(100.0);
    assertThat(codec.writes(0.4, 0)).extracting("value").isEqualTo(1.0);
  }

  @Test
  void aWriteOutsideItsRangeIsRefused() {
    RegisterCodec codec = Points.of(RegisterType.INT16).writable(0, 100);
    assertThat(codec.writes(100.1, 0))
        .isEqualTo(
            new Encoded.Refused(
                "The value 100.1 W cannot be written to power: it is not within 0 to 100 W."));
    assertThat(codec.writes(-0.1, 0)).isInstanceOf(Encoded.Refused.class);
    assertThat(codec.writes(Double.NaN, 0)).isInstanceOf(Encoded.Refused.class);
  }

  @Test
  void aReadOnlyPointIsNotWritten() {
    assertThat(Points.of(RegisterType.INT16).codec().writes(1, 0))
        .isEqualTo(
            new Encoded.Refused(
                "The value 1 W cannot be written to power: the point is not writable."));
  }

  @Test
  void companionsGoOutBeforeAndAfterAndMayFollowTheValue() {
    RegisterCodec codec =
        Points.of(RegisterType.INT16)
            .with(
                new CompanionWrite(110, 1, false),
                new CompanionWrite(111, 180, true),
                new CompanionWrite(112, 0, true, -1))
            .writable(-100, 100);
    Encoded encoded = codec.writes(-25, 0);
    assertThat(encoded).isInstanceOf(Encoded.Writes.class);
    assertThat(((Encoded.Writes) encoded).writes())
        .extracting(Encoded.RegisterWrite::address, Encoded.RegisterWrite::words)
        .containsExactly(
            tuple(111, List.of(180)),
            tuple(112, List.of(25)),
            tuple(100, List.of(0xFFE7)),
            tuple(110, List.of(1)));
  }

  @Test
  void wordsAreTakenFromTheMiddleOfABlock() {
    RegisterCodec codec = Points.of(RegisterType.INT32).codec();
    assertThat(codec.decode(new int[] {9, 9, 0, 5, 9}, 2, 0)).isEqualTo(new Decoded.Value(5));
  }

  private static int[] words(String hex) {
    return Arrays.stream(hex.split(" ")).mapToInt(word -> Integer.parseInt(word, 16)).toArray();
  }

  private static int[] reversed(int[] words) {
    int[] reversed = new int[words.length];
    for (int i = 0; i < words.length; i++) {
      reversed[i] = words[words.length - 1 - i];
    }
    return reversed;
  }

  private static List<Integer> list(int[] words) {
    return Arrays.stream(words).boxed().toList();
  }
}
