package org.wattward.protocols.modbus;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What one poll brought: for each span its words, or why there are none. */
final class RegisterImage {
  private final Map<Span, Entry> entries = new HashMap<>();

  /** What became of a span. */
  sealed interface Entry {}

  /** Words of a span, {@code from} on. */
  static final class Held implements Entry {
    private final int[] words;
    private final int from;
    private final Instant time;

    Held(int[] words, int from, Instant time) {
      this.words = words;
      this.from = from;
      this.time = time;
    }

    int[] words() {
      return words;
    }

    int from() {
      return from;
    }

    Instant time() {
      return time;
    }
  }

  /** No words, and why. */
  record Failed(String reason) implements Entry {}

  void hold(Block block, int[] words, Instant time) {
    for (Span span : block.spans()) {
      entries.put(span, new Held(words, span.address() - block.extent().address(), time));
    }
  }

  void fail(Block block, String reason) {
    for (Span span : block.spans()) {
      entries.put(span, new Failed(reason));
    }
  }

  void fail(Span span, String reason) {
    entries.put(span, new Failed(reason));
  }

  /** What became of a span; unread when nobody asked for it. */
  Entry entry(Span span) {
    return entries.getOrDefault(span, UNREAD);
  }

  /** A span that was not asked for, because the connection broke before. */
  enum Unread implements Entry {
    INSTANCE
  }

  private static final Unread UNREAD = Unread.INSTANCE;
}
