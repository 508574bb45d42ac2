package org.wattward.protocols.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
  private static final long PLENTY = 1 << 20;

  @TempDir private Path folder;

  private static List<String> texts(Outbox outbox) {
    List<String> texts = new ArrayList<>();
    long last = 0;
    for (Optional<Outbox.Entry> next = outbox.after(last);
        next.isPresent();
        next = outbox.after(last)) {
      texts.add(next.get().text());
      last = next.get().number();
    }
    return texts;
  }

  @Test
  void whatWasPutComesOutInOrder() {
    try (Outbox outbox = new Outbox(folder, PLENTY)) {
      outbox.put("a/b", "first", true);
      outbox.put("c", "zwölf °C", false);

      assertThat(outbox.after(0)).contains(new Outbox.Entry(1, "a/b", "first", true));
      assertThat(outbox.after(1)).contains(new Outbox.Entry(2, "c", "zwölf °C", false));
      assertThat(outbox.after(2)).isEmpty();
      assertThat(outbox.waiting()).isEqualTo(2);
    }
  }

  @Test
  void whatIsNotAcknowledgedOutlivesTheProcess() {
    try (Outbox outbox = new Outbox(folder, PLENTY)) {
      outbox.put("t", "one", false);
      outbox.put("t", "two", false);
      outbox.put("t", "three", false);
      outbox.acknowledge(1);
    }
    try (Outbox outbox = new Outbox(folder, PLENTY)) {
      assertThat(texts(outbox)).containsExactly("two", "three");
      outbox.put("t", "four", false);
      assertThat(outbox.after(3).orElseThrow().number()).isEqualTo(4);
    }
  }

  @Test
  void numbersGoOnWhenEverythingWasAcknowledged() {
    try (Outbox outbox = new Outbox(folder, PLENTY)) {
      outbox.put("t", "one", false);
      outbox.acknowledge(1);
    }
    try (Outbox outbox = new Outbox(folder, PLENTY)) {
      assertThat(texts(outbox)).isEmpty();
      outbox.put("t", "two", false);
      assertThat(outbox.after(0).orElseThrow().number()).isEqualTo(2);
    }
  }

  @Test
  void aFullOutboxLosesTheOldestAndCountsThem() {
    try (Outbox outbox = new Outbox(folder, 16 * 1024)) {
      for (int i = 1; i <= 1000; i++) {
        outbox.put("t", "%04d%s".formatted(i, "x".repeat(60)), false);
      }

      List<String> left = texts(outbox);
      assertThat(left).hasSizeBetween(150, 250);
      assertThat(left.getLast()).startsWith("1000");
      assertThat(outbox.dropped()).isEqualTo(1000 - left.size());
      assertThat(outbox.waiting()).isEqualTo(left.size());
    }
  }

  @Test
  void acknowledgedSegmentsLeaveTheDisk() throws IOException {
    try (Outbox outbox = new Outbox(folder, 16 * 1024)) {
      for (int i = 1; i <= 100; i++) {
        outbox.put("t", "x".repeat(60), false);
        outbox.acknowledge(i);
      }
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.filter(OutboxSegment::isSegment)).hasSizeLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void aMessageThatIsTooLongIsRefusedAndHarmsNothing() {
    try (Outbox outbox = new Outbox(folder, PLENTY)) {
      outbox.put("t", "one", false);

      assertThatThrownBy(() -> outbox.put("t", "x".repeat(2 << 20), false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("too long");

      outbox.put("t", "two", false);
      assertThat(texts(outbox)).containsExactly("one", "two");
    }
  }

  @Test
  void aFileCutOffOrDamagedAnywhereKeepsAllWholeMessagesBefore() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int run = 0; run < 100; run++) {
      Path one = folder.resolve("run" + run);
      try (Outbox outbox = new Outbox(one, PLENTY)) {
        for (int i = 0; i < 20; i++) {
          outbox.put("t", "m%02d".formatted(i), false);
        }
      }
      harm(one, random);

      try (Outbox outbox = new Outbox(one, PLENTY)) {
        List<String> left = texts(outbox);
        for (int i = 0; i < left.size(); i++) {
          assertThat(left.get(i)).as("seed %d, run %d", seed, run).isEqualTo("m%02d".formatted(i));
        }
        outbox.put("t", "next", false);
        assertThat(texts(outbox)).as("seed %d, run %d", seed, run).endsWith("next");
      }
    }
  }

  @Test
  void aFileThatLostAcknowledgedMessagesStillTakesNewOnes() throws IOException {
    try (Outbox outbox = new Outbox(folder, PLENTY)) {
      for (int i = 1; i <= 20; i++) {
        outbox.put("t", "m" + i, false);
      }
      outbox.acknowledge(15);
    }
    try (Stream<Path> files = Files.list(folder)) {
      Path file = files.filter(OutboxSegment::isSegment).findFirst().orElseThrow();
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(100);
      }
    }

    try (Outbox outbox = new Outbox(folder, PLENTY)) {
      outbox.put("t", "next", false);
      assertThat(texts(outbox)).containsExactly("next");
      assertThat(outbox.after(0).orElseThrow().number()).isEqualTo(16);
    }
  }

  private static void harm(Path folder, Random random) throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.filter(OutboxSegment::isSegment).findFirst().orElseThrow();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long at = random.nextLong(channel.size());
      if (random.nextBoolean()) {
        channel.truncate(at);
      } else {
        channel.write(java.nio.ByteBuffer.wrap(new byte[] {(byte) random.nextInt(256)}), at);
      }
    }
  }
}
