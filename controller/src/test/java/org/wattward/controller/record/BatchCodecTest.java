package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.wattward.controller.alarm.Alarm;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;

class BatchCodecTest {
  private static final PointId POINT = new PointId("heatpump-07", "power");
  private static final Instant AT = Instant.parse("2026-11-21T12:00:00.123456789Z");

  private static Batch everything() {
    Alarm alarm = Examples.alarm("lost", AT);
    return new Batch(
        new Batch.Key(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"), 7, 3),
        List.of(
            new Entry.Readings(
                List.of(
                    Reading.good(POINT, AT, -1.5),
                    Reading.good(new PointId("pv-01", "power"), AT, 1e-300).stale(),
                    Reading.bad(POINT, AT, "Zähler außer Betrieb."))),
            new Entry.Decided(Examples.decision(POINT, AT)),
            new Entry.Alarmed(alarm),
            new Entry.Alarmed(
                new Alarm(
                    alarm.key(),
                    alarm.subject(),
                    Alarm.Priority.HIGH,
                    "",
                    "",
                    "",
                    AT,
                    Optional.of(AT.plusNanos(1)),
                    Optional.of("admin"))),
            new Entry.Audited(new AuditEntry(AT, "a", "b", "c", "d\n\0")),
            new Entry.Gap(AT, AT.plusSeconds(1), 9, "Full.")));
  }

  @Test
  void aBatchComesBackWhole() throws Exception {
    Batch batch = everything();
    assertThat(BatchCodec.decode(BatchCodec.encode(batch))).isEqualTo(batch);
  }

  /** Contents are arrays, which are equal only as bytes again. */
  @Test
  void aRulePackageATrialAndAConditionComeBackWhole() throws Exception {
    Batch batch =
        new Batch(
            new Batch.Key(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"), 7, 3),
            List.of(
                new Entry.Ruled(Examples.rulePackage(AT, "active")),
                new Entry.Tried(new TrialNote(AT, "feeder", "peak-limit", "00ff", "{\"a\": 1}")),
                new Entry.Stated(new ConditionNote(AT, "lights", "dark", "street", true))));
    byte[] bytes = BatchCodec.encode(batch);

    Batch back = BatchCodec.decode(bytes);

    assertThat(BatchCodec.encode(back)).isEqualTo(bytes);
    assertThat(back.entries().subList(1, 3)).isEqualTo(batch.entries().subList(1, 3));
    assertThat(((Entry.Ruled) back.entries().getFirst()).note().files())
        .containsOnlyKeys("package.yaml", "table.drl.xlsx");
  }

  @Test
  void halfABatchIsNone() {
    byte[] bytes = BatchCodec.encode(everything());
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> BatchCodec.decode(part))
          .as("%s of %s bytes", length, bytes.length)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aReadingTakesFewBytes() {
    List<Reading> readings = java.util.Collections.nCopies(1000, Reading.good(POINT, AT, 1));
    byte[] bytes =
        BatchCodec.encode(
            new Batch(new Batch.Key(new UUID(0, 0), 1, 1), List.of(new Entry.Readings(readings))));
    assertThat(bytes).hasSizeLessThan(1000 * 28 + 200);
  }
}
