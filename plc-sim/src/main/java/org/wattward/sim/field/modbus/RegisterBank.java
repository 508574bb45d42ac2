package org.wattward.sim.field.modbus;

import java.util.BitSet;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One of the four tables of one unit: words (or bits) from the first known address to the last. Not
 * safe for several threads.
 */
final class RegisterBank {
  private static final RegisterBank EMPTY = new RegisterBank(0, new BitSet(), new BitSet());

  private final int base;
  private final BitSet known;
  private final BitSet bridged;
  private final short[] words;

  private RegisterBank(int base, BitSet known, BitSet bridged) {
    this.base = base;
    this.known = known;
    this.bridged = bridged;
    this.words = new short[known.length()];
  }

  /** Whether there is a register at each of these addresses. */
  boolean holds(int address, int count, boolean strictGaps) {
    BitSet there = strictGaps ? known : bridged;
    int from = address - base;
    return from >= 0 && there.nextClearBit(from) >= from + count;
  }

  /** A word as 0 to 65535. */
  int get(int address) {
    return words[address - base] & 0xFFFF;
  }

  void put(int address, int word) {
    words[address - base] = (short) word;
  }

  /** Collects the addresses of a table before it is laid out. */
  static final class Layout {
    private final NavigableMap<Integer, Integer> runs = new TreeMap<>();

    /** There are {@code count} registers from this address on. */
    void add(int address, int count) {
      runs.merge(address, count, Math::max);
    }

    /**
     * Lays the table out.
     *
     * @param maxGap gaps up to this many registers may be read across and hold 0
     */
    RegisterBank bank(int maxGap) {
      if (runs.isEmpty()) {
        return EMPTY;
      }
      int base = runs.firstKey();
      BitSet known = new BitSet();
      runs.forEach((address, count) -> known.set(address - base, address - base + count));
      return new RegisterBank(base, known, bridge(known, maxGap));
    }

    private static BitSet bridge(BitSet known, int maxGap) {
      BitSet bridged = (BitSet) known.clone();
      int gap = known.nextClearBit(0);
      while (gap < known.length()) {
        int end = known.nextSetBit(gap);
        if (end - gap <= maxGap) {
          bridged.set(gap, end);
        }
        gap = known.nextClearBit(end);
      }
      return bridged;
    }
  }
}
