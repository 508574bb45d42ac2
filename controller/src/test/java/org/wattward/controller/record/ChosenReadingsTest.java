package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.template.Recording;

class ChosenReadingsTest {
  private static final PointId POINT = new PointId("meter-1", "power");
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

  private final ListedRecord recorder = new ListedRecord();
  private final List<Reading> recorded = recorder.readings;

  @ParameterizedTest
  @CsvSource({
    // deadband in W, heartbeat in s, readings ten seconds apart in W (b: bad), those recorded
    "0,  60, 5 5 5 6 6 5,         5 6 5",
    "2,  60, 5 6 7 8 9 10 11,     5 8 11",
    "2,  60, 5 3 2 0,             5 2",
    "0,  30, 5 5 5 5 5 5 5,       5 5 5",
    "9, 600, 5 b b b 5,           5 b 5",
    "9, 600, b b,                 b",
  })
  void aChangeOrAHeartbeatIsRecorded(
      double deadbandW, long heartbeatS, String read, String expected) {
    ChosenReadings chosen = on(new Recording.OnChange(deadbandW, Duration.ofSeconds(heartbeatS)));
    Instant at = START;
    for (String value : read.split(" ")) {
      chosen.readings(
          List.of(
              value.equals("b")
                  ? Reading.bad(POINT, at, "Silent.")
                  : Reading.good(POINT, at, Double.parseDouble(value))));
      at = at.plusSeconds(10);
    }

    assertThat(
            recorded.stream()
                .map(r -> r.quality().isGood() ? Integer.toString((int) r.value()) : "b"))
        .containsExactly(expected.split(" "));
  }

  @Test
  void aPointThatIsNotRecordedLeavesTheOthers() {
    PointId other = new PointId("meter-1", "energy");

    on(new Recording.Never())
        .readings(List.of(Reading.good(POINT, START, 1), Reading.good(other, START, 2)));

    assertThat(recorded).containsExactly(Reading.good(other, START, 2));
  }

  private ChosenReadings on(Recording recording) {
    return new ChosenReadings(Map.of(POINT, recording), recorder);
  }
}
