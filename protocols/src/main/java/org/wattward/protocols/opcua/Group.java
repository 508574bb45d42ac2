package org.wattward.protocols.opcua;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** The points of one poll group in one session. The link's thread calls this. */
sealed interface Group permits GroupSubscription, GroupPoll {
  /** Periods without a word from the server after which it counts as dead. */
  int SILENT_PERIODS = 3;

  /** However short the period, a server may be busy for so long. */
  Duration LEAST_SILENCE = Duration.ofSeconds(2);

  /**
   * A point and its variable.
   *
   * @param point the point
   * @param node where the server keeps it
   */
  record Located(NodePoint point, NodeId node) {}

  /** A point the server does not let us have, and why. */
  record Refusal(NodePoint point, String reason) {}

  /**
   * An answer of the server.
   *
   * @param group whose
   * @param samples what it tells; empty for a sign of life
   * @param received when, by the calendar
   * @param nanos when, by the monotonic clock
   */
  record Heard(Group group, List<GroupReadings.Sample> samples, Instant received, long nanos) {}

  /** Its period. */
  Duration period();

  /** What is known of its points. */
  GroupReadings readings();

  /**
   * Has the server tell points from now on.
   *
   * @return those it refuses
   */
  List<Refusal> ask(List<Located> points);

  /**
   * Takes note of an answer.
   *
   * @return how late it came; nothing when it belongs to a poll already counted
   */
  Optional<Duration> lateness(long nanos);

  /** How long it may still be silent before it counts as dead. */
  Duration patience(long nanos);

  /** The longest silence of a group that should be heard in an interval. */
  static Duration longestSilence(Duration interval) {
    Duration silence = interval.multipliedBy(SILENT_PERIODS);
    return silence.compareTo(LEAST_SILENCE) > 0 ? silence : LEAST_SILENCE;
  }
}
