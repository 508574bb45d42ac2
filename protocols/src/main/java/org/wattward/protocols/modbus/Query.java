package org.wattward.protocols.modbus;

import java.util.List;
import org.wattward.devices.template.RegisterTable;

/** One Modbus request. Addresses are PDU addresses, 0 to 65535. */
sealed interface Query {
  /** The device's unit id, 0 to 255. */
  int unit();

  /** The function code that asks it. */
  int function();

  /** The first address it concerns. */
  int address();

  /** What it asks, for messages: {@code "reading holding 40 to 49 of unit 1"}. */
  String title();

  /**
   * Functions 1 to 4.
   *
   * @param count how many registers (1 to 125) or bits (1 to 2000)
   */
  record Read(int unit, RegisterTable table, int address, int count) implements Query {
    @Override
    public int function() {
      return table.readFunction();
    }

    @Override
    public String title() {
      return "reading %s %s of unit %d".formatted(table.key(), range(address, count), unit);
    }
  }

  /** Function 5. */
  record WriteCoil(int unit, int address, boolean on) implements Query {
    @Override
    public int function() {
      return 5;
    }

    @Override
    public String title() {
      return "writing coil %d of unit %d".formatted(address, unit);
    }
  }

  /**
   * Function 6.
   *
   * @param word 0 to 65535
   */
  record WriteRegister(int unit, int address, int word) implements Query {
    @Override
    public int function() {
      return 6;
    }

    @Override
    public String title() {
      return "writing register %d of unit %d".formatted(address, unit);
    }
  }

  /** Function 15. */
  record WriteCoils(int unit, int address, List<Boolean> on) implements Query {
    public WriteCoils {
      on = List.copyOf(on);
    }

    @Override
    public int function() {
      return 15;
    }

    @Override
    public String title() {
      return "writing coils %s of unit %d".formatted(range(address, on.size()), unit);
    }
  }

  /**
   * Function 16.
   *
   * @param words 1 to 123 words of 0 to 65535
   */
  record WriteRegisters(int unit, int address, List<Integer> words) implements Query {
    public WriteRegisters {
      words = List.copyOf(words);
    }

    @Override
    public int function() {
      return 16;
    }

    @Override
    public String title() {
      return "writing registers %s of unit %d".formatted(range(address, words.size()), unit);
    }
  }

  /**
   * Function 22: the register becomes {@code (old & and) | (or & ~and)}.
   *
   * @param and which bits stay
   * @param or the new value of the other bits
   */
  record MaskWrite(int unit, int address, int and, int or) implements Query {
    @Override
    public int function() {
      return 22;
    }

    @Override
    public String title() {
      return "changing bits of register %d of unit %d".formatted(address, unit);
    }
  }

  /**
   * Function 23: writes first, then reads, in one step of the device.
   *
   * @param address first register read
   * @param count registers read, 1 to 125
   * @param writeAddress first register written
   * @param words 1 to 121 words of 0 to 65535
   */
  record ReadWrite(int unit, int address, int count, int writeAddress, List<Integer> words)
      implements Query {
    public ReadWrite {
      words = List.copyOf(words);
    }

    @Override
    public int function() {
      return 23;
    }

    @Override
    public String title() {
      return "writing registers %s and reading %s of unit %d"
          .formatted(range(writeAddress, words.size()), range(address, count), unit);
    }
  }

  private static String range(int address, int count) {
    return count == 1 ? Integer.toString(address) : address + " to " + (address + count - 1);
  }
}
