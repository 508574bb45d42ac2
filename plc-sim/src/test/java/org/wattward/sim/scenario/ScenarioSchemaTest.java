package org.wattward.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.wattward.devices.yaml.JsonSchema;

/**
 * The schema files are what the reader checks. After a change of the format run this test with
 * {@code -Dwattward.schema=write}; it writes them anew.
 */
class ScenarioSchemaTest {
  private static final Path DEPLOY = Path.of("../deploy/schema/scenario.schema.json");
  private static final Path IN_JAR =
      Path.of("src/main/resources/org/wattward/sim/scenario/scenario.schema.json");

  @Test
  void theSchemaIsTheOneOfTheReader() throws IOException {
    String schema = JsonSchema.of("A Wattward scenario", ScenarioFormat.FILE);
    if ("write".equals(System.getProperty("wattward.schema"))) {
      Files.writeString(DEPLOY, schema);
      Files.writeString(IN_JAR, schema);
    }
    assertThat(Files.readString(DEPLOY)).isEqualTo(schema);
    assertThat(Files.readString(IN_JAR)).isEqualTo(schema);
    assertThat(Files.readString(Path.of("../README.md")))
        .contains("# yaml-language-server: $schema=deploy/schema/scenario.schema.json");
  }
}
