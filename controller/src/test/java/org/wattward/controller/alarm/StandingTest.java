package org.wattward.controller.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wattward.controller.alarm.AlarmNow.State;
import org.wattward.controller.keep.Keep;
import org.wattward.devices.time.ManualTime;

class StandingTest {
  private final ManualTime time = new ManualTime(Instant.parse("2026-03-01T12:00:00Z"));
  private final Alarms alarms = new Alarms(time, Keep.NONE, now -> {});
  private final Standing standing = new Standing(alarms);

  private static Condition condition(String key, String cause) {
    return new Condition(
        key,
        "link-1",
        Alarm.Priority.LOW,
        cause,
        "",
        "",
        Duration.ZERO,
        Duration.ZERO,
        Optional.empty());
  }

  private List<String> active() {
    return alarms.list().stream()
        .filter(alarm -> alarm.state() != State.OVER)
        .map(alarm -> alarm.alarm().key())
        .sorted()
        .toList();
  }

  @Test
  void whatNoLongerStandsIsClearedAndTheRestStays() {
    standing.are(List.of(condition("a", "A ends."), condition("b", "B ends.")));
    assertThat(active()).containsExactly("a", "b");

    standing.are(List.of(condition("b", "B ends."), condition("c", "C ends.")));
    assertThat(active()).containsExactly("b", "c");

    standing.are(List.of());
    assertThat(active()).isEmpty();
  }

  @Test
  void alarmsOfAnotherOriginAreLeftAlone() {
    alarms.raise(condition("device/a", "It is lost."));
    standing.are(List.of(condition("a", "A ends.")));
    standing.are(List.of());

    assertThat(active()).containsExactly("device/a");
  }
}
