package org.wattward.devices.network;

import java.util.List;

/** Which ends of lines and transformers are closed, by branch. */
final class Switches {
  final boolean[] fromClosed;
  final boolean[] toClosed;

  Switches(List<Line> lines, List<Transformer> transformers) {
    int branches = lines.size() + transformers.size();
    fromClosed = new boolean[branches];
    toClosed = new boolean[branches];
    for (int branch = 0; branch < lines.size(); branch++) {
      fromClosed[branch] = lines.get(branch).fromClosed();
      toClosed[branch] = lines.get(branch).toClosed();
    }
    for (int branch = lines.size(); branch < branches; branch++) {
      fromClosed[branch] = transformers.get(branch - lines.size()).closed();
      toClosed[branch] = true;
    }
  }
}
