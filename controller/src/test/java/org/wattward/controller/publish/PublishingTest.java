package org.wattward.controller.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wattward.controller.district.District.Change;
import org.wattward.controller.district.FakeDistrict;
import org.wattward.controller.loop.SteppedLoops;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.site.PublishConfig;
import org.wattward.devices.time.ManualTime;
import org.wattward.protocols.mqtt.MqttPublisher.Status;

class PublishingTest {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final PointId POWER = FakeDistrict.POWER;

  private final FakeDistrict district = new FakeDistrict();
  private final ManualTime time = new ManualTime(NOON);
  private final SteppedLoops loops = new SteppedLoops(time);
  private final List<String> told = new ArrayList<>();
  private final Publishing publishing =
      new Publishing(
          new PublishConfig(
              new LinkConfig.Mqtt(
                  "publish",
                  "tcp://127.0.0.1:1",
                  "wattward",
                  Optional.empty(),
                  new PollPeriods(EVERY, EVERY, EVERY)),
              "wattward/test",
              EVERY),
          district,
          new Recording(),
          loops);

  private void read(double value) {
    district.tell(new Change.Readings(List.of(Reading.good(POWER, time.now(), value))));
  }

  @Test
  void aValueIsToldWithUnitTimeAndQuality() {
    read(1234);
    loops.run(EVERY);

    assertThat(told)
        .containsExactly(
            "wattward/test/value/heatpump-07/power retained {\"time\":\"2026-03-01T12:00:00Z\","
                + "\"value\":1234.0,\"unit\":\"W\",\"quality\":\"good\"}");
  }

  @Test
  void ofManyValuesWithinAPeriodTheLastIsTold() {
    loops.run(Duration.ofSeconds(1));
    read(1);
    read(2);
    read(3);
    loops.run(EVERY);

    assertThat(told).singleElement().asString().contains("\"value\":3.0");
  }

  @Test
  void anUnchangedValueIsNotToldAgain() {
    read(7);
    loops.run(EVERY);
    read(7);
    loops.run(EVERY);

    assertThat(told).hasSize(1);
  }

  @Test
  void aLostPointIsToldWithItsReasonAndWithoutAValue() {
    district.tell(
        new Change.Readings(List.of(Reading.bad(POWER, time.now(), "No answer within 1000 ms."))));
    loops.run(EVERY);

    assertThat(told)
        .singleElement()
        .asString()
        .contains("\"quality\":\"bad\"", "No answer within 1000 ms.")
        .doesNotContain("\"value\":");
  }

  @Test
  void whatChangedLastIsToldBeforeTheEnd() {
    loops.run(EVERY);
    read(9);
    publishing.close();

    assertThat(told).hasSize(2).last().isEqualTo("closed");
    assertThat(told.getFirst()).contains("\"value\":9.0");
    read(10);
    loops.run(EVERY);
    assertThat(told).hasSize(2);
  }

  private final class Recording implements Publishing.Outlet {
    @Override
    public void publish(String topic, String text, boolean retained) {
      told.add(topic + (retained ? " retained " : " ") + text);
    }

    @Override
    public Status status() {
      return new Status(true, 0, 0);
    }

    @Override
    public void close() {
      told.add("closed");
    }
  }
}
