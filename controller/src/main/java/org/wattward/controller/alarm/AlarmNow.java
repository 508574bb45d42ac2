package org.wattward.controller.alarm;

import java.util.Optional;

/**
 * An alarm as a person sees it now.
 *
 * @param alarm what it says
 * @param shelf who put it aside, while it is
 * @param chattering whether it comes and goes too often to be worth a look each time
 * @param hides how many other alarms it explains and keeps back
 */
public record AlarmNow(Alarm alarm, Optional<Shelf> shelf, boolean chattering, int hides) {

  /** What a person has to do about it. */
  public enum State {
    /** Holds, and nobody has seen it. */
    UNACKNOWLEDGED,
    /** Holds, and somebody has seen it. */
    ACKNOWLEDGED,
    /** Holds, and was put aside for a while. */
    SHELVED,
    /** Holds no longer. */
    OVER
  }

  /** What a person has to do about it. */
  public State state() {
    if (!alarm.isActive()) {
      return State.OVER;
    }
    if (shelf.isPresent()) {
      return State.SHELVED;
    }
    return alarm.acknowledgedBy().isPresent() ? State.ACKNOWLEDGED : State.UNACKNOWLEDGED;
  }
}
