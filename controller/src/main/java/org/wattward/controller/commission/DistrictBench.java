package org.wattward.controller.commission;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.receipt.Asker;
import org.wattward.controller.why.Explanation;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;

/**
 * A device within a running district: a request holds the trial's value, and the writer leaves it
 * alone. Whoever asks for another setpoint on a higher level gets it, and the trial is broken off.
 */
final class DistrictBench implements Bench {
  private static final Duration MOST = Duration.ofHours(2);

  private final Commissioning.Parts parts;
  private final Asker asker;
  private final Explanation explanation;

  DistrictBench(Commissioning.Parts parts, Asker asker) {
    this.parts = parts;
    this.asker = asker;
    this.explanation = new Explanation(parts.site());
  }

  private static String request(PointId point) {
    return "commissioning/" + point;
  }

  @Override
  public void hold(PointId point, double value) {
    // Not kept across a restart: a trial does not outlive the controller either.
    parts
        .control()
        .book()
        .take(
            new Request(
                request(point),
                point,
                new Wish.Set(value),
                Math.max(asker.highestLevel(), Request.MANUAL_OPERATOR),
                "Its watchdog is being tried.",
                asker.source(),
                parts.time().now(),
                MOST,
                Set.of()));
  }

  @Override
  public boolean holds(PointId point, double value) {
    return parts
        .control()
        .decision(point)
        .filter(decision -> decision.setpoint() == value && isWritten(decision))
        .isPresent();
  }

  private boolean isWritten(Decision decision) {
    boolean written =
        switch (decision.write().state()) {
          case VERIFIED, EFFECTIVE -> true;
          case NOT_NEEDED, REQUESTED, SENT, ACCEPTED, FAILED, UNKNOWN -> false;
        };
    return written && parts.writer().sentNanos(decision.point()).isPresent();
  }

  @Override
  public void letGo(PointId point) {
    parts.writer().leaveAlone(point, MOST);
  }

  @Override
  public boolean isLetGo(PointId point) {
    return parts.writer().isAlone(point);
  }

  @Override
  public OptionalLong sentNanos(PointId point) {
    return parts.writer().sentNanos(point);
  }

  @Override
  public Optional<Reading> reading(PointId point) {
    return parts.field().reading(point);
  }

  @Override
  public OptionalLong receivedNanos(PointId point) {
    return parts.field().receivedNanos(point);
  }

  @Override
  public String state(PointId point) {
    OptionalDouble read = reading(point).map(Reading::good).orElse(OptionalDouble.empty());
    return parts
        .control()
        .decision(point)
        .map(explanation::sentence)
        .orElseGet(() ->
            read.isPresent()
                ? "Nothing was decided for it yet."
                : "It has no good reading; check its connection.");
  }

  @Override
  public void giveBack(PointId point) {
    parts.control().book().withdraw(request(point), "The trial of its watchdog is over.");
    parts.writer().leaveAlone(point, Duration.ZERO);
  }
}
