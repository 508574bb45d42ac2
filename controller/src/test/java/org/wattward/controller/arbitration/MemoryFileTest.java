package org.wattward.controller.arbitration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.arbitration.ControlMemory.Kept;
import org.wattward.controller.arbitration.ControlMemory.KeptPoint;
import org.wattward.controller.arbitration.ControlMemory.KeptRequest;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.ManualTime;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;

class MemoryFileTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final PointId POINT = PointId.parse("heatpump-07/powerLimit");

  private final ManualTime time = new ManualTime(NOW);

  @TempDir private Path directory;

  @Test
  void whatWasKeptIsThereAfterACrash() {
    KeptPoint point = new KeptPoint(POINT, 4200, NOW, List.of(NOW.minusSeconds(60)));
    KeptRequest set = request("a", new Wish.Set(4200));
    KeptRequest limit = request("b", new Wish.Limit(Double.NEGATIVE_INFINITY, 4200));
    MemoryFile before = MemoryFile.in(directory, time);
    before.keep(point);
    before.keep(set);
    before.keep(limit);

    Kept kept = MemoryFile.in(directory, time).load(); // without closing the first

    assertThat(kept.points()).containsExactly(point);
    assertThat(kept.requests()).containsExactly(set, limit);
    assertThat(kept.at()).isPresent();
  }

  @Test
  void theLatestCountsAndWhatWasForgottenIsGone() {
    MemoryFile before = MemoryFile.in(directory, time);
    before.keep(new KeptPoint(POINT, 1, NOW, List.of()));
    before.keep(new KeptPoint(POINT, 2, NOW, List.of()));
    before.keep(request("a", new Wish.Set(1)));
    before.keep(request("b", new Wish.Set(2)));
    before.forget("a");

    Kept kept = MemoryFile.in(directory, time).load();

    assertThat(kept.points()).singleElement().extracting(KeptPoint::setpoint).isEqualTo(2.0);
    assertThat(kept.requests()).singleElement().extracting(k -> k.request().id()).isEqualTo("b");
  }

  @Test
  void aFirstStartHasNothing() {
    assertThat(MemoryFile.in(directory, time).load()).isEqualTo(Kept.NOTHING);
  }

  @Test
  void aLineHalfWrittenIsPassedOver() throws IOException {
    MemoryFile before = MemoryFile.in(directory, time);
    before.keep(request("a", new Wish.Set(1)));
    before.close();
    Path file = directory.resolve("control.jsonl");
    String whole = Files.readString(file);
    Files.writeString(file, whole + whole.substring(0, whole.length() / 2));

    assertThat(MemoryFile.in(directory, time).load().requests()).hasSize(1);
    assertThat(Files.readString(file)).isEqualTo(whole);
  }

  @Test
  void rubbishIsPassedOver() throws IOException {
    Files.writeString(directory.resolve("control.jsonl"), "rubbish\n{}\n{\"point\":\"x\"}\n\n");

    assertThat(MemoryFile.in(directory, time).load().points()).isEmpty();
  }

  @Test
  void theFileDoesNotGrowForEver() throws IOException {
    MemoryFile memory = MemoryFile.in(directory, time);
    memory.keep(request("a", new Wish.Set(1)));

    for (int i = 0; i < 25_000; i++) {
      memory.keep(new KeptPoint(POINT, i, NOW, List.of()));
    }

    long lines = Files.readString(directory.resolve("control.jsonl")).lines().count();
    assertThat(lines).isLessThan(10_002);
    Kept kept = MemoryFile.in(directory, time).load();
    assertThat(kept.points()).singleElement().extracting(KeptPoint::setpoint).isEqualTo(24_999.0);
    assertThat(kept.requests()).hasSize(1);
  }

  @Test
  void aDirectoryThatCannotBeUsedIsSaidSo() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x", StandardOpenOption.CREATE);

    assertThatThrownBy(() -> MemoryFile.in(file.resolve("in"), time))
        .isInstanceOf(WattwardException.class)
        .hasMessageContaining("cannot be kept in");
  }

  private static KeptRequest request(String id, Wish wish) {
    return new KeptRequest(
        new Request(
            id,
            POINT,
            wish,
            8,
            "The tenant says \"cold\" — °C.",
            new Source(Source.Kind.PERSON, "anna", ""),
            NOW,
            Duration.ofMinutes(90),
            Set.of(PointId.parse("meter-01/power"))),
        Duration.ofMinutes(80),
        NOW.plusSeconds(600));
  }
}
