package org.wattward.controller.district;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.controller.alarm.Alarm.Priority;
import org.wattward.protocols.link.LinkCounters;
import org.wattward.protocols.link.LinkWarning;

class LinkWarningTest {
  private final LinkCounters counters = new LinkCounters();

  private District.LinkState state() {
    return new District.LinkState("opcua-heat", counters.status());
  }

  @ParameterizedTest
  @CsvSource({"false, LOW", "true, HIGH"})
  void aWarningIsAnAlarmOfItsLink(boolean urgent, Priority priority) {
    counters.warn(new LinkWarning("The certificate", urgent, "It ends.", "Lost.", "Renew it."));

    assertThat(state().conditions())
        .singleElement()
        .satisfies(condition -> {
          assertThat(condition.key()).isEqualTo("link-warning/opcua-heat/The certificate");
          assertThat(condition.subject()).isEqualTo("opcua-heat");
          assertThat(condition.priority()).isEqualTo(priority);
          assertThat(condition.cause()).isEqualTo("It ends.");
          assertThat(condition.response()).isEqualTo("Renew it.");
        });
  }

  @Test
  void whatIsMendedIsNone() {
    counters.warn(new LinkWarning("The certificate", true, "It ends.", "Lost.", "Renew it."));
    counters.mended("The certificate");

    assertThat(state().conditions()).isEmpty();
  }
}
