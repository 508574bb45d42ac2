package org.wattward.devices.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wattward.devices.template.PointTemplate.Form;
import org.wattward.devices.template.PointTemplate.Writing;

class TemplatesTest {
  private static final Path FOLDER = Path.of("src/main/resources/org/wattward/devices/templates");

  @Test
  void everyBundledTemplateIsInTheIndexAndReads() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> ids =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".yaml"))
              .map(name -> name.replace(".yaml", ""))
              .sorted()
              .toList();
      assertThat(Templates.bundled().ids()).containsExactlyElementsOf(ids);
    }
  }

  @Test
  void atLeastFortyTemplatesAreOfRealDevicesWithAPublicMap() {
    assertThat(
            Templates.bundled().all().stream()
                .filter(template -> !template.source().startsWith("no "))
                .map(DeviceTemplate::id))
        .hasSizeGreaterThanOrEqualTo(40);
  }

  static Stream<DeviceTemplate> templates() {
    return Templates.bundled().all().stream();
  }

  @ParameterizedTest
  @MethodSource("templates")
  void aTemplateSaysWhereItComesFromAndWhatCanBeTrue(DeviceTemplate template) {
    assertThat(template.source()).as(template.id()).hasSizeGreaterThan(10);
    assertThat(template.pacing().maxRegistersPerRead()).as(template.id()).isBetween(1, 125);
    assertThat(template.points()).as(template.id()).isNotEmpty();
    for (PointTemplate point : template.points()) {
      String what = template.id() + "/" + point.name();
      assertThat(point.title()).as(what).isNotBlank();
      assertThat(point.min()).as(what).isLessThan(point.max());
      if (point.form() == Form.NUMBER) {
        assertThat(List.of(point.min(), point.max()))
            .as("range of " + what)
            .allMatch(Double::isFinite);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void aWritablePointHasASafeValueAndSaysHowItGoesBack(DeviceTemplate template) {
    for (PointTemplate point : template.points()) {
      if (point.writing().isEmpty()) {
        continue;
      }
      Writing writing = point.writing().get();
      String what = template.id() + "/" + point.name();
      assertThat(writing.min()).as(what).isGreaterThanOrEqualTo(point.min());
      assertThat(writing.max()).as(what).isLessThanOrEqualTo(point.max());
      assertThat(writing.safe())
          .as("safe value of " + what)
          .isBetween(writing.min(), writing.max());
      assertThat(writing.relinquishDefault())
          .as("default of " + what)
          .isBetween(writing.min(), writing.max());
      assertThat(writing.refresh()).as("refresh of " + what).isPositive();
      assertThat(writing.minSpacing())
          .as("spacing of writes of " + what)
          .isLessThan(writing.refresh());
      if (writing.watchdog().isPositive()) {
        assertThat(writing.refresh()).as("refresh of " + what).isLessThan(writing.watchdog());
      }
    }
  }
}
