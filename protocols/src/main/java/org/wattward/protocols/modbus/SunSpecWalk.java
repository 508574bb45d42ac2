package org.wattward.protocols.modbus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wattward.devices.template.SunSpecMap;

/** Looks for SunSpec in a device: the marker, then model after model to the end. */
final class SunSpecWalk {
  private static final int MARKER_HIGH = 0x5375;
  private static final int MARKER_LOW = 0x6E53;
  private static final int END = 0xFFFF;

  /** More models than any device has; what goes on further goes in circles. */
  private static final int MOST_MODELS = 100;

  private static final int ADDRESSES = 0x10000;

  private final Reader reader;

  /** Reads holding registers. */
  @FunctionalInterface
  interface Reader {
    /**
     * Reads.
     *
     * @return the words, or nothing when the device refuses
     * @throws NoAnswer when there is no valid answer
     */
    Optional<int[]> read(int address, int count) throws InterruptedException;
  }

  SunSpecWalk(Reader reader) {
    this.reader = reader;
  }

  /** The device's models; nothing when it has no marker at any of the three addresses. */
  Optional<SunSpecMap> find() throws InterruptedException {
    for (int base : SunSpecMap.BASES) {
      Optional<int[]> marker = reader.read(base, SunSpecMap.MARKER_REGISTERS);
      if (marker.isPresent() && marker.get()[0] == MARKER_HIGH && marker.get()[1] == MARKER_LOW) {
        return Optional.of(new SunSpecMap(base, models(base + SunSpecMap.MARKER_REGISTERS)));
      }
    }
    return Optional.empty();
  }

  private List<SunSpecMap.Model> models(int first) throws InterruptedException {
    List<SunSpecMap.Model> models = new ArrayList<>();
    int address = first;
    while (models.size() < MOST_MODELS && address + SunSpecMap.HEADER_REGISTERS <= ADDRESSES) {
      Optional<int[]> header = reader.read(address, SunSpecMap.HEADER_REGISTERS);
      // Some devices leave out the end marker and refuse what lies behind their last model.
      if (header.isEmpty() || header.get()[0] == END || header.get()[0] == 0) {
        return models;
      }
      SunSpecMap.Model model = new SunSpecMap.Model(header.get()[0], address, header.get()[1]);
      models.add(model);
      address += SunSpecMap.HEADER_REGISTERS + model.length();
    }
    return models;
  }
}
