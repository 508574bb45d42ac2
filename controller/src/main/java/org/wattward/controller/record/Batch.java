package org.wattward.controller.record;

import java.util.List;
import java.util.UUID;

/**
 * What is stored in one transaction. Its key is stored with it, so that it is never stored twice.
 *
 * @param key its key
 * @param entries in the order they came
 */
record Batch(Key key, List<Entry> entries) {
  Batch {
    entries = List.copyOf(entries);
  }

  /**
   * Names a batch for ever.
   *
   * @param writer one run of one recorder
   * @param seq counts its batches, from 1
   * @param part 1 for the whole; the halves of part p are 2p and 2p + 1
   */
  record Key(UUID writer, long seq, int part) {}

  int rows() {
    int rows = 0;
    for (Entry entry : entries) {
      rows += entry.rows();
    }
    return rows;
  }

  /** How many of the rows are readings. */
  int readings() {
    int readings = 0;
    for (Entry entry : entries) {
      readings += entry instanceof Entry.Readings ? entry.rows() : 0;
    }
    return readings;
  }

  /** The batch in two halves, to find what in it is wrong. It must have two entries or more. */
  List<Batch> halves() {
    int middle = entries.size() / 2;
    return List.of(
        new Batch(new Key(key.writer, key.seq, key.part * 2), entries.subList(0, middle)),
        new Batch(
            new Key(key.writer, key.seq, key.part * 2 + 1),
            entries.subList(middle, entries.size())));
  }
}
