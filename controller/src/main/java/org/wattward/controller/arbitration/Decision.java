package org.wattward.controller.arbitration;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.quantity.Unit;
import org.wattward.rules.request.Request;

/**
 * The record of one arbitration: why a point has its setpoint. One is made when a point's outcome
 * changes, not at every tick. The same record serves the page, the API, the audit and the replay.
 *
 * @param id names it
 * @param time when it was decided, UTC
 * @param zone the zone that led to it; empty when no zone did (an override, an expiry)
 * @param point whose setpoint
 * @param unit the point's unit
 * @param inputs the readings that the requests rest on, as they were then
 * @param claims every live request with what became of it; the winner first
 * @param wanted what the winner (or the relinquish default) asks for, before limits
 * @param clips what limits and equipment made of it, in the order applied
 * @param setpoint what is written
 * @param write what became of the write
 */
public record Decision(
    UUID id,
    Instant time,
    String zone,
    PointId point,
    Unit unit,
    List<Input> inputs,
    List<Claim> claims,
    double wanted,
    List<Clip> clips,
    double setpoint,
    Write write) {
  public Decision {
    inputs = List.copyOf(inputs);
    claims = List.copyOf(claims);
    clips = List.copyOf(clips);
  }

  /**
   * A reading that was looked at.
   *
   * @param reading value, time and quality as they were
   * @param unit its unit
   * @param ageS how old it was, seconds
   */
  public record Input(Reading reading, Unit unit, double ageS) {}

  /**
   * One request and what became of it.
   *
   * @param request what was asked
   * @param verdict what became of it
   * @param why a sentence: by whom or what it lost, or what it did
   */
  public record Claim(Request request, Verdict verdict, String why) {}

  /** What becomes of a request. */
  public enum Verdict {
    /** Its value is the one wanted. */
    WON,
    /** It is a limit that binds the value wanted. */
    LIMITS,
    /** It is a limit that leaves the value wanted as it is. */
    SATISFIED,
    /** A higher or newer request stands before it, or a higher limit contradicts it. */
    LOST,
    /**
     * No longer heeded: a reading it rests on is no longer good, it expired, or its asker took it
     * back. Told once, in the decision that this led to.
     */
    WITHDRAWN
  }

  /**
   * Something that changed the value.
   *
   * @param by what did: {@code range}, {@code step}, {@code ramp}, {@code minimum hold}, {@code
   *     write spacing}, or the limiting request's source
   * @param from value before
   * @param to value after
   * @param why a sentence
   */
  public record Clip(String by, double from, double to, String why) {}

  /**
   * What became of the write.
   *
   * @param state how far it came
   * @param readBack what the device gave back, if it did
   * @param time when it came to this
   * @param reason a sentence; empty when all is well
   * @param steps how it came to this, oldest first, each state's latest time; the last is {@code
   *     state}
   */
  public record Write(
      State state, Optional<Double> readBack, Instant time, String reason, List<Step> steps) {
    /** Checks; what was recorded without steps has the one it came to. */
    public Write {
      steps =
          steps == null || steps.isEmpty() ? List.of(new Step(state, time)) : List.copyOf(steps);
    }

    /** A first step. */
    public Write(State state, Optional<Double> readBack, Instant time, String reason) {
      this(state, readBack, time, reason, List.of(new Step(state, time)));
    }

    /**
     * A write came to a state.
     *
     * @param state which
     * @param time when
     */
    public record Step(State state, Instant time) {}

    /** This write, as what follows an earlier state of it. */
    Write after(Write before) {
      List<Step> all = new ArrayList<>(before.steps);
      all.removeIf(step -> step.state == state);
      all.addAll(steps);
      return new Write(state, readBack, time, reason, all);
    }

    /** Whether the device has the value, as far as is known. */
    boolean isDone() {
      return switch (state) {
        case ACCEPTED, VERIFIED, EFFECTIVE, NOT_NEEDED -> true;
        case REQUESTED, SENT, FAILED, UNKNOWN -> false;
      };
    }

    /** When it last came to a state, if it ever did. */
    public Optional<Instant> at(State which) {
      return steps.stream()
          .filter(step -> step.state == which)
          .map(Step::time)
          .reduce((_, later) -> later);
    }

    /** How far a write came. */
    public enum State {
      /** The device already holds the value. */
      NOT_NEEDED,
      /** Decided, not yet on its way: it waits for its turn, its device or the next try. */
      REQUESTED,
      /** On the wire; the device has not answered yet. */
      SENT,
      /** The device took it; it cannot be read back, so nobody has seen it in force. */
      ACCEPTED,
      /** Read back from the device. */
      VERIFIED,
      /** Read back, and what is measured followed. */
      EFFECTIVE,
      /** The device refused it or holds another value, after all tries. */
      FAILED,
      /** Nobody knows whether the device took it. */
      UNKNOWN
    }
  }

  /** The request that won, if any did; else the point has its relinquish default. */
  public Optional<Request> winner() {
    return claims.stream()
        .filter(claim -> claim.verdict() == Verdict.WON)
        .map(Claim::request)
        .findFirst();
  }

  /** The same decision, its write come further. */
  public Decision with(Write newWrite) {
    return new Decision(
        id,
        time,
        zone,
        point,
        unit,
        inputs,
        claims,
        wanted,
        clips,
        setpoint,
        newWrite.after(write));
  }
}
