package org.wattward.protocols.modbus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.wattward.devices.template.DeviceTemplate.Pacing;

/**
 * Puts the registers of one device into the fewest requests: neighbours share one, small gaps are
 * read along and thrown away. Pure; walking by address and filling each request as far as the
 * limits allow needs no more requests than any other way.
 */
final class BlockPlanner {
  /** Modbus Application Protocol V1.1b3, 6.1 and 6.3. */
  static final int MAX_BITS = 2000;

  static final int MAX_REGISTERS = 125;
  private static final int BITS_PER_REGISTER = 16;

  private final int maxRegisters;
  private final int maxGapRegisters;

  /**
   * A planner for one device.
   *
   * @param pacing what the device takes at once, and which gap is cheaper than a request
   */
  BlockPlanner(Pacing pacing) {
    maxRegisters = Math.clamp(pacing.maxRegistersPerRead(), 1, MAX_REGISTERS);
    maxGapRegisters = Math.max(0, pacing.maxGapRegisters());
  }

  /**
   * Plans.
   *
   * @param spans what is wanted, in any order, also overlapping or twice
   * @param obstacles what the device was found not to answer
   * @return blocks by table and address; each span that is not missing is in exactly one
   */
  List<Block> plan(Collection<Span> spans, Obstacles obstacles) {
    List<Block> blocks = new ArrayList<>();
    List<Span> open = new ArrayList<>();
    for (Span span : new TreeSet<>(spans)) {
      if (obstacles.missing().contains(span)) {
        continue;
      }
      if (!open.isEmpty() && !joins(Block.of(open).extent(), span, obstacles)) {
        blocks.add(Block.of(open));
        open.clear();
      }
      open.add(span);
    }
    if (!open.isEmpty()) {
      blocks.add(Block.of(open));
    }
    return List.copyOf(blocks);
  }

  private boolean joins(Span extent, Span span, Obstacles obstacles) {
    if (extent.table() != span.table() || obstacles.cuts().contains(span)) {
      return false;
    }
    int perRegister = extent.table().isBits() ? BITS_PER_REGISTER : 1;
    int max =
        extent.table().isBits() ? Math.min(MAX_BITS, maxRegisters * perRegister) : maxRegisters;
    int end = Math.max(extent.end(), span.end());
    return span.address() - extent.end() <= maxGapRegisters * perRegister
        && end - extent.address() <= max
        && !obstacles.anyMissing(span, extent.end(), span.address());
  }
}
