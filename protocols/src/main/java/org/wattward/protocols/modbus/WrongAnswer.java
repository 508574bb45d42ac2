package org.wattward.protocols.modbus;

import java.io.IOException;

/** What came does not fit what was asked; nothing of it may be believed. */
final class WrongAnswer extends IOException {
  private static final long serialVersionUID = 1L;

  WrongAnswer(String message) {
    super(message);
  }
}
