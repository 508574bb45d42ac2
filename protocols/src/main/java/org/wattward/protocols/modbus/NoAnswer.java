package org.wattward.protocols.modbus;

import org.wattward.devices.WattwardException;

/** A request went without a valid answer. */
final class NoAnswer extends WattwardException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String reason;

  /** Why there is none. */
  enum Kind {
    /** The request was not sent. */
    NOT_SENT,
    /** Sent, and nothing came in time. */
    SILENT,
    /** Sent, and a gateway says that nothing comes. */
    SILENT_BEHIND_GATEWAY,
    /** Sent, and the other side closed the connection. */
    CLOSED,
    /** Sent, and what came does not fit it. */
    WRONG_ANSWER
  }

  NoAnswer(Kind kind, String reason) {
    super(reason);
    this.reason = reason;
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** A sentence. */
  String reason() {
    return reason;
  }
}
