package org.wattward.protocols.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.protocols.opcua.GroupReadings.Sample;

class GroupReadingsTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final NodePoint POWER =
      TestDevices.node(TestDevices.readable("power", PollGroup.FAST));
  private static final NodePoint TEMP =
      TestDevices.node(TestDevices.readable("temp", PollGroup.FAST));

  private final GroupReadings group =
      new GroupReadings(
          Duration.ofSeconds(1), new ReadingTimes(new ServerClock("test")), Elements.NO_STRUCTURES);

  private List<List<Reading>> heard(long afterMs, Sample... samples) {
    return group.heard(List.of(samples), at(afterMs), afterMs * 1_000_000);
  }

  private static Instant at(long afterMs) {
    return START.plusMillis(afterMs);
  }

  private static Sample sample(NodePoint point, double value, Instant source) {
    return new Sample(
        point, new DataValue(Variant.ofDouble(value), StatusCode.GOOD, new DateTime(source)));
  }

  private static Reading good(NodePoint point, long afterMs, double value) {
    return Reading.good(point.id(), at(afterMs), value);
  }

  @Test
  void aKeepAliveGivesEveryPointAgainWithItsOwnTime() {
    heard(0, sample(POWER, 5, at(-100)), sample(TEMP, 20, at(-100)));

    assertThat(heard(1000)).containsExactly(List.of(good(POWER, 1000, 5), good(TEMP, 1000, 20)));
    assertThat(heard(2000)).containsExactly(List.of(good(POWER, 2000, 5), good(TEMP, 2000, 20)));
  }

  @Test
  void aChangeIsGivenAtOnceAndTheOthersOnlyOnceInThePeriod() {
    heard(0, sample(POWER, 5, at(0)), sample(TEMP, 20, at(0)));

    assertThat(heard(500, sample(POWER, 6, at(400)))).containsExactly(List.of(good(POWER, 400, 6)));
    assertThat(heard(1000, sample(POWER, 7, at(900))))
        .containsExactly(List.of(good(POWER, 900, 7), good(TEMP, 1000, 20)));
  }

  @Test
  void severalValuesOfOnePointComeInOrderAndNeverTogether() {
    assertThat(
            heard(
                1000,
                sample(POWER, 1, at(200)),
                sample(TEMP, 20, at(300)),
                sample(POWER, 2, at(400)),
                sample(POWER, 3, at(600))))
        .containsExactly(
            List.of(good(POWER, 200, 1), good(TEMP, 300, 20)),
            List.of(good(POWER, 400, 2)),
            List.of(good(POWER, 600, 3)));
    assertThat(heard(2000)).containsExactly(List.of(good(POWER, 2000, 3), good(TEMP, 2000, 20)));
  }

  @Test
  void aBadPointStaysBadUntilAValueComes() {
    heard(0, new Sample(POWER, new DataValue(new StatusCode(StatusCodes.Bad_SensorFailure))));

    Reading repeated = heard(1000).getFirst().getFirst();

    assertThat(repeated.time()).isEqualTo(at(1000));
    assertThat(repeated.quality())
        .isInstanceOfSatisfying(
            Quality.Bad.class, bad -> assertThat(bad.reason()).contains("Bad_SensorFailure"));
    assertThat(heard(1500, sample(POWER, 5, at(1400))).getFirst())
        .containsExactly(good(POWER, 1400, 5));
  }

  @Test
  void aRefusedPointIsGivenAgainWithItsReason() {
    group.refused(POWER, "No.", at(0));

    assertThat(heard(500)).containsExactly(List.of(Reading.bad(POWER.id(), at(500), "No.")));
  }

  @Test
  void nothingIsGivenOfAPointThatNeverCame() {
    assertThat(heard(1000)).isEmpty();
  }
}
