package org.wattward.sim.scenario;

import java.time.Instant;
import java.util.Optional;

/**
 * One coming of a fault at one device.
 *
 * @param line where the fault stands in its file
 * @param what its word
 * @param device whom it befalls
 * @param begins when it comes
 * @param ends when it goes; never if empty, at once if as it comes
 */
public record Episode(
    int line, String what, String device, Instant begins, Optional<Instant> ends) {
  /** Whether it holds at an instant. */
  public boolean holds(Instant at) {
    return !at.isBefore(begins) && ends.map(at::isBefore).orElse(true);
  }
}
