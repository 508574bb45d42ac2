package org.wattward.controller.arbitration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wattward.controller.arbitration.RequestBook.Touch;
import org.wattward.devices.point.PointId;

class DocketTest {
  private static final PointId A = PointId.parse("pump-a/limit");
  private static final PointId B = PointId.parse("pump-b/limit");
  private static final Map<PointId, Touch> ORDERED = Map.of(A, new Touch("", true));
  private static final long MS = 1_000_000;

  private final Docket docket = new Docket(Map.of());

  /** A monotonic clock may pass the greatest long. */
  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 300 * MS, -1})
  void aPointThatProgramsOrderAllTheTimeIsLookedAtTenTimesASecond(long startNanos) {
    int looked = 0;
    for (int ms = 0; ms < 10_000; ms++) {
      looked += docket.take(ORDERED, List.of(), startNanos + ms * MS).size();
    }
    assertThat(looked).isEqualTo(Pace.BURST - 1 + 100);
  }

  @Test
  void whatWaitsIsLookedAtWithoutBeingAskedAgainAndOnce() {
    spend(0);
    assertThat(docket.take(ORDERED, List.of(), 0)).isEmpty();

    long nextNanos = docket.nextNanos().orElseThrow();

    assertThat(nextNanos).isEqualTo(100 * MS);
    assertThat(docket.take(Map.of(), List.of(), nextNanos - 1)).isEmpty();
    assertThat(docket.take(Map.of(), List.of(), nextNanos)).containsOnlyKeys(A);
    assertThat(docket.take(Map.of(), List.of(), nextNanos)).isEmpty();
    assertThat(docket.nextNanos()).isEmpty();
  }

  @Test
  void whatCannotWaitIsLookedAtAtOnceAndTakesWhatWaitsWithIt() {
    spend(0);
    docket.take(ORDERED, List.of(), 0);

    assertThat(docket.take(Map.of(A, new Touch("z", false)), List.of(), MS))
        .containsExactly(Map.entry(A, "z"));
    assertThat(docket.nextNanos()).isEmpty();
    docket.notice(Set.of(A));
    assertThat(docket.take(Map.of(), List.of(), 2 * MS)).containsOnlyKeys(A);
    assertThat(docket.take(Map.of(), List.of(A), 3 * MS)).containsOnlyKeys(A);
  }

  @Test
  void howeverOftenItCouldNotWaitTheNextOrderWaitsOnePeriodAtMost() {
    for (int i = 0; i < 1_000; i++) {
      docket.notice(Set.of(A));
      docket.take(Map.of(), List.of(), 0);
    }
    docket.take(ORDERED, List.of(), 0);

    assertThat(docket.nextNanos()).hasValue(Pace.PERIOD_NANOS);
  }

  @Test
  void onePointsOrdersDoNotMakeAnotherWait() {
    spend(0);

    assertThat(docket.take(Map.of(B, new Touch("", true)), List.of(), 0)).containsOnlyKeys(B);
  }

  @Test
  void afterAQuietSecondItIsLookedAtAtOnceAgain() {
    spend(0);

    spend(1_000 * MS);
  }

  private void spend(long nowNanos) {
    for (int i = 0; i < Pace.BURST; i++) {
      assertThat(docket.take(ORDERED, List.of(), nowNanos))
          .as("look %d at once", i)
          .containsOnlyKeys(A);
    }
  }
}
