package org.wattward.controller.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.wattward.devices.WattwardException;

/** Names a data directory, so that a controller that was restarted is known as the same. */
final class ControllerId {
  private static final String NAME = "controller.id";

  private ControllerId() {}

  /**
   * Reads it, or makes it at the first start.
   *
   * @throws WattwardException when the data directory cannot be used
   */
  static String of(Path data) {
    Path file = data.resolve(NAME);
    try {
      if (Files.exists(file)) {
        String known = Files.readString(file).strip();
        if (!known.isEmpty()) {
          return known;
        }
      }
      String made = UUID.randomUUID().toString();
      Path fresh = data.resolve(NAME + ".new");
      Files.writeString(fresh, made);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return made;
    } catch (IOException e) {
      throw new WattwardException(
          "The data directory %s cannot be used: %s. Check its owner and space."
              .formatted(data, e.getMessage()),
          e);
    }
  }
}
