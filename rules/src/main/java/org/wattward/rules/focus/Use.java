package org.wattward.rules.focus;

import java.util.TreeSet;

/** How rules use a field of a type of fact. */
final class Use {
  /** Values that it is compared with. */
  final TreeSet<Double> levels = new TreeSet<>();

  /** Whether its value matters besides on which side of the levels it is. */
  boolean valued;
}
