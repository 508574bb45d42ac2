package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;

/** A real disk of 4 MB that becomes full while the database is away. */
class DiskFullIT {
  private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");
  private static final PointId POINT = new PointId("meter-1", "power");
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private Path disk;
  private boolean mounted;
  private final FakeSink sink = new FakeSink();

  @BeforeEach
  void makeSmallDisk() throws Exception {
    disk = Files.createDirectories(directory.resolve("disk"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString());
    assumeTrue(mounted, "SKIPPED: a disk of 4 MB cannot be mounted here. Run as root on Linux.");
  }

  @AfterEach
  void removeSmallDisk() throws Exception {
    if (mounted) {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (java.io.IOException e) {
      return false;
    }
  }

  @Test
  void aFullDiskHoldsNobodyUpAndIsLeftBehindWhenThereIsRoom() throws Exception {
    Path filler = disk.resolve("filler");
    RecordSettings settings =
        new RecordSettings(
            disk.resolve("record"),
            10_000,
            100,
            Duration.ofMillis(1),
            64 << 20,
            1 << 20,
            Retention.standard());
    CopyRecorder recorder = new CopyRecorder(new TestTime(AT), settings, sink, batch -> {});
    Files.write(filler, new byte[(4 << 20) - (256 << 10)]);
    sink.setAway(true);
    recorder.start();

    int offered = 0;
    while (recorder.counters(0).spoolFaults() == 0) {
      assertThat(offered).as("readings until the disk is full").isLessThan(200_000);
      for (int end = offered + 1000; offered < end; offered++) {
        recorder.readings(List.of(Reading.good(POINT, AT.plusMillis(offered), offered)));
      }
      Await.until(
          "what was offered is on disk, or the disk is full",
          SOON,
          () -> recorder.counters(0).rowsWaiting() < 500 || recorder.counters(0).spoolFaults() > 0);
    }
    assertThat(recorder.counters(0).rowsDropped()).isZero();
    RecordWatch watch = new RecordWatch(new TestTime(AT), settings);
    assertThat(isHeld(watch, recorder)).as("the disk is told of").isTrue();

    Files.delete(filler);
    sink.setAway(false);
    Await.until("all is stored", SOON, recorder::isDrained);
    recorder.probeDisk();
    assertThat(isHeld(watch, recorder)).as("the disk is well again").isFalse();
    recorder.close();

    assertThat(sink.values())
        .as("every reading, once and in order")
        .isEqualTo(IntStream.range(0, offered).mapToObj(i -> (double) i).toList());
  }

  private static boolean isHeld(RecordWatch watch, CopyRecorder recorder) {
    return watch.troubles(recorder.counters(0)).stream()
        .anyMatch(trouble -> trouble.holds() && trouble.condition().key().equals("record/disk"));
  }
}
