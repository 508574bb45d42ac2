package org.wattward.devices.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wattward.devices.template.TemplateFormat;
import org.wattward.devices.yaml.JsonSchema;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.Shape;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;
import org.wattward.devices.yaml.YamlReader;

/**
 * The schema files in the jar are what the readers check. After a change of a format run this test
 * with {@code -Dwattward.schema=write}; it writes them anew.
 */
class SchemaTest {
  private static final Path DEPLOY = Path.of("../deploy/schema");
  private static final Path FOLDER = Path.of("src/main/resources/org/wattward/devices/schema");

  @Test
  void theSiteSchemaIsTheOneOfTheReader() throws IOException {
    check("site.schema.json", "A Wattward site", SiteFormat.FILE);
  }

  @Test
  void theTemplateSchemaIsTheOneOfTheReader() throws IOException {
    check("template.schema.json", "A Wattward device template", TemplateFormat.TEMPLATE);
  }

  @Test
  void theSchemaIsJsonAndNamesEveryKey() {
    Problems problems = new Problems();
    Optional<YamlNode> schema =
        YamlReader.read("s", JsonSchema.of("A site", SiteFormat.FILE), problems);
    assertThat(problems.sorted()).isEmpty();
    Mapping properties = ((Mapping) schema.orElseThrow()).mapping("properties").orElseThrow();
    assertThat(properties.entries().keySet())
        .containsExactly(
            "site",
            "templates",
            "links",
            "devices",
            "zones",
            "network",
            "schedules",
            "publish",
            "orders",
            "parameters");
  }

  /** What the jar carries, and where the README's comment for editors points to. */
  @ParameterizedTest
  @ValueSource(strings = {"site.schema.json", "template.schema.json"})
  void theSchemaIsInTheJarAndNamedInTheReadme(String file) throws IOException {
    try (InputStream inJar =
        SiteFormat.class.getResourceAsStream("/org/wattward/devices/schema/" + file)) {
      assertThat(inJar).as("%s on the class path", file).isNotNull();
      assertThat(Objects.requireNonNull(inJar).readAllBytes())
          .isEqualTo(Files.readAllBytes(DEPLOY.resolve(file)));
    }
    assertThat(Files.readString(Path.of("../README.md")))
        .contains("# yaml-language-server: $schema=deploy/schema/" + file);
  }

  private static void check(String file, String title, Shape shape) throws IOException {
    String schema = JsonSchema.of(title, shape);
    if ("write".equals(System.getProperty("wattward.schema"))) {
      Files.writeString(FOLDER.resolve(file), schema);
      Files.writeString(DEPLOY.resolve(file), schema);
    }
    assertThat(Files.readString(DEPLOY.resolve(file))).isEqualTo(schema);
    assertThat(Files.readString(FOLDER.resolve(file))).isEqualTo(schema);
  }
}
