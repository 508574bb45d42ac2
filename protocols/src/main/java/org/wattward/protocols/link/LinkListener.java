package org.wattward.protocols.link;

import java.time.Instant;
import java.util.List;
import org.wattward.devices.point.Reading;

/**
 * Who is told what a link reads. Called on the link's thread (or its library's callback thread);
 * must return quickly and never call back into the link.
 */
public interface LinkListener {
  /**
   * Readings that arrived together, good ones and bad ones.
   *
   * @param link the link's id
   * @param readings at most one of each point
   */
  void readings(String link, List<Reading> readings);

  /**
   * The link, or one device on it, was lost or came back. Called once for each change.
   *
   * @param change what changed
   */
  void changed(StateChange change);

  /**
   * A change of state.
   *
   * @param link the link's id
   * @param device the device's id, or empty when the whole link changed
   * @param up whether it answers now
   * @param time when
   * @param reason a sentence
   */
  record StateChange(String link, String device, boolean up, Instant time, String reason) {}
}
