package org.wattward.protocols.link;

import java.time.Duration;
import java.util.Optional;
import org.wattward.devices.point.PointId;

/** A link around another one: all that it does not do itself the inner one does. */
public interface ForwardingLink extends Link {
  /** The link inside. */
  Link inner();

  @Override
  default String id() {
    return inner().id();
  }

  @Override
  default void start() {
    inner().start();
  }

  @Override
  default LinkStatus status() {
    return inner().status();
  }

  @Override
  default WriteOutcome write(PointId point, double value, Duration deadline, WriteSteps steps) {
    return inner().write(point, value, deadline, steps);
  }

  @Override
  default Optional<String> closedToWriting() {
    return inner().closedToWriting();
  }

  @Override
  default Optional<String> closedToWriting(PointId point) {
    return inner().closedToWriting(point);
  }

  @Override
  default void close() {
    inner().close();
  }
}
