package org.wattward.controller.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wattward.devices.time.ManualTime;

class AlarmsTest {
  private final ManualTime time = new ManualTime(Instant.parse("2026-03-01T12:00:00Z"));
  private final List<Alarm> told = new ArrayList<>();
  private final Alarms alarms = new Alarms(time, told::add);

  @Test
  void aConditionThatStaysRaisesOneAlarm() {
    for (int i = 0; i < 10; i++) {
      alarms.raise(condition("device/a", 2, 5, ""));
      after(1);
    }

    assertThat(told).hasSize(1);
    assertThat(told.getFirst().raised()).isEqualTo(Instant.parse("2026-03-01T12:00:02Z"));
    assertThat(told.getFirst().isActive()).isTrue();
  }

  @Test
  void aConditionShorterThanItsOnDelayRaisesNone() {
    alarms.raise(condition("device/a", 2, 5, ""));
    after(1);
    alarms.clear("device/a");
    after(60);

    assertThat(told).isEmpty();
    assertThat(alarms.list()).isEmpty();
  }

  @Test
  void aGapShorterThanTheOffDelayDoesNotClearIt() {
    alarms.raise(condition("device/a", 0, 5, ""));
    alarms.clear("device/a");
    after(4);
    alarms.raise(condition("device/a", 0, 5, ""));
    after(60);
    assertThat(told).hasSize(1);

    alarms.clear("device/a");
    after(5);
    assertThat(told).hasSize(2);
    assertThat(told.getLast().cleared()).contains(time.now());
    assertThat(alarms.list()).singleElement().satisfies(a -> assertThat(a.isActive()).isFalse());
  }

  @Test
  void itIsAcknowledgedWhileActiveAndAfterwards() {
    alarms.raise(condition("device/a", 0, 0, ""));
    assertThat(alarms.acknowledge("device/a", "anna")).isPresent();
    assertThat(alarms.acknowledge("device/b", "anna")).isEmpty();

    alarms.clear("device/a");
    assertThat(alarms.list().getFirst().acknowledgedBy()).contains("anna");
    assertThat(alarms.acknowledge("device/a", "bert")).isPresent();
    assertThat(alarms.list().getFirst().acknowledgedBy()).contains("bert");
    assertThat(told).hasSize(4);
  }

  @Test
  void anAlarmThatExplainsOthersHidesThem() {
    for (int i = 0; i < 200; i++) {
      alarms.raise(condition("device/" + i, 0, 0, "link/gateway"));
    }
    assertThat(told).hasSize(200);
    told.clear();

    alarms.raise(condition("link/gateway", 5, 0, ""));
    after(5);
    assertThat(told.stream().filter(Alarm::isActive))
        .extracting(Alarm::key)
        .containsExactly("link/gateway");
    assertThat(alarms.list().stream().filter(Alarm::isActive)).hasSize(1);

    alarms.clear("link/gateway");
    after(1);
    assertThat(alarms.list().stream().filter(Alarm::isActive)).hasSize(200);
  }

  private void after(int seconds) {
    for (int i = 0; i < seconds * 4; i++) {
      time.advance(Duration.ofMillis(250));
      alarms.tick();
    }
  }

  private static Condition condition(String key, int onS, int offS, String hiddenBy) {
    return new Condition(
        key,
        key,
        Alarm.Priority.LOW,
        "It happened.",
        "It leads to this.",
        "Do that.",
        Duration.ofSeconds(onS),
        Duration.ofSeconds(offS),
        hiddenBy.isEmpty() ? Optional.empty() : Optional.of(hiddenBy));
  }
}
