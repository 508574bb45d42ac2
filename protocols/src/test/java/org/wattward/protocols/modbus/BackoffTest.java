package org.wattward.protocols.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void waitingDoublesFromHalfASecondToHalfAMinuteWithinTheJitter() {
    List<Double> fullS = List.of(0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0);
    for (long seed = 0; seed < 100; seed++) {
      Backoff backoff = new Backoff(new Random(seed));
      for (double full : fullS) {
        double waitS = backoff.failed().toNanos() / 1e9;
        assertThat(waitS)
            .as("seed %d", seed)
            .isBetween(Math.max(0.5, full * 0.75 - 1e-6), full + 1e-6);
      }
    }
  }

  @Test
  void twoLinksDoNotComeBackInStep() {
    Backoff one = new Backoff(new Random(1));
    Backoff other = new Backoff(new Random(2));

    List<Duration> ones = Stream.generate(one::failed).limit(8).toList();
    List<Duration> others = Stream.generate(other::failed).limit(8).toList();

    assertThat(ones).isNotEqualTo(others);
  }

  @Test
  void aSuccessStartsAllOver() {
    Backoff backoff = new Backoff(new Random(1));
    for (int i = 0; i < 5; i++) {
      backoff.failed();
    }

    backoff.succeeded();

    assertThat(backoff.failures()).isZero();
    assertThat(backoff.failed()).isEqualTo(Backoff.LEAST);
  }
}
