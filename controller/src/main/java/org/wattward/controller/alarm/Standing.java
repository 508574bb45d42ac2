package org.wattward.controller.alarm;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Conditions of one origin that are looked at again and again: raised while they stand, cleared
 * when they are gone. One thread.
 */
public final class Standing {
  private final Alarms alarms;
  private final Set<String> keys = new HashSet<>();

  /** Makes one; nothing stands yet. */
  public Standing(Alarms alarms) {
    this.alarms = alarms;
  }

  /** These stand now, and no others of this origin. */
  public void are(List<Condition> conditions) {
    Set<String> gone = new HashSet<>(keys);
    keys.clear();
    for (Condition condition : conditions) {
      alarms.raise(condition);
      keys.add(condition.key());
      gone.remove(condition.key());
    }
    gone.forEach(alarms::clear);
  }
}
