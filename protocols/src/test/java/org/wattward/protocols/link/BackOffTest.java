package org.wattward.protocols.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static BackOff backOff(long seed) {
    return new BackOff(FIRST, LONGEST, new Random(seed));
  }

  @Test
  void pausesDoubleFromTheFirstToTheLongestEachFromItsUpperHalf() {
    List<Double> ceilingsS = List.of(0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0);
    for (long seed = 0; seed < 100; seed++) {
      BackOff backOff = backOff(seed);
      for (double ceilingS : ceilingsS) {
        assertThat(backOff.next().toNanos() / 1e9)
            .as("seed %d", seed)
            .isBetween(ceilingS / 2, ceilingS);
      }
    }
  }

  @Test
  void twoLinksDoNotComeBackInStep() {
    BackOff one = backOff(1);
    BackOff other = backOff(2);

    List<Duration> ones = Stream.generate(one::next).limit(8).toList();
    List<Duration> others = Stream.generate(other::next).limit(8).toList();

    assertThat(ones).isNotEqualTo(others);
  }

  @Test
  void aSuccessStartsAllOver() {
    BackOff backOff = backOff(1);
    for (int i = 0; i < 5; i++) {
      backOff.next();
    }
    assertThat(backOff.failures()).isEqualTo(5);

    backOff.reset();

    assertThat(backOff.failures()).isZero();
    assertThat(backOff.next()).isLessThanOrEqualTo(FIRST);
  }

  @Test
  void anImpossibleOneIsRefused() {
    assertThatThrownBy(
            () -> new BackOff(Duration.ofSeconds(2), Duration.ofSeconds(1), new Random(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("longer");
  }
}
