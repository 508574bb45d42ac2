package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;

/** What becomes of the record when its disk fails. */
class SpoolDiskTest {
  private static final PointId POINT = new PointId("meter-01", "power");
  private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final UUID WRITER = new UUID(1, 2);

  @TempDir private Path directory;
  private final FaultyDisk disk = new FaultyDisk();
  private final FakeSink sink = new FakeSink();

  private Spool open(long bytes) throws IOException {
    return Spool.open(new Spool.Place(directory, bytes, 4_000), disk);
  }

  private static Batch batch(long seq) {
    return new Batch(
        new Batch.Key(WRITER, seq, 1),
        List.of(new Entry.Readings(List.of(Reading.good(POINT, AT, (double) seq)))));
  }

  @Test
  void nothingThatWasForcedInVainIsBelieved() throws Exception {
    Spool spool = open(1 << 20);
    spool.append(List.of(batch(1)));
    disk.setFailing(true);
    assertThatThrownBy(() -> spool.append(List.of(batch(2)))).hasMessage("Input/output error");
    assertThat(spool.fault()).contains("Input/output error");
    disk.setFailing(false);

    spool.append(List.of(batch(2)));

    assertThat(spool.fault()).isEmpty();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).as("the file that failed is left, a new one begun").hasSize(2);
    }
    disk.loseUnforced(directory);
    assertThat(seqs(open(1 << 20))).containsExactly(1L, 2L);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void whateverTheDiskDoesWhatWasAcknowledgedSurvivesALossOfPower(long seed) throws Exception {
    Random random = new Random(seed);
    Spool spool = open(1 << 20);
    List<Long> acknowledged = new ArrayList<>();
    for (long seq = 1; seq <= 300; seq++) {
      disk.setFailing(random.nextInt(4) == 0);
      disk.setFull(random.nextInt(6) == 0);
      try {
        spool.append(List.of(batch(seq)));
        acknowledged.add(seq);
      } catch (IOException e) {
        assertThat(spool.fault()).contains(e.getMessage());
      }
    }
    disk.setFailing(false);
    disk.setFull(false);
    assertThat(acknowledged).as("with seed %s", seed).hasSizeBetween(100, 290);

    disk.loseUnforced(directory);

    assertThat(seqs(open(1 << 20))).isEqualTo(acknowledged);
  }

  @Test
  void theBoundHoldsEvenWhereNothingCanBeMadeSmaller() throws Exception {
    Spool spool = open(32_000);
    long failed = 0;
    for (long seq = 1; seq <= 1500; seq++) {
      disk.setFailing(seq % 3 == 0);
      try {
        spool.append(List.of(batch(seq)));
      } catch (IOException e) {
        failed++;
      }
      assertThat(spool.bytes()).as("bytes after batch %s", seq).isLessThanOrEqualTo(32_000);
    }
    disk.setFailing(false);
    assertThat(failed).isEqualTo(500);
    assertThat(spool.readings() + spool.dropped()).isGreaterThanOrEqualTo(1000);
    long gaps = spool.takeGap().map(Entry.Gap::readings).orElse(0L);
    Spool again = open(32_000);
    for (var first = again.first(); first.isPresent(); first = again.first()) {
      gaps +=
          first.get().entries().stream()
              .mapToLong(entry -> entry instanceof Entry.Gap gap ? gap.readings() : 0)
              .sum();
      again.remove(List.of(first.get().key()));
    }
    assertThat(gaps).as("readings within recorded gaps").isEqualTo(1000 - spool.readings());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDiskThatFailsHoldsNobodyUpAndIsTrustedAgainByItself(boolean full) throws Exception {
    RecordSettings settings =
        new RecordSettings(
            directory, 100_000, 100, Duration.ofMillis(1), 8 << 20, 1 << 20, Retention.standard());
    CopyRecorder recorder =
        new CopyRecorder(
            new TestTime(AT), settings, new CopyRecorder.Ends(sink, batch -> {}, disk));
    RecordWatch watch = new RecordWatch(new TestTime(AT), settings);
    sink.setAway(true);
    recorder.start();
    offer(recorder, 0, 1000);
    Await.until("some is on disk", SOON, () -> recorder.counters(0).rowsSpooled() > 0);
    disk.setFull(full);
    disk.setFailing(!full);
    offer(recorder, 1000, 3000);

    Await.until("the fault is seen", SOON, () -> recorder.counters(0).diskFault().isPresent());
    assertThat(holding(watch, recorder)).contains("record/disk");

    sink.setAway(false);
    Await.until("all is stored", SOON, recorder::isDrained);
    recorder.probeDisk();
    assertThat(holding(watch, recorder)).as("the disk is not well yet").contains("record/disk");
    disk.setFull(false);
    disk.setFailing(false);
    recorder.probeDisk();
    assertThat(holding(watch, recorder)).doesNotContain("record/disk");
    recorder.close();

    assertThat(sink.values())
        .as("every reading, once and in order")
        .isEqualTo(IntStream.range(0, 3000).mapToObj(i -> (double) i).toList());
  }

  private static List<String> holding(RecordWatch watch, CopyRecorder recorder) {
    return watch.troubles(recorder.counters(0)).stream()
        .filter(RecordTrouble::holds)
        .map(trouble -> trouble.condition().key())
        .toList();
  }

  private static void offer(CopyRecorder recorder, int from, int to) {
    for (int i = from; i < to; i++) {
      recorder.readings(List.of(Reading.good(POINT, AT.plusMillis(i), i)));
    }
  }

  private static List<Long> seqs(Spool spool) throws IOException {
    List<Long> seqs = new ArrayList<>();
    for (var first = spool.first(); first.isPresent(); first = spool.first()) {
      seqs.add(first.get().key().seq());
      spool.remove(List.of(first.get().key()));
    }
    return seqs;
  }
}
