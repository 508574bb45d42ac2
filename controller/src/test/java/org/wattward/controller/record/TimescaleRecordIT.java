package org.wattward.controller.record;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The contract on TimescaleDB's community edition, where a container engine is. */
class TimescaleRecordIT extends RecordContract {
  private static final DockerImageName IMAGE =
      DockerImageName.parse("timescale/timescaledb:2.28.3-pg17");
  private static final int PORT = 5432;

  private static @Nullable GenericContainer<?> container;

  // Runs before the contract's own, since it is static and declared in the class under test.
  @BeforeAll
  static void aContainerEngineIsThere() {
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "SKIPPED: no container engine answers, so there is no TimescaleDB to try. Start Docker, or"
            + " give -Dwattward.it.jdbc=jdbc:postgresql://….");
  }

  @Override
  DatabaseAddress address(Path directory) {
    aContainerEngineIsThere();
    GenericContainer<?> started =
        new GenericContainer<>(IMAGE)
            .withEnv("POSTGRES_PASSWORD", "contract")
            .withExposedPorts(PORT)
            .waitingFor(Wait.forLogMessage(".*ready to accept connections.*", 2));
    started.start();
    container = started;
    return new DatabaseAddress.External(
        "jdbc:postgresql://%s:%d/postgres"
            .formatted(started.getHost(), started.getMappedPort(PORT)),
        "postgres",
        "contract");
  }

  @AfterAll
  static void stopContainer() {
    GenericContainer<?> started = container;
    if (started != null) {
      started.stop();
    }
  }
}
