package org.wattward.controller.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path directory;

  @Test
  void whatWasKeptIsThereAfterTheProgramEndedWithoutClosing() {
    Journal journal = Journal.in(directory, "orders");
    journal.put("a", "{\"x\":1}");
    journal.put("b", "{\"x\":2}");
    journal.put("a", "{\"x\":3}");
    journal.remove("b");
    journal.force();

    try (Journal next = Journal.in(directory, "orders")) {
      assertThat(next.values()).containsExactly(Map.entry("a", "{\"x\":3}"));
      assertThat(next.keptAt()).isPresent();
    }
  }

  @Test
  void aFirstStartKnowsNothing() {
    try (Journal journal = Journal.in(directory, "orders")) {
      assertThat(journal.values()).isEmpty();
      assertThat(journal.keptAt()).isEmpty();
    }
  }

  @Test
  void namesWithQuotesAndLineBreaksComeBack() {
    String name = "a \"key\"\nwith\tall";
    try (Journal journal = Journal.in(directory, "orders")) {
      journal.put(name, "1");
    }

    try (Journal next = Journal.in(directory, "orders")) {
      assertThat(next.values()).containsExactly(Map.entry(name, "1"));
    }
  }

  @Test
  void aHalfWrittenLastLineCostsNothingElse() throws IOException {
    try (Journal journal = Journal.in(directory, "orders")) {
      journal.put("a", "1");
    }
    Files.writeString(latest(), "{\"name\":\"b\",\"val", StandardOpenOption.APPEND);

    try (Journal next = Journal.in(directory, "orders")) {
      next.put("c", "3");
    }
    try (Journal last = Journal.in(directory, "orders")) {
      assertThat(last.values()).containsOnly(Map.entry("a", "1"), Map.entry("c", "3"));
    }
  }

  @Test
  void whatWasForgottenStaysForgottenHoweverOftenLinesAreGathered() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<String, String> model = new HashMap<>();
    try (Journal journal = Journal.in(directory, "orders")) {
      for (int i = 0; i < 100_000; i++) {
        String name = "k" + random.nextInt(300);
        if (random.nextInt(3) == 0) {
          journal.removeAll(List.of(name));
          model.remove(name);
        } else {
          journal.put(name, Integer.toString(i));
          model.put(name, Integer.toString(i));
        }
      }
    }

    try (Journal next = Journal.in(directory, "orders")) {
      assertThat(next.values()).as("seed %d", seed).containsExactlyInAnyOrderEntriesOf(model);
    }
  }

  @Test
  void whatLivesLongOutlivesTheFilesItWasFirstWrittenTo() throws IOException {
    try (Journal journal = Journal.in(directory, "orders")) {
      journal.put("long", "{\"x\":1}");
      for (int i = 0; i < 200_000; i++) {
        journal.put("k" + i % 500, Integer.toString(i));
      }
      journal.force();
      assertThat(numbers()).as("files that are left").hasSizeBetween(1, 4);
      assertThat(numbers()).doesNotContain("orders-00000001.jsonl");
    }

    try (Journal next = Journal.in(directory, "orders")) {
      assertThat(next.values()).hasSize(501).containsEntry("long", "{\"x\":1}");
    }
  }

  @Test
  void afterADiskFaultAllIsWrittenAnewAndNothingIsForgotten() {
    FaultyFiles disk = new FaultyFiles();
    Journal journal = Journal.in(directory, "orders", disk);
    journal.put("before", "1");
    journal.put("gone", "1");
    journal.force();

    disk.breaksWriting(true);
    journal.put("meanwhile", "2"); // its line is torn
    journal.remove("gone");
    journal.force(); // stops nobody
    disk.breaksWriting(false);
    journal.put("after", "3");
    journal.put("later", "4");
    journal.force();

    assertThat(disk.faults()).as("faults that were met").isPositive();
    try (Journal next = Journal.in(directory, "orders")) {
      assertThat(next.values())
          .containsOnly(
              Map.entry("before", "1"),
              Map.entry("meanwhile", "2"),
              Map.entry("after", "3"),
              Map.entry("later", "4"));
    }
  }

  @Test
  void aFileThatCannotBeForcedIsNotBelievedAgain() {
    FaultyFiles disk = new FaultyFiles();
    Journal journal = Journal.in(directory, "orders", disk);
    journal.put("a", "1");
    disk.breaksForcing(true);
    journal.put("b", "2");
    journal.force();
    disk.breaksForcing(false);
    disk.losesWhatIsOpen(); // what was not forced, as after a loss of power
    journal.put("c", "3");
    journal.force();

    try (Journal next = Journal.in(directory, "orders")) {
      assertThat(next.values())
          .containsOnly(Map.entry("a", "1"), Map.entry("b", "2"), Map.entry("c", "3"));
    }
  }

  @Test
  void aFullDiskStopsNobodyAndIsTriedWithEachChange() {
    FaultyFiles disk = new FaultyFiles();
    Journal journal = Journal.in(directory, "orders", disk);
    disk.breaksWriting(true);
    disk.breaksOpening(true);
    for (int i = 0; i < 50; i++) {
      journal.put("k" + i, Integer.toString(i));
      journal.force();
    }
    assertThat(disk.faults()).as("times it was tried").isGreaterThanOrEqualTo(50);
    assertThat(journal.values()).hasSize(50);
    disk.breaksWriting(false);
    disk.breaksOpening(false);
    journal.put("last", "50");

    try (Journal next = Journal.in(directory, "orders")) {
      assertThat(next.values()).hasSize(51);
    }
  }

  @Test
  void twoJournalsOfOneDirectoryDoNotMix() {
    try (Journal orders = Journal.in(directory, "orders");
        Journal groups = Journal.in(directory, "groups")) {
      orders.put("a", "1");
      groups.put("a", "2");
    }
    try (Journal orders = Journal.in(directory, "orders")) {
      assertThat(orders.values()).containsExactly(Map.entry("a", "1"));
    }
  }

  private List<String> numbers() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private Path latest() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList().getLast();
    }
  }
}
