package org.wattward.controller.receipt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wattward.controller.receipt.Receipt.Stage;
import org.wattward.rules.request.Request.Source;

/**
 * All orders that are known, by request and by the order in which their receipts changed. Those
 * that are over are kept until there are too many. Not safe on several threads at once.
 */
final class Shelf {
  /** So many that are over are kept, oldest forgotten first. */
  static final int MOST_OVER = 20_000;

  private final Map<String, Entry> entries = new HashMap<>();
  private final NavigableMap<Long, Entry> bySequence = new TreeMap<>();
  private final Map<Source, NavigableMap<Long, Entry>> byProgram = new HashMap<>();
  private final Map<Source, Integer> live = new HashMap<>();
  private final Deque<Entry> over = new ArrayDeque<>();
  private long sequence;

  @Nullable Entry entry(String requestId) {
    return entries.get(requestId);
  }

  int live(Source source) {
    return live.getOrDefault(source, 0);
  }

  /** Adds one that is not known yet. Returns those that had to be forgotten for it. */
  List<Entry> add(Entry entry) {
    entries.put(entry.requestId(), entry);
    number(entry);
    if (entry.stage().isOver()) {
      return ended(entry);
    }
    live.merge(entry.source, 1, Integer::sum);
    return List.of();
  }

  /** Takes one out that was added a moment ago and was refused then. */
  void drop(Entry entry) {
    entries.remove(entry.requestId());
    unnumber(entry);
    live.merge(entry.source, -1, Integer::sum);
  }

  /** Its receipt changed; {@code before} is the stage it had. */
  List<Entry> changed(Entry entry, Stage before) {
    number(entry);
    if (entry.stage().isOver() && !before.isOver()) {
      live.merge(entry.source, -1, Integer::sum);
      return ended(entry);
    }
    return List.of();
  }

  private List<Entry> ended(Entry entry) {
    over.addLast(entry);
    List<Entry> forgotten = new ArrayList<>();
    while (over.size() > MOST_OVER) {
      Entry oldest = over.removeFirst();
      entries.remove(oldest.requestId(), oldest);
      unnumber(oldest);
      forgotten.add(oldest);
    }
    return forgotten;
  }

  private void number(Entry entry) {
    unnumber(entry);
    entry.sequence(++sequence);
    bySequence.put(sequence, entry);
    byProgram.computeIfAbsent(entry.source, _ -> new TreeMap<>()).put(sequence, entry);
  }

  private void unnumber(Entry entry) {
    bySequence.remove(entry.sequence(), entry);
    NavigableMap<Long, Entry> own = byProgram.get(entry.source);
    if (own != null) {
      own.remove(entry.sequence(), entry);
    }
  }

  /** Those of everybody that changed after a number, in that order. */
  List<Receipt> after(long number, int most) {
    return after(bySequence, number, most);
  }

  /** Those of one program that changed after a number, in that order. */
  List<Receipt> after(Source source, long number, int most) {
    return after(byProgram.getOrDefault(source, new TreeMap<>()), number, most);
  }

  private static List<Receipt> after(NavigableMap<Long, Entry> among, long number, int most) {
    return among.tailMap(number, false).values().stream().limit(most).map(Entry::receipt).toList();
  }
}
