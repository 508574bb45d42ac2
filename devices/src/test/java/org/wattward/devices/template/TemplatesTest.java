package org.wattward.devices.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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
}
