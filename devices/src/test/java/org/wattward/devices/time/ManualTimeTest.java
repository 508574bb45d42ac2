package org.wattward.devices.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ManualTimeTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final ManualTime time = new ManualTime(START);

  @Test
  void calendarAndMonotonicClockAdvanceTogether() {
    long before = time.nanos();

    time.advance(Duration.ofMillis(1500));

    assertThat(time.now()).isEqualTo(START.plusMillis(1500));
    assertThat(time.nanos() - before).isEqualTo(1_500_000_000L);
  }

  @Test
  void aJumpOfTheCalendarLeavesTheMonotonicClockAlone() {
    long before = time.nanos();

    time.jumpTo(START.minusSeconds(3600));

    assertThat(time.now()).isEqualTo(START.minusSeconds(3600));
    assertThat(time.nanos()).isEqualTo(before);
  }

  @Test
  void aSleeperWakesWhenItsTimeHasComeAndNotBefore() throws InterruptedException {
    CountDownLatch awake = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(() -> {
          sleepQuietly(Duration.ofSeconds(2));
          awake.countDown();
        });
    time.awaitSleepers(1);

    time.advance(Duration.ofMillis(1999));
    time.awaitSleepers(1);
    assertThat(awake.getCount()).isEqualTo(1);

    time.advance(Duration.ofMillis(1));
    assertThat(awake.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aWaiterGetsThePermitThatComesBeforeTheTimeout() throws InterruptedException {
    Semaphore permits = new Semaphore(0);
    AtomicBoolean got = new AtomicBoolean();
    Thread waiter = Thread.ofVirtual().start(() -> got.set(awaitQuietly(permits)));
    time.awaitSleepers(1);

    permits.release();

    assertThat(waiter.join(Duration.ofSeconds(10))).isTrue();
    assertThat(got).isTrue();
  }

  @Test
  void aWaiterGoesOnWithoutAPermitWhenTheTimeHasPassed() throws InterruptedException {
    AtomicBoolean got = new AtomicBoolean(true);
    Thread waiter = Thread.ofVirtual().start(() -> got.set(awaitQuietly(new Semaphore(0))));
    time.awaitSleepers(1);

    time.advance(Duration.ofSeconds(2));

    assertThat(waiter.join(Duration.ofSeconds(10))).isTrue();
    assertThat(got).isFalse();
  }

  private boolean awaitQuietly(Semaphore permits) {
    try {
      return time.await(permits, Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void sleepQuietly(Duration duration) {
    try {
      time.sleep(duration);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
