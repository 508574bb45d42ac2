package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.controller.record.History.Sample;

class SamplerTest {
  private static final Instant T = Instant.parse("2026-11-21T12:00:00Z");

  private static Span at(int second, double value) {
    return Span.of(Sampler.micros(T.plusSeconds(second)), value, true);
  }

  @Test
  void aValueFromBeforeCountsUntilTheFirst() {
    Sampler sampler = new Sampler(T, T.plusSeconds(20), Duration.ofSeconds(10), 30);
    sampler.add(at(-5, 8));
    sampler.add(at(4, 3));
    assertThat(sampler.samples())
        .containsExactly(
            new Sample(T, 3, 8, 5, 3, 1), new Sample(T.plusSeconds(10), 3, 3, 3, 3, 1));
  }

  @Test
  void aValueFromLongBeforeDoesNotCount() {
    Sampler sampler = new Sampler(T, T.plusSeconds(20), Duration.ofSeconds(10), 30);
    sampler.add(at(-30, 8));
    sampler.add(at(15, 3));
    assertThat(sampler.samples()).containsExactly(new Sample(T.plusSeconds(10), 3, 3, 3, 3, 0.5));
  }

  @Test
  void theShareOfASampleThatIsNotOverIsOfWhatHasPassed() {
    Sampler sampler = new Sampler(T, T.plusSeconds(5), Duration.ofSeconds(10), 30);
    sampler.add(at(0, 1));
    assertThat(sampler.samples()).containsExactly(new Sample(T, 1, 1, 1, 1, 1));
  }

  @Test
  void nothingGivesNothing() {
    assertThat(new Sampler(T, T.plusSeconds(5), Duration.ofSeconds(1), 30).samples()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // span, samples wanted, how old the start is, tier, width
    "PT10M,   600, P1D,    RAW,     PT1S",
    "PT10M,   500, P1D,    RAW,     PT2S",
    "PT1H,    500, P1D,    RAW,     PT10S",
    "PT8H,    480, P1D,    MINUTE,  PT1M",
    "PT24H,   500, P1D,    MINUTE,  PT5M",
    "PT168H,  500, P7D,    QUARTER, PT30M",
    "PT8760H, 500, P365D,  HOUR,    PT24H",
    "PT8760H, 9000, P365D, HOUR,    PT1H",
    "PT1H,    500, P60D,   MINUTE,  PT1M",
    "PT1H,    500, P500D,  QUARTER, PT15M",
    "PT1H,    500, P4000D, HOUR,    PT1H"
  })
  void theResolutionSuitsTheSpanAndWhatIsKept(
      Duration span, int target, String age, Resolution.Tier tier, Duration width) {
    Instant from = T.minus(Duration.parse(age));
    assertThat(Resolution.of(from, from.plus(span), target, Retention.standard(), T))
        .isEqualTo(new Resolution(tier, width));
  }
}
