package org.wattward.protocols.modbus;

import java.util.List;

/**
 * What one request reads.
 *
 * @param extent all of it, with the gaps between its spans
 * @param spans what is wanted of it, by address, at least one
 */
record Block(Span extent, List<Span> spans) {
  Block {
    spans = List.copyOf(spans);
  }

  /** The block that reads exactly these. */
  static Block of(List<Span> spans) {
    Span first = spans.getFirst();
    int end = spans.stream().mapToInt(Span::end).max().orElseThrow();
    return new Block(new Span(first.table(), first.address(), end - first.address()), spans);
  }

  Query.Read query(int unit) {
    return new Query.Read(unit, extent.table(), extent.address(), extent.count());
  }
}
