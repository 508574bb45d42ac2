package org.wattward.sim.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.wattward.devices.WattwardException;

/** The scenarios of the demonstration district that come with the program. */
public final class BundledScenarios {
  private static final List<String> NAMES =
      List.of("demand-response-day", "every-fault", "winter-week");

  private BundledScenarios() {}

  /** Their names. */
  public static List<String> names() {
    return NAMES;
  }

  /** The text of one; empty when there is none of that name. */
  public static Optional<String> text(String name) {
    if (!NAMES.contains(name)) {
      return Optional.empty();
    }
    try (InputStream file = BundledScenarios.class.getResourceAsStream(name + ".yaml")) {
      if (file == null) {
        throw new WattwardException("The scenario %s is not on the class path.".formatted(name));
      }
      return Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new WattwardException("The scenario %s cannot be read.".formatted(name), e);
    }
  }
}
