package org.wattward.controller.writing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.wattward.controller.arbitration.Decision.Write;
import org.wattward.controller.arbitration.Decision.Write.State;
import org.wattward.devices.point.PointId;
import org.wattward.devices.template.PointTemplate;

/** Says in sentences how far the writing of one point is, and what is worth an alarm once. */
final class WriteNews {
  private final PointId id;
  private final PointTemplate template;
  private final Writer.Listener listener;
  private double target;
  private Optional<Double> held = Optional.empty();
  private boolean waitingTold;
  private boolean failedTold;
  private boolean ineffectiveTold;

  WriteNews(PointId id, PointTemplate template, Writer.Listener listener) {
    this.id = id;
    this.template = template;
    this.listener = listener;
  }

  /** What is told from now on is of this target. */
  void target(double value) {
    target = value;
    waitingTold = false;
  }

  void came(State state, Instant now) {
    tell(state, Optional.empty(), now, "");
  }

  /** Nothing can be written for now; told once of each target. */
  void waits(String why, Instant now) {
    if (!waitingTold) {
      waitingTold = true;
      tell(State.REQUESTED, Optional.empty(), now, why);
    }
  }

  void held(State state, Optional<Double> readBack, Instant now) {
    held = readBack;
    tell(state, readBack, now, "");
    effective();
  }

  /** It takes its setpoints again, if it was said that it does not. */
  void works() {
    if (failedTold) {
      failedTold = false;
      listener.works(id);
    }
  }

  void follows(String measured, Instant now) {
    tell(State.EFFECTIVE, held, now, measured + " and follows.");
    effective();
  }

  void doesNotFollow(String measured, Instant now) {
    String reason = "%s and does not follow %s.".formatted(measured, say(target));
    tell(template.readable() ? State.VERIFIED : State.ACCEPTED, held, now, reason);
    ineffectiveTold = true;
    listener.ineffective(id, reason);
  }

  private void effective() {
    if (ineffectiveTold) {
      ineffectiveTold = false;
      listener.effective(id);
    }
  }

  String mismatch(double readBack) {
    return "%s holds %s instead of %s.".formatted(id, say(readBack), say(target));
  }

  String knownWrong(double value) {
    return "It was read and holds %s.".formatted(say(value));
  }

  String drifted(double value) {
    return "%s went from %s to %s by itself.".formatted(id, say(target), say(value));
  }

  /** It is written again at once. */
  void setsBack(double value, Instant now) {
    tell(State.REQUESTED, Optional.of(value), now, drifted(value) + " It is written again.");
  }

  /**
   * It is tried again after a pause.
   *
   * @param which which try follows, and of how many: {@code 2 of 3}
   */
  void tries(String reason, Optional<Double> readBack, String which, Duration pause, Instant now) {
    String further = "%s Try %s follows in %d s.".formatted(reason, which, pause.toSeconds());
    tell(State.REQUESTED, readBack, now, further);
  }

  void unknown(String reason, Instant now) {
    tell(State.UNKNOWN, Optional.empty(), now, reason + " It is read before it is sent again.");
  }

  void unfinished(String why, Instant now) {
    tell(State.FAILED, Optional.empty(), now, "Not written: " + why);
  }

  /** It is given up for a while. */
  void failed(String reason, Instant now) {
    tell(State.FAILED, Optional.empty(), now, reason);
    if (!failedTold) {
      failedTold = true;
      listener.failed(id, reason);
    }
  }

  private void tell(State state, Optional<Double> readBack, Instant now, String reason) {
    listener.progress(id, target, new Write(state, readBack, now, reason));
  }

  private String say(double value) {
    return "%s %s".formatted(value, template.unit());
  }
}
