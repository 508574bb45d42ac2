package org.wattward.protocols.opcua;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.client.OpcUaSession;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.wattward.devices.point.Reading;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.link.WriteSteps;

/**
 * Writes a variable once and reads it until it holds the value or time is up. Runs on the caller's
 * thread.
 */
final class NodeWriter {
  /** A server may pass a write on to a device behind it; these leave open whether it arrived. */
  private static final Set<Long> OPEN_RESULTS =
      Set.of(
          StatusCodes.Bad_Timeout,
          StatusCodes.Bad_RequestTimeout,
          StatusCodes.Bad_CommunicationError,
          StatusCodes.Bad_ConnectionClosed,
          StatusCodes.Bad_UnexpectedError,
          StatusCodes.Bad_InternalError,
          StatusCodes.Bad_RequestInterrupted);

  /** The server refused the whole call before it looked at the value. */
  private static final Set<Long> REFUSED_CALLS =
      Set.of(
          StatusCodes.Bad_SessionIdInvalid,
          StatusCodes.Bad_SessionNotActivated,
          StatusCodes.Bad_SecureChannelIdInvalid,
          StatusCodes.Bad_TooManyOperations,
          StatusCodes.Bad_ServiceUnsupported,
          StatusCodes.Bad_EncodingError,
          StatusCodes.Bad_EncodingLimitsExceeded,
          StatusCodes.Bad_RequestTooLarge);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final Time time;
  private final NodePoint point;
  private final double value;
  private final long endNanos;
  private final WriteSteps steps;

  NodeWriter(Time time, NodePoint point, double value, Duration deadline, WriteSteps steps) {
    this.steps = steps;
    this.time = time;
    this.point = point;
    this.value = value;
    this.endNanos = time.nanos() + deadline.toNanos();
  }

  /** Writes and reads back in a session. */
  WriteOutcome write(LiveSession live) {
    Optional<NodeType> type = live.types().of(point);
    Optional<NodeId> node = live.node(point);
    Optional<OpcUaSession> session = live.access().session();
    if (session.isEmpty()) {
      return refused("there is no session right now");
    }
    if (node.isEmpty() || type.isEmpty()) {
      return refused("the server does not tell the type of " + point.node());
    }
    Optional<Variant> encoded = NodeValues.encode(value / point.scale(), type.get().encoding());
    if (encoded.isEmpty()) {
      return refused(
          "%s is of type %s, which cannot hold %s"
              .formatted(point.node(), type.get().encoding(), value / point.scale()));
    }
    // half of the time is kept for reading back
    Duration forWriting = left().dividedBy(2);
    CompletableFuture<StatusCode> answer =
        live.access()
            .write(session.get(), NodeAccess.written(point, node.get(), encoded.get()), forWriting);
    steps.sent();
    return send(answer, forWriting, live.access(), node.get());
  }

  private WriteOutcome send(
      CompletableFuture<StatusCode> answer, Duration atMost, NodeAccess access, NodeId node) {
    String doubt = "";
    try {
      StatusCode code = answer.get(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS);
      if (!code.isGood()) {
        if (!OPEN_RESULTS.contains(code.value())) {
          return refused("the server says " + StatusNames.of(code));
        }
        doubt = "the server says " + StatusNames.of(code);
      } else {
        steps.accepted();
      }
    } catch (ExecutionException e) {
      if (UaException.extractStatusCode(e)
          .filter(code -> REFUSED_CALLS.contains(code.value()))
          .isPresent()) {
        return refused("the server says " + StatusNames.of(e));
      }
      doubt = "the write failed with " + StatusNames.of(e);
    } catch (TimeoutException e) {
      doubt = "the server did not answer the write in time";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new WriteOutcome.Unknown(said("the writer was stopped"));
    }
    return readBack(access, node, doubt);
  }

  private WriteOutcome readBack(NodeAccess access, NodeId node, String doubt) {
    if (!point.template().readable()) {
      return doubt.isEmpty() ? new WriteOutcome.Accepted() : new WriteOutcome.Unknown(said(doubt));
    }
    String problem = doubt;
    Optional<Double> held = Optional.empty();
    Duration pause = FIRST_PAUSE;
    try {
      while (true) {
        try {
          DataValue got = access.read(List.of(NodeAccess.value(point, node)), left()).getFirst();
          Reading reading = NodeValues.reading(point, got, time.now(), Elements.NO_STRUCTURES);
          if (reading.good().isPresent()) {
            held = Optional.of(reading.value());
            if (matches(reading.value())) {
              return new WriteOutcome.Verified(reading.value());
            }
          } else {
            problem = "reading it back gives " + StatusNames.of(got.statusCode());
          }
        } catch (OpcUaFault e) {
          problem = String.valueOf(e.getMessage());
        }
        if (left().compareTo(pause) <= 0) {
          break;
        }
        time.sleep(pause);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new WriteOutcome.Unknown(said("the writer was stopped"));
    }
    return held.isPresent()
        ? new WriteOutcome.Mismatch(held.get())
        : new WriteOutcome.Unknown(said(problem));
  }

  private boolean matches(double held) {
    double tolerance = point.template().writing().map(Writing::tolerance).orElse(0.0);
    // a Float keeps 24 bits of the value
    return Math.abs(held - value) <= Math.max(tolerance, Math.abs(value) * 0x1p-23);
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, endNanos - time.nanos()));
  }

  private WriteOutcome refused(String why) {
    return new WriteOutcome.Refused(said(why));
  }

  private String said(String why) {
    return "%s %s for %s: %s.".formatted(value, point.template().unit(), point.id(), why);
  }
}
