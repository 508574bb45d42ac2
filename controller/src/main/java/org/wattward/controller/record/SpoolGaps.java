package org.wattward.controller.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands for readings that the spool had no room for. */
final class SpoolGaps {
  private static final String FULL = "The spool on disk was full.";

  private SpoolGaps() {}

  /** The batch with gaps instead of its readings; neighbouring gaps become one. */
  static Batch instead(Batch batch) {
    List<Entry> kept = new ArrayList<>();
    for (Entry entry : batch.entries()) {
      Entry left =
          entry instanceof Entry.Readings gone && entry.rows() > 0
              ? Entry.Gap.of(gone, FULL)
              : entry;
      if (left instanceof Entry.Gap gap
          && !kept.isEmpty()
          && kept.getLast() instanceof Entry.Gap before
          && before.reason().equals(gap.reason())) {
        kept.set(kept.size() - 1, before.and(gap));
      } else {
        kept.add(left);
      }
    }
    return new Batch(batch.key(), kept);
  }

  /** One gap for all that are among the entries; empty without any. */
  static Optional<Entry.Gap> all(List<Entry> entries) {
    return entries.stream()
        .filter(Entry.Gap.class::isInstance)
        .map(Entry.Gap.class::cast)
        .reduce(Entry.Gap::and);
  }
}
