package org.wattward.protocols.modbus;

import java.util.Comparator;
import org.wattward.devices.template.RegisterTable;

/**
 * Registers (or bits) that belong together and are never read apart: one value, one scale factor.
 *
 * @param table which table
 * @param address the first one's PDU address
 * @param count how many, at least 1
 */
record Span(RegisterTable table, int address, int count) implements Comparable<Span> {
  private static final Comparator<Span> ORDER =
      Comparator.comparing(Span::table)
          .thenComparingInt(Span::address)
          .thenComparingInt(Span::count);
  private static final int ADDRESSES = 0x10000;

  Span {
    if (count < 1 || address < 0 || address + count > ADDRESSES) {
      throw new IllegalArgumentException(
          "%d registers from %d on do not exist. Addresses are 0 to 65535."
              .formatted(count, address));
    }
  }

  /** The address behind the last one. */
  int end() {
    return address + count;
  }

  /** As in messages: {@code "holding 40072 to 40073"}. */
  String title() {
    return count == 1
        ? table.key() + " " + address
        : "%s %d to %d".formatted(table.key(), address, end() - 1);
  }

  @Override
  public int compareTo(Span other) {
    return ORDER.compare(this, other);
  }
}
