package org.wattward.protocols.opcua;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/** Names of status codes as OPC 10000-4 has them, for sentences. Pure. */
final class StatusNames {
  private StatusNames() {}

  /** The name of a code, for example {@code Bad_NodeIdUnknown}. */
  static String of(StatusCode code) {
    return StatusCodes.lookup(code.value())
        .map(found -> found[0])
        .orElseGet(() -> {
          if (code.isGood()) {
            return "Good";
          }
          String severity = code.isUncertain() ? "Uncertain" : "Bad";
          return "%s (0x%08X)".formatted(severity, code.value());
        });
  }

  /** The name of a fault's status code, with what else is known of it. */
  static String of(Throwable fault) {
    Throwable cause = fault;
    while ((cause instanceof ExecutionException || cause instanceof CompletionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof TimeoutException) {
      return "no answer in time";
    }
    return UaException.extract(cause)
        .map(found -> of(found.getStatusCode()))
        .orElseGet(fault::toString);
  }
}
