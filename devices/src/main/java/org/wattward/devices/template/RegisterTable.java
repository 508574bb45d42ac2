package org.wattward.devices.template;

/** The four tables of Modbus with their function codes (Modbus Application Protocol V1.1b3, 6). */
public enum RegisterTable {
  COIL("coil", 1),
  DISCRETE_INPUT("discrete-input", 2),
  HOLDING("holding", 3),
  INPUT("input", 4);

  private final String key;
  private final int readFunction;

  RegisterTable(String key, int readFunction) {
    this.key = key;
    this.readFunction = readFunction;
  }

  /** As written in YAML. */
  public String key() {
    return key;
  }

  /** The function code that reads the table, 1 to 4. */
  public int readFunction() {
    return readFunction;
  }

  /** Whether the table holds single bits. */
  public boolean isBits() {
    return this == COIL || this == DISCRETE_INPUT;
  }
}
