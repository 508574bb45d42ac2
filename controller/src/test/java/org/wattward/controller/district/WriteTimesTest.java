package org.wattward.controller.district;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wattward.controller.district.TestSite.DIM;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.arbitration.ControlMemory;
import org.wattward.controller.arbitration.Decision.Write.State;
import org.wattward.controller.arbitration.MemoryFile;
import org.wattward.devices.time.ManualTime;

/** Minimum times count from when a setpoint left for its device, not from when it was decided. */
class WriteTimesTest {
  private static final String GATEWAY = "gateway";

  @TempDir private Path directory;

  private TestDistrict district(ManualTime time, ControlMemory memory) {
    return new TestDistrict(TestSite.site(), time, memory);
  }

  /** Decided while the gateway was away for so long; written when it came back. */
  private static void dimWhileAway(TestDistrict test, double awayS) {
    test.silence(GATEWAY);
    test.link(GATEWAY).lose("Pulled out.");
    test.run(30);
    test.district.request(test.override("o1", DIM, 40, Duration.ofMinutes(30)));
    test.run(awayS);
    assertThat(test.decision(DIM).setpoint()).isEqualTo(40);
    assertThat(test.written(GATEWAY, DIM)).isEmpty();
    test.speak(GATEWAY);
    test.link(GATEWAY).comeBack();
    while (test.written(GATEWAY, DIM).isEmpty()) {
      test.run(0.25);
    }
    test.run(0.5);
  }

  @Test
  void aHoldCountsFromTheWrite() {
    TestDistrict test = district(new ManualTime(TestDistrict.START), ControlMemory.NONE).started();
    dimWhileAway(test, 50);

    test.district.withdraw("o1"); // 50 s and more after the decision, half a second after the write
    test.run(58);
    assertThat(test.district.setpoint(DIM)).contains(40.0);
    test.run(3);

    assertThat(test.district.setpoint(DIM)).contains(100.0);
    assertThat(test.written(GATEWAY, DIM)).containsExactly(40.0, 100.0);
  }

  @Test
  void aHoldCountsFromTheWriteAfterACrashToo() {
    ManualTime time = new ManualTime(TestDistrict.START);
    TestDistrict before = district(time, MemoryFile.in(directory, time)).started();
    dimWhileAway(before, 50);

    ManualTime later = new ManualTime(before.time.now().plusSeconds(1));
    TestDistrict after = district(later, MemoryFile.in(directory, later));
    after.link(GATEWAY).show(DIM, 40);
    after.started(); // takes ten seconds
    after.district.withdraw("o1");
    after.run(45);
    assertThat(after.district.setpoint(DIM)).contains(40.0);
    after.run(10);
    assertThat(after.district.setpoint(DIM)).contains(100.0);
  }

  @Test
  void aSetpointThatNeverLeftIsReplacedWithoutAHold() {
    TestDistrict test = district(new ManualTime(TestDistrict.START), ControlMemory.NONE).started();
    test.silence(GATEWAY);
    test.link(GATEWAY).lose("Pulled out.");
    test.run(30);
    test.district.request(test.override("o1", DIM, 40, Duration.ofMinutes(30)));
    test.run(70);
    test.district.request(test.override("o2", DIM, 50, Duration.ofMinutes(30)));
    test.run(1);
    test.speak(GATEWAY);
    test.link(GATEWAY).comeBack();
    test.run(10);

    assertThat(test.written(GATEWAY, DIM)).containsExactly(50.0);
    assertThat(test.decision(DIM).write().state()).isEqualTo(State.VERIFIED);
  }
}
