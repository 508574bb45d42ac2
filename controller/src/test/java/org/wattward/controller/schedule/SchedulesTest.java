package org.wattward.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wattward.controller.district.TestSite;
import org.wattward.controller.keep.Journal;
import org.wattward.controller.keep.Keep;
import org.wattward.controller.loop.SteppedLoops;
import org.wattward.devices.site.ScheduleConfig;
import org.wattward.devices.site.ScheduleText;
import org.wattward.devices.time.ManualTime;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;

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
          Keep.NONE,
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
  void aClockSetBackWithinASpanDoesNotLoseItsEnd() {
    schedules.start();
    loops.run(Duration.ofHours(6)); // midnight
    time.jumpTo(time.now().minus(Duration.ofHours(1)));
    loops.run(Duration.ofSeconds(5));

    // Asked anew, so that arbitration counts its life by the calendar as it is now.
    assertThat(asked).hasSize(2);
    assertThat(asked.get(1)).isEqualTo(asked.get(0));
    loops.run(Duration.ofHours(7));
    assertThat(asked).last().satisfies(last -> assertThat(last).isEmpty());
  }

  @Test
  void whatPeopleAddIsAskedForAtOnceAndKeptAcrossARestart() throws Exception {
    Path folder = Files.createTempDirectory("schedules");
    ScheduleConfig evening =
        ScheduleText.read(
            "s",
            "{id: evening, point: lamp-01/dimLevel, value: 80 %, cron: \"0 0 17 * * ?\","
                + " until: \"22:00\", reason: Evening.}",
            TestSite.site());
    try (Schedules first = kept(folder)) {
      first.start();
      assertThat(first.add(evening)).isEmpty();
      assertThat(first.add(evening))
          .hasValueSatisfying(why -> assertThat(why).contains("\"evening\" already"));
      loops.run(Duration.ofSeconds(1));
      assertThat(asked.getLast()).extracting(Request::id).containsExactly("evening");
    }
    try (Schedules second = kept(folder)) {
      second.start();
      assertThat(second.list()).extracting(Schedules.Standing::config).containsExactly(evening);
      assertThat(second.change(ScheduleText.read("s", changed("60 %"), TestSite.site()))).isEmpty();
      loops.run(Duration.ofSeconds(1));
      assertThat(asked.getLast()).extracting(Request::wish).containsExactly(new Wish.Set(60));
      assertThat(second.remove("evening")).isEmpty();
      assertThat(second.remove("evening")).isPresent();
      loops.run(Duration.ofSeconds(1));
      assertThat(asked.getLast()).isEmpty();
    }
    try (Schedules third = kept(folder)) {
      assertThat(third.list()).isEmpty();
    }
  }

  private static String changed(String value) {
    return "{id: evening, point: lamp-01/dimLevel, value: %s, cron: \"0 0 17 * * ?\", until: \"22:00\", reason: Evening.}"
        .formatted(value);
  }

  private Schedules kept(Path folder) {
    return new Schedules(TestSite.site(), time, loops, Journal.in(folder, "schedules"), asked::add);
  }

  @Test
  void whatStandsInTheSiteFileIsChangedThereAlone() {
    ScheduleConfig night = schedules.list().getFirst().config();

    assertThat(schedules.change(night))
        .hasValueSatisfying(why -> assertThat(why).contains("stands in the site file"));
    assertThat(schedules.remove("night")).isPresent();
    assertThat(schedules.add(night)).isPresent();
  }

  @Test
  void aKeptScheduleThatDoesNotFitTheSiteIsPutAsideAndCanBeRemoved() throws Exception {
    Path folder = Files.createTempDirectory("schedules");
    try (Journal journal = Journal.in(folder, "schedules")) {
      journal.put(
          "gone",
          """
          {"id": "gone", "point": "lamp-77/dimLevel", "value": "40 %", "cron": "0 0 17 * * ?",\
           "duration": "1 h", "reason": "R."}\
          """);
    }
    try (Schedules later = kept(folder)) {
      assertThat(later.list()).isEmpty();
      assertThat(later.aside().get("gone")).contains("lamp-77");
      assertThat(later.remove("gone")).isEmpty();
      assertThat(later.aside()).isEmpty();
    }
  }

  @Test
  void thePreviewTellsWhatIsToCome() {
    List<Occurrence> occurrences = schedules.preview(EVENING, EVENING.plus(Duration.ofDays(14)));

    assertThat(occurrences).hasSize(14);
    assertThat(occurrences.getFirst().begin()).isEqualTo(Instant.parse("2026-01-10T21:00:00Z"));
    assertThat(occurrences.getFirst().end()).isEqualTo(Instant.parse("2026-01-11T05:00:00Z"));
  }

  @Test
  void thePreviewBeginsWithWhatHoldsAlready() {
    Instant night = Instant.parse("2026-01-11T02:00:00Z");

    assertThat(schedules.preview(night, night.plus(Duration.ofDays(1))))
        .extracting(Occurrence::begin)
        .containsExactly(
            Instant.parse("2026-01-10T21:00:00Z"), Instant.parse("2026-01-11T21:00:00Z"));
  }
}
