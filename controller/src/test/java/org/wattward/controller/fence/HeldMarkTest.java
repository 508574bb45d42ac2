package org.wattward.controller.fence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.wattward.devices.point.PointId;
import org.wattward.devices.template.ControllerMark;

/** What a mark on a device lets a controller do, second by second; it is renewed every 5 s. */
class HeldMarkTest {
  private static final int OWN = 7;
  private static final int OTHERS = 9 * 256;

  private final HeldMark mark =
      new HeldMark(
          PointId.parse("pump/owner"), new ControllerMark("owner", Duration.ofSeconds(5)), OWN);

  private static long at(double seconds) {
    return (long) (seconds * 1e9);
  }

  private boolean isOpen(double seconds) {
    return mark.closed(at(seconds)).isEmpty();
  }

  /** Marks the device, which takes it. */
  private int take(double seconds) {
    int value = mark.next(at(seconds)).orElseThrow();
    mark.verified(value, at(seconds));
    return value;
  }

  @Test
  void nothingIsMarkedOrWrittenBeforeTheMarkWasRead() {
    assertThat(mark.next(at(0))).isEmpty();
    assertThat(isOpen(0)).isFalse();
  }

  @Test
  void aFreeDeviceIsOpenOnceItHoldsOurMark() {
    mark.read(0, at(0));
    assertThat(isOpen(0)).isFalse();
    take(1);
    assertThat(isOpen(1)).isTrue();
  }

  @Test
  void aMarkThatIsNotRenewedIsWorthNothing() {
    mark.read(0, at(0));
    take(1);
    assertThat(isOpen(16)).isTrue();
    assertThat(isOpen(16.1)).isFalse();
  }

  @Test
  void aForeignMarkThatIsRenewedKeepsUsAway() {
    for (int second = 0; second < 60; second += 5) {
      mark.read(OTHERS + second, at(second));
      assertThat(mark.next(at(second + 4))).isEmpty();
    }
    assertThat(mark.closed(at(57)))
        .hasValueSatisfying(
            why -> assertThat(why).startsWith("Another controller holds pump: its mark is 2359"));
  }

  @Test
  void aForeignMarkThatStaysIsTakenOver() {
    for (int second = 0; second <= 14; second++) {
      mark.read(OTHERS, at(second));
      assertThat(mark.next(at(second))).as("after %d s", second).isEmpty();
    }
    mark.read(OTHERS, at(15));
    take(15);
    assertThat(isOpen(15)).isTrue();
  }

  @Test
  void weYieldToAControllerThatMarksAfterUs() {
    mark.read(0, at(0));
    take(1);
    mark.read(OTHERS + 1, at(2));
    assertThat(isOpen(2)).isFalse();
    assertThat(mark.next(at(2))).isEmpty();
    assertThat(mark.isOwned()).isFalse();
  }

  @Test
  void ourMarksOfNowAndBeforeAreNotForeign() {
    mark.read(0, at(0));
    int first = take(1);
    int second = take(6);
    mark.read(first, at(6.1)); // polled while the second was on its way
    assertThat(isOpen(6.1)).isTrue();
    mark.read(second, at(7));
    assertThat(isOpen(7)).isTrue();
  }

  @Test
  void ourMarkFromBeforeARestartIsTakenUpAtOnce() {
    mark.read(OWN * 256 + 200, at(0));
    take(0);
    assertThat(isOpen(0)).isTrue();
  }

  @Test
  void aControllerOfTheSameNumberIsFoundOutByItsCount() {
    mark.read(0, at(0));
    take(1);
    mark.read(OWN * 256 + 99, at(2));
    assertThat(isOpen(2)).isFalse();
  }

  @Test
  void countsGoRoundAndAreNeverNobody() {
    mark.read(0, at(0));
    for (int i = 0; i < 1_000; i++) {
      assertThat(take(i) % 256).isBetween(1, 255);
    }
  }
}
