package org.wattward.protocols.mqtt;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.point.Reading;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.link.WriteSteps;

/**
 * One set value on its way: published once, then watched for on the state topic. The writer waits
 * on its own thread; the link's thread publishes and reports.
 */
final class Command {
  private final TopicPoint point;
  private final double value;
  private final Duration deadline;
  private final WriteSteps steps;
  private final CompletableFuture<WriteOutcome> outcome = new CompletableFuture<>();
  private volatile boolean published;
  private volatile boolean acknowledged;
  private volatile @Nullable Double echoed;

  /**
   * Makes one.
   *
   * @param deadline how long the writer waits for the outcome
   * @param steps is told how far it came
   */
  Command(TopicPoint point, double value, Duration deadline, WriteSteps steps) {
    this.point = point;
    this.value = value;
    this.deadline = deadline;
    this.steps = steps;
  }

  /** How long it may lie at the broker, in whole seconds, at least 1; a late set value is wrong. */
  long livesS() {
    return Math.max(1, deadline.toSeconds());
  }

  TopicPoint point() {
    return point;
  }

  /** The message: the plain number, as short as it goes. */
  byte[] payload() {
    double raw = value / point.scale();
    return (raw == 0 ? "0" : BigDecimal.valueOf(raw).stripTrailingZeros().toPlainString())
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * It goes out now; from here on it may arrive.
   *
   * @return false when the writer has stopped waiting: then it must not go out
   */
  synchronized boolean publish() {
    if (outcome.isDone()) {
      return false;
    }
    published = true;
    return true;
  }

  /** It was handed to the network. */
  void sent() {
    steps.sent();
  }

  /** The broker has it. */
  void acknowledged() {
    acknowledged = true;
    steps.accepted();
    if (!point.template().readable()) {
      outcome.complete(new WriteOutcome.Accepted());
    }
  }

  /** It never went out, or went to nobody. */
  void refused(String why) {
    outcome.complete(new WriteOutcome.Refused(said(why)));
  }

  /** It went out, and the connection is gone. */
  void interrupted(String why) {
    outcome.complete(published ? new WriteOutcome.Unknown(said(why)) : refusal(why));
  }

  /** The state topic said something about the point. */
  void heard(Reading reading) {
    if (!published || reading.good().isEmpty()) {
      return;
    }
    echoed = reading.value();
    double tolerance = point.template().writing().map(Writing::tolerance).orElse(0.0);
    if (Math.abs(reading.value() - value) <= Math.max(tolerance, Math.abs(value) * 1e-9)) {
      outcome.complete(new WriteOutcome.Verified(reading.value()));
    }
  }

  /** Whether nothing more is to be watched for. */
  boolean isDone() {
    return outcome.isDone();
  }

  /** Waits for the outcome on the writer's thread. */
  WriteOutcome await() {
    try {
      return outcome.get(Math.max(1, deadline.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return end();
    } catch (ExecutionException e) {
      throw new IllegalStateException("An outcome never fails.", e);
    }
  }

  private synchronized WriteOutcome end() {
    outcome.complete(atTheEnd());
    return outcome.join();
  }

  private WriteOutcome atTheEnd() {
    Double last = echoed;
    if (last != null) {
      return new WriteOutcome.Mismatch(last);
    }
    if (!published) {
      return refusal("it was not sent in time");
    }
    return new WriteOutcome.Unknown(
        said(
            acknowledged
                ? "the broker took it, but %s did not tell a value in time"
                    .formatted(point.filter())
                : "the broker did not acknowledge it in time"));
  }

  private WriteOutcome refusal(String why) {
    return new WriteOutcome.Refused(said(why));
  }

  private String said(String why) {
    return "%s %s for %s: %s.".formatted(value, point.template().unit(), point.id(), why);
  }
}
