package org.wattward.protocols.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatenessTest {
  private static final double NANOS_PER_MS = 1e6;

  @Test
  void withoutPollsNothingWasLate() {
    assertThat(Lateness.NONE.percentileMs(0.99)).isZero();
    assertThat(new LatenessCounts().now().percentileMs(1)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          lateness ms, shown ms
          -5,          0.1
          0,           0.1
          0.05,        0.1
          1.0,         1.1
          1.55,        1.6
          1.65,        1.7
          3.2,         3.4
          100,         102.4
          1000,        1024
          """)
  void aLatenessIsShownAsTheUpperEndOfItsClass(double latenessMs, double shownMs) {
    LatenessCounts counts = new LatenessCounts();
    counts.count((long) (latenessMs * NANOS_PER_MS));
    assertThat(counts.now().percentileMs(1)).isEqualTo(shownMs);
  }

  @Test
  void whatIsBeyondAllClassesIsInTheLast() {
    LatenessCounts counts = new LatenessCounts();
    counts.count(Long.MAX_VALUE);
    assertThat(counts.now().polls()).isOne();
    assertThat(counts.now().percentileMs(1)).isGreaterThan(400_000);
  }

  @Test
  void percentilesAreThoseOfTheSortedListToSevenPercent() {
    Random random = new Random(7);
    double[] latenessMs = random.doubles(20_000, 0, 1).map(x -> Math.exp(9 * x)).toArray();
    LatenessCounts counts = new LatenessCounts();
    Arrays.stream(latenessMs).forEach(ms -> counts.count((long) (ms * NANOS_PER_MS)));
    Arrays.sort(latenessMs);
    for (double share : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
      double exactMs = latenessMs[(int) Math.ceil(share * latenessMs.length) - 1];
      assertThat(counts.now().percentileMs(share))
          .as("share %s", share)
          .isGreaterThanOrEqualTo(exactMs)
          .isCloseTo(exactMs, withinPercentage(10));
    }
  }

  @Test
  void linksAddUpAndTimesSubtract() {
    LatenessCounts one = new LatenessCounts();
    LatenessCounts other = new LatenessCounts();
    one.count(1_000_000);
    Lateness before = one.now().plus(other.now());
    other.count(50_000_000);
    Lateness since = one.now().plus(other.now()).since(before);
    assertThat(before.polls()).isOne();
    assertThat(since.polls()).isOne();
    assertThat(since.percentileMs(0.5)).isCloseTo(50, withinPercentage(7));
  }
}
