package org.wattward.protocols.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;

class TopicReadingsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final PointId POWER = TestDevices.id("pump", "power");
  private static final PointId PLAIN = TestDevices.id("pump", "plain");

  private final TopicReadings topics =
      new TopicReadings(
          new TopicPlan(
              "mqtt-test",
              List.of(
                  TestDevices.device(
                      "pump",
                      "pump",
                      TestDevices.timed("power", "${device}/state", "/p", "/t"),
                      TestDevices.json("temp", "${device}/state", "/c"),
                      TestDevices.plain("plain")))));

  private List<Reading> read(String topic, String payload, boolean retained, long afterS) {
    return topics.read(
        new TopicReadings.Message(
            topic,
            new Payload(payload.getBytes(StandardCharsets.UTF_8)),
            retained,
            NOON.plusSeconds(afterS)));
  }

  private static String state(long afterS, double power) {
    return "{\"t\":\"%s\",\"p\":%s,\"c\":20}".formatted(NOON.plusSeconds(afterS), power);
  }

  @Test
  void aPayloadsTimeIsThatOfItsReading() {
    assertThat(read("pump/state", state(-30, 5), false, 0))
        .containsExactly(
            Reading.good(POWER, NOON.minusSeconds(30), 5),
            Reading.good(TestDevices.id("pump", "temp"), NOON, 20));
  }

  @Test
  void aTimeInTheFutureIsNotTaken() {
    assertThat(read("pump/state", state(30, 5), false, 0).getFirst().time()).isEqualTo(NOON);
  }

  @Test
  void anOlderMessageIsPassedOver() {
    read("pump/state", state(-10, 5), false, 0);

    assertThat(read("pump/state", state(-20, 4), false, 1))
        .extracting(Reading::point)
        .doesNotContain(POWER);
  }

  @Test
  void aMemberThatWasNeverThereIsBadAndOneThatIsLeftOutLaterIsNot() {
    assertThat(read("pump/state", "{\"c\":20}", false, 0).getFirst().quality())
        .isInstanceOf(Quality.Bad.class);
    read("pump/state", state(1, 5), false, 1);
    assertThat(read("pump/state", "{\"c\":20}", false, 2))
        .extracting(Reading::point)
        .containsExactly(TestDevices.id("pump", "temp"));
  }

  @Test
  void aRetainedValueIsStaleUnlessItHasATime() {
    assertThat(read("pump/plain", "5", true, 0))
        .containsExactly(new Reading(PLAIN, NOON, 5, Quality.Known.STALE));
    assertThat(read("pump/state", state(-5, 5), true, 0).getFirst().quality())
        .isEqualTo(Quality.Known.GOOD);
  }

  @Test
  void aValueThatCannotBeTrueIsBad() {
    assertThat(read("pump/plain", "1e7", false, 0).getFirst().quality())
        .isInstanceOf(Quality.Bad.class);
  }

  @Test
  void aTopicNobodyAskedForGivesNothing() {
    assertThat(read("pump/other", "5", false, 0)).isEmpty();
  }
}
