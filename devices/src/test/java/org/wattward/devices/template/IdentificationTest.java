package org.wattward.devices.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wattward.devices.yaml.InvalidFile;

class IdentificationTest {
  private static final Identification TEXT =
      new Identification(RegisterTable.HOLDING, 30_000, 4, List.of(), List.of("SUN2000", "SUN8"));
  private static final Identification CODE =
      new Identification(RegisterTable.INPUT, 4999, 1, List.of(0x27, 0x2C00), List.of());

  @ParameterizedTest
  @CsvSource({
    "5355 4E32 3030 302D, true,  SUN2000-",
    "5355 4E38 0000 4D4D, true,  SUN8",
    "5355 4E39 3030 302D, false, SUN9000-",
    "5355 4E32,           false, SUN2",
    "0000 0000 0000 0000, false, ''",
    "0107 4E32 3030 302D, false, ??N2000-"
  })
  void aTextIsKnownByItsBeginning(String words, boolean matches, String said) {
    assertThat(TEXT.matches(words(words))).isEqualTo(matches);
    assertThat(TEXT.said(words(words))).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource({"0027, true, 39", "2C00, true, 11264", "0028, false, 40"})
  void aCodeIsOneOfTheTemplates(String words, boolean matches, String said) {
    assertThat(CODE.matches(words(words))).isEqualTo(matches);
    assertThat(CODE.said(words(words))).isEqualTo(said);
  }

  @Test
  void itsExampleIsADeviceOfItsType() {
    assertThat(TEXT.matches(TEXT.example())).isTrue();
    assertThat(CODE.matches(CODE.example())).isTrue();
    assertThat(Templates.bundled().all().stream().flatMap(each -> each.identification().stream()))
        .hasSizeGreaterThan(5)
        .allMatch(each -> each.matches(each.example()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{codes: [1]}",
        "{holding: 1, input: 1, codes: [1]}",
        "{holding: 1}",
        "{holding: 1, codes: [1], texts: [A]}",
        "{holding: 1, texts: [ABC]}",
        "{holding: 1, registers: 2, texts: [ABCDE]}",
        "{holding: 70000, codes: [1]}"
      })
  void anIdentificationThatCannotBeIsRefused(String identification) {
    assertThatThrownBy(() -> TemplateReader.read("meter.yaml", template(identification)))
        .isInstanceOf(InvalidFile.class)
        .hasMessageContaining("meter.yaml:6");
  }

  @Test
  void aTemplateSaysHowItsDevicesAreKnown() {
    DeviceTemplate read =
        TemplateReader.read("meter.yaml", template("{holding: 1, registers: 2, texts: [ABC, D]}"));

    assertThat(read.identification())
        .contains(new Identification(RegisterTable.HOLDING, 1, 2, List.of(), List.of("ABC", "D")));
  }

  private static String template(String identification) {
    return """
    id: meter
    title: Meter
    kind: meter
    protocol: modbus
    source: a test
    identification: %s
    points:
      power: {range: [0 W, 1 kW], register: {input: 1, type: int16}}
    """
        .formatted(identification);
  }

  private static int[] words(String hex) {
    return java.util.Arrays.stream(hex.split(" "))
        .mapToInt(word -> Integer.parseInt(word, 16))
        .toArray();
  }
}
