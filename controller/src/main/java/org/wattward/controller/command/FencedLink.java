package org.wattward.controller.command;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.wattward.devices.point.PointId;
import org.wattward.protocols.link.ForwardingLink;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.link.WriteSteps;

/**
 * A link over which nothing is written while another controller has the site. It reads all the
 * same.
 *
 * @param inner the link
 * @param refusal why nothing may be written, a sentence; empty when it may
 */
record FencedLink(Link inner, Supplier<Optional<String>> refusal) implements ForwardingLink {
  @Override
  public WriteOutcome write(PointId point, double value, Duration deadline, WriteSteps steps) {
    return refusal
        .get()
        .<WriteOutcome>map(WriteOutcome.Refused::new)
        .orElseGet(() -> inner.write(point, value, deadline, steps));
  }

  @Override
  public Optional<String> closedToWriting() {
    return refusal.get().or(inner::closedToWriting);
  }

  @Override
  public Optional<String> closedToWriting(PointId point) {
    return refusal.get().or(() -> inner.closedToWriting(point));
  }
}
