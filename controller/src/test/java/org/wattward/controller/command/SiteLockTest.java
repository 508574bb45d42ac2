package org.wattward.controller.command;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.devices.WattwardException;

class SiteLockTest {
  @TempDir Path data;

  @Test
  void aSecondControllerOfADataDirectoryRefusesUntilTheFirstEnded() throws Exception {
    try (SiteLock _ = SiteLock.take(data)) {
      assertThatThrownBy(() -> SiteLock.take(data))
          .isInstanceOf(WattwardException.class)
          .hasMessageContaining("Another controller runs with the data directory");
    }

    SiteLock.take(data).close();
  }

  @Test
  void controllersWithDirectoriesOfTheirOwnDoNotMind() throws Exception {
    try (SiteLock _ = SiteLock.take(data.resolve("a"));
        SiteLock _ = SiteLock.take(data.resolve("b"))) {
      SiteLock.take(data.resolve("c")).close();
    }
  }
}
