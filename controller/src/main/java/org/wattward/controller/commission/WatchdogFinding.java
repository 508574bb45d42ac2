package org.wattward.controller.commission;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import org.wattward.controller.why.Amounts;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;

/**
 * What a trial found of one point.
 *
 * @param point which point
 * @param unit its unit
 * @param held what the device held when it was left alone
 * @param safe what it should return to
 * @param declared after which silence, as its template says
 * @param grace by how much later that may be seen, since it is only read every so often
 * @param verdict what came of it
 * @param afterS how long after the last write that was seen, s; empty while it is not
 * @param seen the last value seen; empty when none was
 * @param detail more, a sentence; empty when there is no more
 */
public record WatchdogFinding(
    PointId point,
    Unit unit,
    double held,
    double safe,
    Duration declared,
    Duration grace,
    Verdict verdict,
    OptionalDouble afterS,
    OptionalDouble seen,
    String detail) {

  /** What came of it. */
  public enum Verdict {
    /** The device does not hold the value of the trial yet. */
    PREPARES,
    /** It is watched. */
    WATCHED,
    /** It returned to its safe value in its time. */
    REVERTED,
    /** It returned before the controller would write it again, so that it cannot be controlled. */
    TOO_SOON,
    /** It left the value, but for another one than its safe value. */
    ELSEWHERE,
    /** It still holds the value. */
    STAYED,
    /** It could not be read when it should have returned. */
    NOT_READ,
    /** It could not be brought to hold a value other than its safe one. */
    NOT_HELD,
    /** Somebody wrote to it meanwhile. */
    BROKEN_OFF
  }

  /** Whether the device did as its template says. */
  public boolean isRight() {
    return verdict == Verdict.REVERTED;
  }

  /** The finding in one sentence or two. */
  public String sentence() {
    return switch (verdict) {
      case PREPARES -> "%s is brought to hold %s.".formatted(point, say(held));
      case WATCHED ->
          "%s holds %s and is left alone; it should return to %s within %s."
              .formatted(point, say(held), say(safe), seconds(declared));
      case REVERTED ->
          "%s returned from %s to its safe value of %s by itself, seen %s after the last write; its template says within %s."
              .formatted(point, say(held), say(safe), after(), seconds(declared));
      case TOO_SOON ->
          "%s returned from %s to %s only %s after the last write. %s"
              .formatted(point, say(held), say(safe), after(), detail);
      case ELSEWHERE ->
          "%s left %s, but for %s instead of its safe value of %s. Correct the template's safe value or the device's fallback value."
              .formatted(point, say(held), saySeen(), say(safe));
      case STAYED ->
          "%s did NOT return to its safe value of %s: it still held %s, %s after the last write; its template says within %s. If the controller fails, this device stays where it is. Set up its watchdog, or correct the template."
              .formatted(point, say(safe), saySeen(), after(), seconds(declared));
      case NOT_READ ->
          "%s could not be read when it should have returned to %s, so nobody knows whether it did. %s"
              .formatted(point, say(safe), detail)
              .strip();
      case NOT_HELD ->
          "%s could not be brought to hold %s, so its watchdog was not tried. %s"
              .formatted(point, say(held), detail)
              .strip();
      case BROKEN_OFF -> "The trial of %s was broken off. %s".formatted(point, detail).strip();
    };
  }

  private String say(double value) {
    return Amounts.text(value, unit);
  }

  private String saySeen() {
    return seen.isPresent() ? say(seen.getAsDouble()) : "nothing that could be read";
  }

  private String after() {
    return String.format(Locale.ROOT, "%.1f s", afterS.orElse(Double.NaN));
  }

  private static String seconds(Duration span) {
    return String.format(Locale.ROOT, "%.0f s", span.toMillis() / 1e3);
  }
}
