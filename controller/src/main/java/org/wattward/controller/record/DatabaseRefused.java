package org.wattward.controller.record;

import org.wattward.devices.WattwardException;

/** Thrown when a database must not be used as it is, and only a person can change that. */
public final class DatabaseRefused extends WattwardException {
  private static final long serialVersionUID = 1L;

  DatabaseRefused(String message) {
    super(message);
  }

  DatabaseRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
