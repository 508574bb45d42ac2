package org.wattward.sim.field.modbus;

/** Exception codes of a reply (MODBUS Application Protocol V1.1b3, 7). */
final class ExceptionCode {
  static final int NONE = 0;
  static final int ILLEGAL_FUNCTION = 1;
  static final int ILLEGAL_ADDRESS = 2;
  static final int ILLEGAL_VALUE = 3;
  static final int SERVER_BUSY = 6;
  static final int GATEWAY_TARGET_SILENT = 11;

  private ExceptionCode() {}
}
