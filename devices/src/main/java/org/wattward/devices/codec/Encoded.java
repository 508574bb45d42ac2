package org.wattward.devices.codec;

import java.util.List;
import org.wattward.devices.template.RegisterTable;

/** What a value is on the wire. */
public sealed interface Encoded {

  /**
   * The words of one point, in the order of their addresses.
   *
   * @param words each 0 to 65535; a bit is 0 or 1
   * @param value what the words mean: the value asked for, rounded to what the device can hold
   */
  record Words(List<Integer> words, double value) implements Encoded {
    public Words {
      words = List.copyOf(words);
    }
  }

  /**
   * All that has to be written for one value, in order: companions before, the point itself,
   * companions after.
   *
   * @param writes at least one
   * @param value what the device will hold, in the point's unit
   */
  record Writes(List<RegisterWrite> writes, double value) implements Encoded {
    public Writes {
      writes = List.copyOf(writes);
    }
  }

  /**
   * The value cannot be written.
   *
   * @param reason a sentence with the value, the limit and advice
   */
  record Refused(String reason) implements Encoded {}

  /**
   * One write.
   *
   * @param table coils or holding registers
   * @param address PDU address of the first word
   * @param words each 0 to 65535; a bit is 0 or 1
   */
  record RegisterWrite(RegisterTable table, int address, List<Integer> words) {
    public RegisterWrite {
      words = List.copyOf(words);
    }
  }
}
