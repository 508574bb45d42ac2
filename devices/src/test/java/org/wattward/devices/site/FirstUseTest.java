package org.wattward.devices.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The parts of the site file's format do not mind which of them a program needs first. */
class FirstUseTest {
  private static final String PACKAGE = "org.wattward.devices.";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "site.ScheduleFormat",
        "site.SiteFormat",
        "template.TemplateFormat",
        "site.Spelling"
      })
  void anyPartMayBeTheFirst(String first) throws Exception {
    List<URL> path = new ArrayList<>();
    for (Class<?> one : List.of(SiteFormat.class, LoadSettings.class, Nullable.class)) {
      path.add(one.getProtectionDomain().getCodeSource().getLocation());
    }
    // A loader of its own, so that nothing was needed before.
    try (URLClassLoader loader =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class.forName(PACKAGE + first, true, loader);
      Class<?> format = Class.forName(PACKAGE + "site.SiteFormat", true, loader);
      Class<?> schema = Class.forName(PACKAGE + "yaml.FieldsShape", true, loader);
      Object file = format.getField("FILE").get(null);
      assertThat(schema.isInstance(file)).isTrue();
      assertThat(file.toString()).doesNotContain("item=null");
    }
  }
}
