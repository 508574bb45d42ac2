package org.wattward.protocols.opcua;

import org.wattward.devices.WattwardException;

/** The session cannot be had or kept; the link tries again. The message is a sentence. */
final class OpcUaFault extends WattwardException {
  private static final long serialVersionUID = 1L;

  OpcUaFault(String message) {
    super(message);
  }

  OpcUaFault(String message, Throwable cause) {
    super(message, cause);
  }
}
