package org.wattward.controller.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.alarm.AlarmNow.State;
import org.wattward.controller.keep.Journal;
import org.wattward.controller.keep.Keep;
import org.wattward.devices.time.ManualTime;

class AlarmsTest {
  private final ManualTime time = new ManualTime(Instant.parse("2026-03-01T12:00:00Z"));
  private final List<Alarm> told = new ArrayList<>();
  private Alarms alarms = new Alarms(time, Keep.NONE, now -> told.add(now.alarm()));

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
    assertThat(alarms.list())
        .singleElement()
        .satisfies(a -> assertThat(a.state()).isEqualTo(State.OVER));
  }

  @Test
  void itIsAcknowledgedWhileActiveAndAfterwards() {
    alarms.raise(condition("device/a", 0, 0, ""));
    assertThat(alarms.acknowledge("device/a", "anna")).isPresent();
    assertThat(alarms.acknowledge("device/b", "anna")).isEmpty();

    alarms.clear("device/a");
    assertThat(alarms.list().getFirst().alarm().acknowledgedBy()).contains("anna");
    assertThat(alarms.acknowledge("device/a", "bert")).isPresent();
    assertThat(alarms.list().getFirst().alarm().acknowledgedBy()).contains("bert");
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
    assertThat(active()).hasSize(1);
    assertThat(active().getFirst().hides()).isEqualTo(200);
    assertThat(alarms.load().hidden()).isEqualTo(200);

    alarms.clear("link/gateway");
    after(1);
    assertThat(active()).hasSize(200);
    assertThat(alarms.load().hidden()).isZero();
  }

  @Test
  void anAlarmPutAsideComesBackByItself() {
    alarms.raise(condition("device/a", 0, 0, ""));
    assertThat(alarms.shelve("device/b", "anna", "It is away.", Duration.ofHours(1))).isEmpty();
    AlarmNow aside =
        alarms.shelve("device/a", "anna", "It is away.", Duration.ofMinutes(2)).orElseThrow();
    assertThat(aside.state()).isEqualTo(State.SHELVED);
    assertThat(aside.shelf())
        .contains(new Shelf("anna", "It is away.", time.now().plusSeconds(120)));
    told.clear();

    // Gone and there again meanwhile: it stays aside and counts nowhere.
    alarms.clear("device/a");
    after(1);
    alarms.raise(condition("device/a", 0, 0, ""));
    assertThat(active()).extracting(AlarmNow::state).containsExactly(State.SHELVED);
    assertThat(alarms.load().inTenMinutes()).isEqualTo(1);
    assertThat(alarms.load().shelved()).isEqualTo(1);
    assertThat(alarms.load().active()).isZero();

    told.clear();
    after(119);
    assertThat(told).hasSize(1);
    assertThat(active()).extracting(AlarmNow::state).containsExactly(State.UNACKNOWLEDGED);
    assertThat(alarms.load().inTenMinutes()).isEqualTo(2);
  }

  @Test
  void anAlarmPutAsideIsTakenBackByAPerson() {
    alarms.raise(condition("device/a", 0, 0, ""));
    alarms.shelve("device/a", "anna", "It is away.", Duration.ofHours(1));
    assertThat(alarms.unshelve("device/a")).isTrue();
    assertThat(alarms.unshelve("device/a")).isFalse();
    assertThat(active()).extracting(AlarmNow::state).containsExactly(State.UNACKNOWLEDGED);
  }

  @Test
  void nothingIsPutAsideForEverOrWithoutAReason() {
    alarms.raise(condition("device/a", 0, 0, ""));
    assertThatThrownBy(() -> alarms.shelve("device/a", "anna", "Away.", Duration.ofHours(25)))
        .hasMessageContaining("up to 24 h");
    assertThatThrownBy(() -> alarms.shelve("device/a", "anna", "Away.", Duration.ZERO))
        .hasMessageContaining("up to 24 h");
    assertThatThrownBy(() -> alarms.shelve("device/a", "anna", " ", Duration.ofHours(1)))
        .hasMessageContaining("why");
    assertThat(active()).extracting(AlarmNow::state).containsExactly(State.UNACKNOWLEDGED);
  }

  @Test
  void whatIsPutAsideStaysSoOverARestartAndNoSetClockProlongsIt(@TempDir Path directory) {
    try (Journal journal = Journal.in(directory, "alarms")) {
      alarms = new Alarms(time, journal, now -> told.add(now.alarm()));
      alarms.raise(condition("device/a", 0, 0, ""));
      alarms.shelve("device/a", "anna", "It is away.", Duration.ofHours(2));
    }
    time.advance(Duration.ofMinutes(90));
    try (Journal journal = Journal.in(directory, "alarms")) {
      alarms = new Alarms(time, journal, now -> told.add(now.alarm()));
      alarms.raise(condition("device/a", 0, 0, ""));
      assertThat(active()).extracting(AlarmNow::state).containsExactly(State.SHELVED);
      time.jumpTo(time.now().minus(Duration.ofDays(1)));
      time.advance(Duration.ofMinutes(31));
      alarms.tick();
      assertThat(active()).extracting(AlarmNow::state).containsExactly(State.UNACKNOWLEDGED);
    }
    try (Journal journal = Journal.in(directory, "alarms")) {
      assertThat(journal.values()).isEmpty();
    }
  }

  @Test
  void oneThatComesAndGoesAgainAndAgainStaysUntilItIsQuiet() {
    for (int i = 0; i < 20; i++) {
      alarms.raise(condition("device/a", 0, 1, ""));
      after(2);
      alarms.clear("device/a");
      after(2);
    }
    // Raised, cleared, raised, cleared, and raised for the third time to stay.
    assertThat(told).hasSize(5);
    assertThat(active()).singleElement().matches(AlarmNow::chattering);
    assertThat(alarms.load().chattering()).containsExactly("device/a");
    assertThat(alarms.load().frequent()).containsExactly(new AlarmLoad.Frequent("device/a", 3));

    after(57);
    assertThat(active()).hasSize(1);
    after(2);
    assertThat(active()).isEmpty();
    after(60);
    alarms.raise(condition("device/a", 0, 1, ""));
    assertThat(active()).singleElement().matches(it -> !it.chattering());
  }

  @Test
  void moreThanTenInTenMinutesAreAFloodUntilFewerThanFive() {
    for (int i = 0; i < 10; i++) {
      alarms.raise(condition("device/" + i, 0, 0, ""));
    }
    assertThat(alarms.load().floodSince()).isEmpty();
    after(60);
    alarms.raise(condition("device/10", 0, 0, ""));
    Instant begin = time.now();
    assertThat(alarms.load().floodSince()).contains(begin);

    after(530);
    alarms.raise(condition("device/11", 0, 0, ""));
    assertThat(alarms.load().inTenMinutes()).isEqualTo(12);
    after(20);
    assertThat(alarms.load().inTenMinutes()).isEqualTo(2);
    assertThat(alarms.load().floodSince()).isEmpty();
    assertThat(alarms.load().mostInTenMinutes()).isEqualTo(12);
    assertThat(alarms.load().unacknowledged()).isEqualTo(12);
  }

  private List<AlarmNow> active() {
    return alarms.list().stream().filter(it -> it.state() != State.OVER).toList();
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
