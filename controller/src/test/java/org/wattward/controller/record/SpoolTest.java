package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;

class SpoolTest {
  private static final PointId POINT = new PointId("meter-01", "power");
  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
  private static final UUID WRITER = new UUID(1, 2);
  private static final SpoolSegment.Unsound NOBODY =
      new SpoolSegment.Unsound() {
        @Override
        public void torn(Path file, long bytes) {}

        @Override
        public void damaged(SpoolSegment segment, String place, int readings) {}
      };

  @TempDir private Path directory;

  private Spool open(long bytes, long segment) throws IOException {
    return Spool.open(new Spool.Place(directory, bytes, segment), SpoolDisk.REAL);
  }

  private static Batch batch(long seq, int readings) {
    List<Reading> list = new ArrayList<>();
    for (int i = 0; i < readings; i++) {
      list.add(Reading.good(POINT, START.plusSeconds(seq).plusMillis(i), (double) seq));
    }
    return new Batch(
        new Batch.Key(WRITER, seq, 1),
        List.of(
            new Entry.Readings(list),
            new Entry.Audited(new AuditEntry(START, "admin", "try", "pv-01", "No. " + seq))));
  }

  private static List<Long> takeAll(Spool spool) throws IOException {
    List<Long> seqs = new ArrayList<>();
    for (var first = spool.first(); first.isPresent(); first = spool.first()) {
      seqs.add(first.get().key().seq());
      spool.remove(List.of(first.get().key()));
    }
    return seqs;
  }

  @Test
  void batchesComeBackInOrderAfterARestart() throws Exception {
    Spool before = open(1 << 20, 1000);
    for (int seq = 5; seq <= 20; seq++) {
      before.append(List.of(batch(seq, 10)));
    }
    before.prepend(List.of(batch(3, 1), batch(4, 1)));
    before.prepend(List.of(batch(1, 1), batch(2, 1)));

    Spool after = open(1 << 20, 1000);

    assertThat(after.readings()).isEqualTo(16 * 10 + 4);
    assertThat(after.first()).contains(batch(1, 1));
    assertThat(takeAll(after))
        .containsExactly(
            1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L,
            20L);
    assertThat(after.isEmpty()).isTrue();
    assertThat(files()).as("nothing is left on disk").isEmpty();
  }

  @Test
  void whateverACrashLeavesAtTheEndIsCutOff() throws Exception {
    Random random = new Random(7);
    Spool whole = open(1 << 20, 1 << 16);
    whole.append(List.of(batch(1, 20)));
    long one = whole.bytes();
    whole.append(List.of(batch(2, 20)));
    long two = whole.bytes();
    byte[] bytes = Files.readAllBytes(files().getFirst());
    assertThat(bytes).hasSize((int) two);

    for (int trial = 0; trial < 200; trial++) {
      int length = (int) one + random.nextInt((int) (two - one));
      try (RandomAccessFile file = new RandomAccessFile(files().getFirst().toFile(), "rw")) {
        file.setLength(0);
        file.write(bytes, 0, length);
      }
      Spool torn = open(1 << 20, 1 << 16);
      assertThat(torn.readings()).as("cut to %s bytes", length).isEqualTo(20);
      assertThat(torn.first()).contains(batch(1, 20));
    }
  }

  @Test
  void aFlippedBitIsNoticed() throws Exception {
    Random random = new Random(8);
    open(1 << 20, 1 << 16).append(List.of(batch(1, 20)));
    byte[] bytes = Files.readAllBytes(files().getFirst());

    for (int trial = 0; trial < 200; trial++) {
      byte[] wrong = bytes.clone();
      wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
      Path file = SpoolSegment.file(directory, 1);
      Files.write(file, wrong);
      assertThat(SpoolSegment.recover(SpoolDisk.REAL, file, NOBODY).isEmpty()).isTrue();
      Files.delete(file);
    }
  }

  /** A bad sector must cost its own batch alone, and must not hold up all that come behind. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBatchThatTheDiskChangedIsLeftOutAndToldAndTheOthersGoOn(boolean restarted)
      throws Exception {
    Random random = new Random(9);
    for (int trial = 0; trial < 50; trial++) {
      Spool spool = open(1 << 20, 1 << 16);
      List<Long> ends = new ArrayList<>();
      for (int seq = 1; seq <= 5; seq++) {
        spool.append(List.of(batch(seq, 10)));
        ends.add(spool.bytes());
      }
      int hit = random.nextInt(4);
      long from =
          (hit == 0 ? ends.getFirst() - (ends.get(1) - ends.getFirst()) : ends.get(hit - 1));
      long at = from + 12 + random.nextInt((int) (ends.get(hit) - from) - 12); // its payload
      flip(files().getFirst(), at);

      Spool after = restarted ? open(1 << 20, 1 << 16) : spool;

      List<Long> expected = new ArrayList<>(List.of(1L, 2L, 3L, 4L, 5L));
      expected.remove(hit);
      assertThat(takeAll(after)).as("byte %d of trial %d", at, trial).isEqualTo(expected);
      assertThat(after.dropped()).isEqualTo(10);
      assertThat(after.takeGap().orElseThrow().readings()).isEqualTo(10);
      assertThat(after.isEmpty()).isTrue();
      assertThat(after.readings()).isZero();
      assertThat(files()).isEmpty();
    }
  }

  private static void flip(Path path, long at) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(at);
      int was = file.read();
      file.seek(at);
      file.write(was ^ 4);
    }
  }

  @Test
  void itCanBeUsedAgainBehindATornEnd() throws Exception {
    open(1 << 20, 1 << 16).append(List.of(batch(1, 20)));
    try (RandomAccessFile file = new RandomAccessFile(files().getFirst().toFile(), "rw")) {
      file.seek(file.length());
      file.write(new byte[37]);
    }
    Spool again = open(1 << 20, 1 << 16);
    again.append(List.of(batch(2, 20)));

    assertThat(takeAll(open(1 << 20, 1 << 16))).containsExactly(1L, 2L);
  }

  @Test
  void theOldestReadingsGoFirstAndLeaveAGap() throws Exception {
    Spool spool = open(64_000, 8_000);
    for (int seq = 1; seq <= 100; seq++) {
      spool.append(List.of(batch(seq, 100)));
      assertThat(spool.bytes()).as("bytes after batch %s", seq).isLessThanOrEqualTo(64_000);
    }

    assertThat(spool.dropped()).isPositive().isEqualTo(100 * 100 - spool.readings());
    List<Batch> left = new ArrayList<>();
    Spool again = open(64_000, 8_000);
    for (var first = again.first(); first.isPresent(); first = again.first()) {
      left.add(first.get());
      again.remove(List.of(first.get().key()));
    }
    assertThat(left).as("what is no reading stays").hasSize(100);
    int stripped = (int) (spool.dropped() / 100);
    for (int i = 0; i < 100; i++) {
      Batch expected = batch(i + 1, 100);
      if (i < stripped) {
        assertThat(left.get(i).entries())
            .containsExactly(
                new Entry.Gap(
                    START.plusSeconds(i + 1),
                    START.plusSeconds(i + 1).plusMillis(99),
                    100,
                    "The spool on disk was full."),
                expected.entries().get(1));
      } else {
        assertThat(left.get(i)).isEqualTo(expected);
      }
    }
  }

  @Test
  void withoutReadingsTheOldestOfTheRestGoes() throws Exception {
    Spool spool = open(16_000, 2_000);
    for (int seq = 1; seq <= 1000; seq++) {
      spool.append(List.of(batch(seq, 0)));
      assertThat(spool.bytes()).isLessThanOrEqualTo(16_000);
    }
    List<Long> left = takeAll(spool);
    assertThat(left.getLast()).isEqualTo(1000);
    assertThat(left).isSorted().hasSize(1000 - (int) spool.dropped());
  }

  @Test
  void aBatchThatWasGivenUpWhileItWasOnItsWayIsNotRemovedForAnother() throws Exception {
    Spool spool = open(64_000, 8_000);
    spool.append(List.of(batch(1, 10)));
    spool.append(List.of(batch(2, 10)));

    spool.remove(List.of(new Batch.Key(WRITER, 99, 1)));

    assertThat(takeAll(spool)).containsExactly(1L, 2L);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
