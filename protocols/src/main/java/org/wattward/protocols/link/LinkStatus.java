package org.wattward.protocols.link;

import java.util.List;

/**
 * A link's counters since its start.
 *
 * @param state what it is doing
 * @param reason why, in a sentence; empty while it is up
 * @param requests requests sent (Modbus), publish responses or messages received (OPC UA, MQTT)
 * @param polls poll cycles due that were run; trying a device that did not answer is none
 * @param latePolls poll cycles that began more than a tenth of their period, and more than 50 ms,
 *     after they were due
 * @param missedPolls poll cycles that were left out because the link was behind
 * @param maxLatenessMs greatest lateness of a poll cycle
 * @param lateness how late all of them began
 * @param failures requests without a valid answer
 * @param points readings handed on
 * @param warnings what somebody must see to before it fails
 */
public record LinkStatus(
    State state,
    String reason,
    long requests,
    long polls,
    long latePolls,
    long missedPolls,
    double maxLatenessMs,
    Lateness lateness,
    long failures,
    long points,
    List<LinkWarning> warnings) {
  public LinkStatus {
    warnings = List.copyOf(warnings);
  }

  /** What a link is doing. */
  public enum State {
    CONNECTING,
    UP,
    /** Waiting before it tries again. */
    DOWN,
    CLOSED
  }
}
