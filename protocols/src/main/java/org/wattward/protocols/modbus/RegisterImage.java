package org.wattward.protocols.modbus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one poll brought: for each span its words, or why there are none. One thread.
 *
 * <p>A poll is a handful of blocks, so a span's is looked for one by one.
 */
final class RegisterImage {
  private final List<Held> held = new ArrayList<>(2);
  private @Nullable Map<Span, Failed> failed;

  /** What became of a span. */
  sealed interface Entry {}

  /** Words of a block. */
  static final class Held implements Entry {
    private final Block block;
    private final int[] words;
    private final Instant time;

    Held(Block block, int[] words, Instant time) {
      this.block = block;
      this.words = words;
      this.time = time;
    }

    int[] words() {
      return words;
    }

    /** Index of a span's first word. */
    int from(Span span) {
      return span.address() - block.extent().address();
    }

    Instant time() {
      return time;
    }

    private boolean has(Span span) {
      Span extent = block.extent();
      return span.table() == extent.table()
          && span.address() >= extent.address()
          && span.end() <= extent.end();
    }
  }

  /** No words, and why. */
  record Failed(String reason) implements Entry {}

  void hold(Block block, int[] words, Instant time) {
    held.add(new Held(block, words, time));
  }

  void fail(Block block, String reason) {
    for (Span span : block.spans()) {
      fail(span, reason);
    }
  }

  void fail(Span span, String reason) {
    Map<Span, Failed> all = failed;
    if (all == null) {
      all = new HashMap<>();
      failed = all;
    }
    all.put(span, new Failed(reason));
  }

  /** What became of a span; unread when nobody asked for it. */
  Entry entry(Span span) {
    Failed failure = failed == null ? null : failed.get(span);
    if (failure != null) {
      return failure;
    }
    for (Held block : held) {
      if (block.has(span)) {
        return block;
      }
    }
    return Unread.INSTANCE;
  }

  /** A span that was not asked for, because the connection broke before. */
  enum Unread implements Entry {
    INSTANCE
  }
}
