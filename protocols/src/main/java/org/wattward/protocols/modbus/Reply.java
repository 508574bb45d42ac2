package org.wattward.protocols.modbus;

/** A valid answer to a {@link Query}. */
sealed interface Reply {
  /** The words read, or nothing after a write that the device has taken. */
  final class Words implements Reply {
    private final int[] words;

    /** Takes over the array. */
    Words(int[] words) {
      this.words = words;
    }

    /** Words of 0 to 65535, bits of 0 or 1. Shared, not to be changed. */
    int[] words() {
      return words;
    }
  }

  /**
   * The device's exception response.
   *
   * @param code its exception code (Modbus Application Protocol V1.1b3, 7)
   */
  record Refused(int code) implements Reply {
    /** The code with its meaning. */
    String title() {
      return switch (code) {
        case 1 -> "exception 1, illegal function";
        case 2 -> "exception 2, illegal address";
        case 3 -> "exception 3, illegal value";
        case 4 -> "exception 4, device failure";
        case 5 -> "exception 5, acknowledged but not done yet";
        case 6 -> "exception 6, busy";
        case 8 -> "exception 8, memory parity error";
        case 10 -> "exception 10, gateway path unavailable";
        case 11 -> "exception 11, no answer behind the gateway";
        default -> "exception " + code;
      };
    }

    /** Whether a part of what was asked for does not exist, or it was too much at once. */
    boolean isAboutAddresses() {
      return code == 2 || code == 3;
    }

    /** Whether a gateway says it for a device that is silent. */
    boolean isSilence() {
      return code == 10 || code == 11;
    }
  }
}
