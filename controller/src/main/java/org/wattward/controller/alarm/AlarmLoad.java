package org.wattward.controller.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How much the alarms ask of an operator (ISA-18.2 clause 16: at most about one in ten minutes is
 * well managed, more than ten are a flood).
 *
 * @param inTenMinutes how many came in the last ten minutes
 * @param mostInTenMinutes the most that came in any ten minutes since the start
 * @param floodSince when the flood began, while there is one: more than ten in ten minutes, until
 *     fewer than five
 * @param active how many hold and are shown
 * @param unacknowledged how many of these nobody has seen
 * @param shelved how many hold and are put aside
 * @param hidden how many are kept back by one that explains them
 * @param stale how many have held for more than a day
 * @param chattering the keys of those that come and go too often
 * @param frequent those that came most often since the start
 */
public record AlarmLoad(
    int inTenMinutes,
    int mostInTenMinutes,
    Optional<Instant> floodSince,
    int active,
    int unacknowledged,
    int shelved,
    int hidden,
    int stale,
    List<String> chattering,
    List<Frequent> frequent) {
  public AlarmLoad {
    chattering = List.copyOf(chattering);
    frequent = List.copyOf(frequent);
  }

  /**
   * An alarm that came often.
   *
   * @param key its key
   * @param times how often it came since the start
   */
  public record Frequent(String key, int times) {}
}
