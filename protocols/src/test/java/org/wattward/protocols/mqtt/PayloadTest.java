package org.wattward.protocols.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wattward.protocols.mqtt.Payload.Found;

class PayloadTest {
  private static Payload payload(String text) {
    return new Payload(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "21.5, 21.5",
    "-3, -3",
    "+4, 4",
    "1e3, 1000",
    ".5, 0.5",
    "5., 5",
    "' 7 ', 7",
    "on, 1",
    "OFF, 0",
    "true, 1",
    "False, 0",
  })
  void aPlainPayloadIsANumberOrASwitch(String text, double value) {
    assertThat(payload(text).value("")).isEqualTo(new Found.Value(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NaN", "Infinity", "1,5", "0x10", "1f", "12 W", "{}", "--1", "٣"})
  void whatIsNoNumberIsNotTakenForOne(String text) {
    assertThat(payload(text).value("")).isInstanceOf(Found.Unusable.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":{\"b\":1.5}} | /a/b | 1.5",
        "[1,2,3] | /2 | 3",
        "{\"a/b\":4} | /a~1b | 4",
        "{\"on\":true} | /on | 1",
        "{\"n\":\"12\"} | /n | 12",
      })
  void aPointerFindsAMember(String json, String pointer, double value) {
    assertThat(payload(json).value(pointer)).isEqualTo(new Found.Value(value));
  }

  @Test
  void aMemberThatIsNotThereIsAbsent() {
    assertThat(payload("{\"a\":1}").value("/b")).isEqualTo(new Found.Absent());
    assertThat(payload("{\"a\":1}").value("/a/b")).isEqualTo(new Found.Absent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"a\":null}", "{\"a\":{}}", "{\"a\":[1]}", "{\"a\":\"warm\"}", "{\"a\":1", ""})
  void aMemberThatIsNoNumberIsUnusable(String json) {
    assertThat(payload(json).value("/a")).isInstanceOf(Found.Unusable.class);
  }

  @Test
  void nestingAndSizeAreBounded() {
    assertThat(payload("[".repeat(100_000)).value("/0")).isInstanceOf(Found.Unusable.class);
    assertThat(payload("1".repeat(300_000)).value("")).isInstanceOf(Found.Unusable.class);
    assertThat(payload(" ".repeat(300_000)).value("/0")).isInstanceOf(Found.Unusable.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"2026-03-01T12:00:00Z\"', 2026-03-01T12:00:00Z",
    "'\"2026-03-01T13:00:00.250+01:00\"', 2026-03-01T12:00:00.250Z",
    "1772366400, 2026-03-01T12:00:00Z",
    "1772366400.5, 2026-03-01T12:00:00.500Z",
    "'\"1772366400\"', 2026-03-01T12:00:00Z",
  })
  void aTimeIsRfc3339OrUnixSeconds(String time, Instant instant) {
    assertThat(payload("{\"t\":" + time + "}").time("/t")).contains(instant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1772366400000", "-1", "\"yesterday\"", "null", "true"})
  void aTimeThatMakesNoSenseIsNone(String time) {
    assertThat(payload("{\"t\":" + time + "}").time("/t")).isEmpty();
  }
}
