package org.wattward.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wattward.controller.district.TestSite;
import org.wattward.controller.loop.SteppedLoops;
import org.wattward.devices.site.ScheduleConfig;
import org.wattward.devices.time.ManualTime;
import org.wattward.rules.request.Request;

class SchedulesTest {
  /** 18:00 in Berlin. */
  private static final Instant EVENING = Instant.parse("2026-01-10T17:00:00Z");

  private final ManualTime time = new ManualTime(EVENING);
  private final SteppedLoops loops = new SteppedLoops(time);
  private final List<List<Request>> asked = new ArrayList<>();
  private final Schedules schedules =
      new Schedules(
          TestSite.site(
              new ScheduleConfig(
                  "night",
                  TestSite.DIM,
                  40,
                  16,
                  "0 0 22 * * ?",
                  Optional.of(ZoneId.of("Europe/Berlin")),
                  Duration.ofHours(8),
                  "Half the light is enough.")),
          time,
          loops,
          asked::add);

  @Test
  void itAsksFromItsFireTimeForAsLongAsItLasts() {
    schedules.start();
    loops.run(Duration.ofHours(24));

    assertThat(asked).hasSize(2);
    assertThat(asked.getFirst())
        .singleElement()
        .satisfies(request -> {
          assertThat(request.issued()).isEqualTo(Instant.parse("2026-01-10T21:00:00Z"));
          assertThat(request.validFor()).isEqualTo(Duration.ofHours(8));
          assertThat(request.level()).isEqualTo(16);
        });
    assertThat(asked.getLast()).isEmpty();
  }

  @Test
  void aStartInTheMiddleTakesItUp() {
    time.jumpTo(Instant.parse("2026-01-11T02:00:00Z"));
    schedules.start();
    loops.run(Duration.ofSeconds(1));

    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().getFirst().issued())
        .isEqualTo(Instant.parse("2026-01-10T21:00:00Z"));
  }

  @Test
  void aClockSetForwardOverItsStartLosesNothing() {
    schedules.start();
    loops.run(Duration.ofMinutes(1));
    time.jumpTo(EVENING.plus(Duration.ofHours(5)));
    loops.run(Duration.ofSeconds(2));

    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst()).hasSize(1);
  }

  @Test
  void aClockSetForwardByADayAndBackDoublesNothing() {
    schedules.start();
    loops.run(Duration.ofHours(4).plusMinutes(5)); // 22:05
    time.jumpTo(time.now().plus(Duration.ofDays(1)));
    loops.run(Duration.ofSeconds(5));
    time.jumpTo(time.now().minus(Duration.ofDays(1)));
    loops.run(Duration.ofSeconds(5));

    List<Instant> issued = asked.stream().map(ask -> ask.getFirst().issued()).toList();
    assertThat(issued)
        .containsExactly(
            Instant.parse("2026-01-10T21:00:00Z"),
            Instant.parse("2026-01-11T21:00:00Z"),
            Instant.parse("2026-01-10T21:00:00Z"));
  }

  @Test
  void aClockSetBackBeforeItsStartEndsItUntilThen() {
    schedules.start();
    loops.run(Duration.ofHours(4).plusMinutes(5));
    time.jumpTo(time.now().minus(Duration.ofHours(1)));
    loops.run(Duration.ofSeconds(5));
    assertThat(asked.getLast()).isEmpty();

    loops.run(Duration.ofHours(1));
    assertThat(asked.getLast()).hasSize(1);
  }

  @Test
  void thePreviewTellsWhatIsToCome() {
    List<Schedules.Firing> firings =
        schedules.preview(EVENING, EVENING.plus(Duration.ofDays(14)), 100);

    assertThat(firings).hasSize(14);
    assertThat(firings.getFirst())
        .isEqualTo(new Schedules.Firing("night", Instant.parse("2026-01-10T21:00:00Z")));
  }
}
