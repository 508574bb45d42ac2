package org.wattward.devices.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.wattward.devices.yaml.InvalidFile;
import org.wattward.devices.yaml.Problem;

/**
 * Whatever stands in a template file: it is a template, or its problems are told with their places.
 */
class TemplateFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void aFileIsATemplateOrItsProblemsAreTold(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    try {
      DeviceTemplate template = TemplateReader.read("fuzz.yaml", text);
      assertThat(template.id()).isNotBlank();
      assertThat(template.points()).isNotEmpty();
      for (PointTemplate point : template.points()) {
        assertThat(point.min()).isLessThanOrEqualTo(point.max());
      }
    } catch (InvalidFile invalid) {
      assertThat(invalid.problems()).isNotEmpty();
      for (Problem problem : invalid.problems()) {
        assertThat(problem.toString()).startsWith("fuzz.yaml").doesNotContain("java.");
      }
    }
  }
}
