package org.wattward.protocols.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.protocols.link.LogLines;
import org.wattward.protocols.opcua.ServerClock.Trust;

class ServerClockTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final ServerClock clock = new ServerClock("link-clocked");

  private void told(long roundTripMs, long serverMs) {
    clock.told(NOON, NOON.plusMillis(roundTripMs), NOON.plusMillis(serverMs));
  }

  @ParameterizedTest
  @CsvSource({
    // round trip ms, server ms after the question, ahead ms (0: right)
    "0, 1000, 0",
    "0, 1001, 1001",
    "0, -1001, -1001",
    "200, 100, 0",
    "200, 1200, 0",
    "200, 1201, 1101",
    "4000, 4900, 0",
    "4000, 5100, 3100",
    "200, 3600100, 3600000",
  })
  void aClockIsOffWhenItIsSoBeyondAllDoubt(long roundTripMs, long serverMs, long aheadMs) {
    told(roundTripMs, serverMs);

    assertThat(clock.trust())
        .isEqualTo(aheadMs == 0 ? new Trust.Right() : new Trust.Off(Duration.ofMillis(aheadMs)));
  }

  @Test
  void anAnswerThatTookTooLongChangesNothing() {
    told(0, 5000);

    told(10_001, 0);

    assertThat(clock.trust()).isEqualTo(new Trust.Off(Duration.ofSeconds(5)));
  }

  @Test
  void eachChangeIsToldOnce() {
    try (LogLines log = LogLines.of(ServerClock.class)) {
      told(0, 0);
      told(0, 5000);
      told(0, 6000);
      told(0, -7000);
      told(0, 0);
      clock.silent();
      clock.silent();
      told(0, 100);

      assertThat(log.with("link-clocked")).hasSize(4);
      assertThat(log.with("is 5.0 s ahead of ours")).hasSize(1);
      assertThat(log.with("agrees with ours again")).hasSize(2);
      assertThat(log.with("does not tell its time")).hasSize(1);
    }
  }
}
