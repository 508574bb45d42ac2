package org.wattward.controller.arbitration;

import java.util.List;
import java.util.OptionalLong;
import org.wattward.controller.arbitration.Decision.Claim;
import org.wattward.controller.arbitration.Decision.Clip;

/**
 * What an arbitration came to.
 *
 * @param claims every request with what became of it, the winner first, then by level
 * @param wanted what the winner, or the relinquish default, asks for, in the point's unit
 * @param clips what limits and equipment made of it, in the order applied
 * @param setpoint what is to be written
 * @param memory the point's memory from now on
 * @param dueNanos when time alone may change the outcome: an expiry, the end of a hold, the next
 *     step of a ramp; empty when never
 */
public record Ruling(
    List<Claim> claims,
    double wanted,
    List<Clip> clips,
    double setpoint,
    PointMemory memory,
    OptionalLong dueNanos) {
  public Ruling {
    claims = List.copyOf(claims);
    clips = List.copyOf(clips);
  }
}
