package org.wattward.controller.district;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wattward.controller.district.TestSite.LIMIT;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.arbitration.Decision.Claim;
import org.wattward.controller.arbitration.Decision.Verdict;
import org.wattward.controller.arbitration.ManualOverride;

/** Overrides are listed and reminded of before they end. */
class OverrideReminderTest {
  private final TestDistrict test = new TestDistrict(TestSite.site()).started();

  private void override(int minutes) {
    test.district.request(test.override("o1", LIMIT, 8000, Duration.ofMinutes(minutes)));
  }

  @ParameterizedTest(name = "an override of {0} min is reminded of {1} s before its end")
  @CsvSource({"60, 600", "30, 600", "15, 300", "3, 60"})
  void anEndIsRemindedOfByAnAlarmThatGoesWithIt(int minutes, int beforeS) {
    override(minutes);

    test.run(minutes * 60 - beforeS - 6);
    assertThat(test.activeAlarms()).isEmpty();
    test.run(12);
    assertThat(test.activeAlarms())
        .singleElement()
        .satisfies(alarm -> {
          assertThat(alarm.priority()).isEqualTo(Alarm.Priority.LOW);
          assertThat(alarm.cause())
              .startsWith("The override of heatpump-01/powerLimit by anna ends at ")
              .endsWith(": The tenant is cold.");
          assertThat(alarm.response()).contains("Give it again with a longer time");
        });
    assertThat(test.district.overrides()).singleElement().matches(ManualOverride::endsSoon);
    test.run(beforeS);
    assertThat(test.activeAlarms()).isEmpty();
    assertThat(test.district.overrides()).isEmpty();
  }

  @Test
  void whoIsRemindedCanProlongIt() {
    override(30);
    test.run(21 * 60);
    assertThat(test.activeAlarms()).hasSize(1);

    override(60);
    test.run(6);

    assertThat(test.activeAlarms()).isEmpty();
    assertThat(test.district.overrides()).hasSize(1).noneMatch(ManualOverride::endsSoon);
  }

  @Test
  void aMinuteOfOverrideNeedsNoReminder() {
    override(1);
    test.run(120);
    assertThat(test.record.alarms).isEmpty();
  }

  @Test
  void aClockThatIsSetChangesNothing() {
    override(60);
    test.run(60);
    test.time.jumpTo(test.time.now().plus(Duration.ofHours(1)));
    test.run(10);
    assertThat(test.activeAlarms()).isEmpty();
    assertThat(test.district.overrides().getFirst().remaining())
        .isEqualTo(Duration.ofMinutes(60).minusSeconds(70));
  }

  @Test
  void aDecisionSaysWhoEndedIt() {
    override(60);
    test.run(5);
    assertThat(test.district.withdraw("o1", "bert ended it.")).isTrue();
    test.run(1);
    assertThat(test.decision(LIMIT).claims())
        .filteredOn(claim -> claim.verdict() == Verdict.WITHDRAWN)
        .extracting(Claim::why)
        .containsExactly("bert ended it.");
  }
}
