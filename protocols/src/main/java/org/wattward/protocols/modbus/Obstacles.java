package org.wattward.protocols.modbus;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a device was found not to answer.
 *
 * @param missing spans that it refuses even when they are asked for alone
 * @param cuts spans that it refuses to give together with the one before them, though each alone is
 *     fine: a hole between them, or a request too long for it
 */
record Obstacles(SortedSet<Span> missing, SortedSet<Span> cuts) {
  static final Obstacles NONE = new Obstacles(new TreeSet<>(), new TreeSet<>());

  Obstacles {
    missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
    cuts = Collections.unmodifiableSortedSet(new TreeSet<>(cuts));
  }

  Obstacles withMissing(Span span) {
    return new Obstacles(with(missing, span), cuts);
  }

  Obstacles withCutBefore(Span span) {
    return new Obstacles(missing, with(cuts, span));
  }

  /** Whether a missing span touches the addresses from {@code from} to before {@code to}. */
  boolean anyMissing(Span like, int from, int to) {
    return missing.stream()
        .anyMatch(bad -> bad.table() == like.table() && bad.address() < to && bad.end() > from);
  }

  private static NavigableSet<Span> with(SortedSet<Span> spans, Span span) {
    NavigableSet<Span> more = new TreeSet<>(spans);
    more.add(span);
    return more;
  }
}
