package org.wattward.protocols.opcua;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.point.PointId;
import org.wattward.protocols.opcua.ServerClock.Trust;

/**
 * Which time a reading carries: the source's, corrected by how far the server's clock is off,
 * unless it is plainly wrong even so or its value is old but was confirmed just now; then the time
 * of receipt. It never lies in the future and never before (nor at) the point's previous one, so a
 * server whose clock is off, or is set back, cannot make old values look new or new ones look old.
 * Only the link's thread calls this.
 */
final class ReadingTimes {
  private final ServerClock clock;
  private final Map<PointId, Instant> last = new HashMap<>();

  ReadingTimes(ServerClock clock) {
    this.clock = clock;
  }

  /**
   * The time of the point's next reading.
   *
   * @param source when the source says it held, if it does
   * @param received when it was received
   * @param tolerance how far before the receipt the source's time is still taken
   */
  Instant next(PointId point, @Nullable Instant source, Instant received, Duration tolerance) {
    Instant time =
        ours(source)
            .filter(told -> !told.isAfter(received) && !told.isBefore(received.minus(tolerance)))
            .orElse(received);
    Instant previous = last.get(point);
    if (previous != null && !time.isAfter(previous)) {
      time = received.isAfter(previous) ? received : previous.plus(1, ChronoUnit.MICROS);
    }
    last.put(point, time);
    return time;
  }

  private Optional<Instant> ours(@Nullable Instant source) {
    return switch (clock.trust()) {
      case Trust.Right() -> Optional.ofNullable(source);
      case Trust.Off(Duration ahead) -> Optional.ofNullable(source).map(told -> told.minus(ahead));
      case Trust.Unknown() -> Optional.empty();
    };
  }
}
