package org.wattward.controller.district;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wattward.controller.district.TestSite.DIM;
import static org.wattward.controller.district.TestSite.LIMIT;
import static org.wattward.controller.district.TestSite.LIMIT_2;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.arbitration.Decision.Verdict;
import org.wattward.controller.arbitration.GroupRequest;
import org.wattward.controller.arbitration.GroupRequest.Sharing;
import org.wattward.controller.arbitration.MemoryFile;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.ManualTime;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.rules.request.Request.Source;

/** Two heat pumps of at most 10 kW each, which draw 1 kW each. */
class GroupsTest {
  private final TestDistrict test = new TestDistrict(TestSite.site()).started();
  private final LocalDistrict district = test.district;

  private GroupRequest atMost(double totalW, PointId... members) {
    return new GroupRequest(
        "g1",
        List.of(members),
        totalW,
        Sharing.EQUALLY,
        9,
        "The feeder is full.",
        new Source(Source.Kind.PROGRAM, "dispatcher", ""),
        test.time.now(),
        Duration.ofMinutes(10));
  }

  @Test
  void aSharedLimitIsDividedAndEnds() {
    assertThat(district.request(atMost(8000, LIMIT, LIMIT_2))).isEmpty();
    test.run(1);
    assertThat(district.setpoint(LIMIT)).contains(4000.0);
    assertThat(district.setpoint(LIMIT_2)).contains(4000.0);
    assertThat(test.decision(LIMIT).claims().getFirst().verdict()).isEqualTo(Verdict.LIMITS);

    test.run(600);
    assertThat(district.setpoint(LIMIT)).contains(10_000.0);
    assertThat(district.setpoint(LIMIT_2)).contains(10_000.0);
  }

  @Test
  void itOutlivesARestartForTheRestOfItsTime(@TempDir Path directory) {
    ManualTime time = new ManualTime(TestDistrict.START);
    TestDistrict before =
        new TestDistrict(TestSite.site(), time, MemoryFile.in(directory, time)).started();
    before.district.request(atMost(8000, LIMIT, LIMIT_2));
    before.run(1);
    assertThat(before.district.groups().getFirst().shares())
        .containsEntry(LIMIT, 4000.0)
        .containsEntry(LIMIT_2, 4000.0);
    before.district.close();
    time.advance(Duration.ofMinutes(5));

    TestDistrict after =
        new TestDistrict(TestSite.site(), time, MemoryFile.in(directory, time)).started();
    after.run(1);
    assertThat(after.district.setpoint(LIMIT)).contains(4000.0);
    after.run(301);
    assertThat(after.district.groups()).isEmpty();
    assertThat(after.district.setpoint(LIMIT)).contains(10_000.0);
    after.district.close();
    assertThat(
            new TestDistrict(TestSite.site(), time, MemoryFile.in(directory, time))
                .district.groups())
        .isEmpty();
  }

  @Test
  void itIsTakenBack() {
    district.request(atMost(8000, LIMIT, LIMIT_2));
    test.run(1);
    assertThat(district.withdraw("g1")).isTrue();
    test.run(1);

    assertThat(district.setpoint(LIMIT)).contains(10_000.0);
  }

  @Test
  void theOthersMakeUpForAMemberThatRefuses() {
    test.link("link-hp-2").answerWrites(LIMIT_2, new WriteOutcome.Refused("Local operation."));
    test.link("link-hp-2").show(PointId.parse("heatpump-02/power"), 7000);

    district.request(atMost(8000, LIMIT, LIMIT_2));
    test.run(20);

    assertThat(district.setpoint(LIMIT)).contains(1000.0);
  }

  @Test
  void theOthersMakeUpForAMemberThatIsAway() {
    district.request(atMost(12_000, LIMIT, LIMIT_2));
    test.run(2);
    assertThat(district.setpoint(LIMIT)).contains(6000.0);

    test.silence("link-hp-2");
    test.link("link-hp-2").lose("Pulled out.");
    test.run(20); // it drew 1 kW when last read; later nobody knows, so it counts with its 10 kW
    assertThat(district.setpoint(LIMIT)).contains(2000.0);

    test.speak("link-hp-2");
    test.link("link-hp-2").comeBack();
    test.run(5);
    assertThat(district.setpoint(LIMIT)).contains(6000.0);
    assertThat(test.written("link-hp-2", LIMIT_2).getLast()).isEqualTo(6000.0);
  }

  @Test
  void membersMustBeWritableAndOfOneUnit() {
    assertThat(district.request(atMost(1, TestSite.METER_POWER))).isPresent();
    assertThat(district.request(atMost(1, LIMIT, DIM)))
        .contains("The members of g1 have different units.");
  }
}
