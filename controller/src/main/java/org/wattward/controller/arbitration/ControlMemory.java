package org.wattward.controller.arbitration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.wattward.controller.keep.Keep;
import org.wattward.devices.point.PointId;
import org.wattward.rules.request.Request;

/**
 * What control must not forget when the program ends, however it ends: when a compressor last
 * started, which overrides live. Any thread; may block for a disk, not for a network, and never
 * throws for either.
 */
public interface ControlMemory extends AutoCloseable {
  /** Forgets everything; for tests and fast simulation. */
  ControlMemory NONE =
      new ControlMemory() {
        @Override
        public Kept load() {
          return Kept.NOTHING;
        }

        @Override
        public void keep(KeptPoint point) {}

        @Override
        public void keep(KeptRequest request) {}

        @Override
        public void forget(String requestId) {}

        @Override
        public void close() {}
      };

  /** What was kept when the program last ended. */
  Kept load();

  /** Keeps the state of one point, replacing what was kept of it. */
  void keep(KeptPoint point);

  /** Keeps a request of a person or a program, replacing the one of the same id. */
  void keep(KeptRequest request);

  /** Forgets a request that ended. */
  void forget(String requestId);

  /**
   * A journal beside it, for what other parts of control must remember; closed by who asked for it.
   *
   * @param name names it; lower-case letters
   */
  default Keep journal(String name) {
    return Keep.NONE;
  }

  @Override
  void close();

  /**
   * All that was kept.
   *
   * @param at when the last of it was kept; empty when nothing was
   */
  record Kept(Optional<Instant> at, List<KeptPoint> points, List<KeptRequest> requests) {
    /** A first start. */
    public static final Kept NOTHING = new Kept(Optional.empty(), List.of(), List.of());

    public Kept {
      points = List.copyOf(points);
      requests = List.copyOf(requests);
    }
  }

  /**
   * The equipment's state of one point.
   *
   * @param setpoint the last setpoint, in the point's unit
   * @param changed when it came to that
   * @param starts when it last went up from its least value, oldest first
   */
  record KeptPoint(PointId point, double setpoint, Instant changed, List<Instant> starts) {
    public KeptPoint {
      starts = List.copyOf(starts);
    }
  }

  /**
   * A live request.
   *
   * @param request what was asked
   * @param remaining how long it had still to live
   * @param at when that was
   */
  record KeptRequest(Request request, Duration remaining, Instant at) {}
}
