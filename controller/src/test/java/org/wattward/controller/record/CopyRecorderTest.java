package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;

class CopyRecorderTest {
  private static final PointId POINT = new PointId("meter-01", "power");
  private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private final FakeSink sink = new FakeSink();

  private CopyRecorder recorder(int waitingRows) throws Exception {
    RecordSettings settings =
        new RecordSettings(
            directory,
            waitingRows,
            Math.min(100, waitingRows),
            Duration.ofMillis(1),
            8 << 20,
            1 << 20,
            Retention.standard());
    return new CopyRecorder(new TestTime(AT), settings, sink, batch -> {});
  }

  private static void offer(CopyRecorder recorder, int from, int to) {
    for (int i = from; i < to; i++) {
      recorder.readings(List.of(Reading.good(POINT, AT.plusMillis(i), i)));
    }
  }

  private static List<Double> values(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> (double) i).toList();
  }

  @Test
  void everythingArrivesInOrder() throws Exception {
    CopyRecorder recorder = recorder(10_000);
    recorder.start();
    offer(recorder, 0, 5000);
    recorder.close();

    assertThat(sink.values()).isEqualTo(values(0, 5000));
    assertThat(recorder.counters(0).rowsStored()).isEqualTo(5000);
    assertThat(recorder.counters(0).lag()).isZero();
  }

  @Test
  void whatIsOfferedWhileTheDatabaseIsAwayArrivesInOrderLater() throws Exception {
    CopyRecorder recorder = recorder(10_000);
    recorder.start();
    offer(recorder, 0, 1000);
    sink.setAway(true);
    offer(recorder, 1000, 4000);
    Await.until("all is on disk", SOON, () -> waiting(recorder) == 0);
    assertThat(recorder.counters(0).rowsSpooled()).isPositive();
    assertThat(recorder.counters(0).fault()).contains("It is away.");
    assertThat(recorder.isDrained()).isFalse();

    sink.setAway(false);
    offer(recorder, 4000, 5000);
    Await.until("all is stored", SOON, recorder::isDrained);

    assertThat(sink.values()).isEqualTo(values(0, 5000));
    assertThat(recorder.counters(0).fault()).isEmpty();
    assertThat(recorder.counters(0).rowsSpooled()).isZero();
    recorder.close();
  }

  @Test
  void whatWaitsOnDiskIsStoredManyBatchesAtATime() throws Exception {
    sink.setAway(true);
    CopyRecorder recorder = recorder(100);
    recorder.start();
    for (int from = 0; from < 4000; from += 100) {
      offer(recorder, from, from + 100);
      Await.until("all is on disk", SOON, () -> waiting(recorder) == 0);
    }
    sink.setAway(false);
    Await.until("all is stored", SOON, recorder::isDrained);
    recorder.close();

    assertThat(sink.mostAtOnce()).isGreaterThan(5);
    assertThat(sink.values()).isEqualTo(values(0, 4000));
  }

  @Test
  void oneRejectedReadingAmongManyBatchesIsFound() throws Exception {
    sink.setAway(true);
    CopyRecorder recorder = recorder(100);
    recorder.start();
    for (int from = 0; from < 3000; from += 100) {
      offer(recorder, from, from + 100);
      Await.until("all is on disk", SOON, () -> waiting(recorder) == 0);
    }
    sink.reject(1737);
    sink.setAway(false);
    Await.until("all is stored", SOON, recorder::isDrained);
    recorder.close();

    List<Double> expected = values(0, 3000).stream().filter(value -> value != 1737).toList();
    assertThat(sink.values()).isEqualTo(expected);
    assertThat(recorder.counters(0).batchesQuarantined()).isEqualTo(1);
    assertThat(recorder.counters(0).rowsStored()).isEqualTo(2999);
  }

  private static long waiting(CopyRecorder recorder) {
    return recorder.counters(0).rowsWaiting();
  }

  @Test
  void aLostAnswerDoesNotStoreTwice() throws Exception {
    CopyRecorder recorder = recorder(10_000);
    recorder.start();
    sink.setForgetful(true);
    offer(recorder, 0, 500);
    Await.until("an answer is lost", SOON, () -> recorder.counters(0).fault().isPresent());
    sink.setForgetful(false);
    offer(recorder, 500, 1000);
    Await.until("all is stored", SOON, recorder::isDrained);
    recorder.close();

    assertThat(sink.values()).isEqualTo(values(0, 1000));
  }

  @Test
  void whatWaitsAtTheEndIsStoredByTheNextRun() throws Exception {
    sink.setAway(true);
    CopyRecorder first = recorder(10_000);
    first.start();
    offer(first, 0, 1000);
    first.close();
    assertThat(sink.values()).isEmpty();

    sink.setAway(false);
    CopyRecorder second = recorder(10_000);
    second.start();
    offer(second, 1000, 2000);
    Await.until("all is stored", SOON, second::isDrained);
    second.close();

    assertThat(sink.values()).isEqualTo(values(0, 2000));
  }

  @Test
  void oneRejectedReadingDoesNotTakeOthersWithIt() throws Exception {
    sink.reject(137);
    CopyRecorder recorder = recorder(10_000);
    recorder.start();
    offer(recorder, 0, 300);
    recorder.close();

    List<Double> expected = values(0, 300).stream().filter(value -> value != 137).toList();
    assertThat(sink.values()).isEqualTo(expected);
    assertThat(recorder.counters(0).batchesQuarantined()).isEqualTo(1);
    Path kept;
    try (var files = Files.list(directory.resolve("quarantine"))) {
      kept = files.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(kept);
    assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
        .startsWith("It does not like 137.0.\n");
  }

  @Test
  void withoutDatabaseAndDiskTheOldestReadingsGoAndTheGapIsRecorded() throws Exception {
    sink.setAway(true);
    CopyRecorder recorder = recorder(1000);
    Path spool = directory.resolve("spool");
    // A file where the directory was: nothing can be written, not even by root.
    Files.delete(spool);
    Files.writeString(spool, "");
    recorder.start();
    recorder.alarm(Examples.alarm("lost", AT));
    offer(recorder, 0, 10_000);
    Await.until("a fault is seen", SOON, () -> recorder.counters(0).spoolFaults() > 0);
    assertThat(recorder.counters(0).rowsDropped()).isPositive();

    Files.delete(spool);
    Files.createDirectory(spool);
    sink.setAway(false);
    Await.until("all is stored", Duration.ofSeconds(40), recorder::isDrained);
    recorder.close();

    long dropped = recorder.counters(0).rowsDropped();
    assertThat(sink.values()).hasSize(10_000 - (int) dropped).isSorted();
    assertThat(sink.values()).endsWith(9999.0);
    assertThat(sink.entries()).hasAtLeastOneElementOfType(Entry.Alarmed.class);
    long gaps =
        sink.entries().stream()
            .mapToLong(entry -> entry instanceof Entry.Gap gap ? gap.readings() : 0)
            .sum();
    assertThat(gaps).isEqualTo(dropped);
  }

  @Test
  void offeringNeverWaits() throws Exception {
    sink.setAway(true);
    CopyRecorder recorder = recorder(1000);
    // Not started at all: nobody takes anything.
    offer(recorder, 0, 100_000);
    assertThat(recorder.counters(0).rowsDropped()).isEqualTo(99_000);
    assertThat(recorder.counters(0).rowsWaiting()).isEqualTo(1000);
  }
}
