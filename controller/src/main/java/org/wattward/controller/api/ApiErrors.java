package org.wattward.controller.api;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.wattward.controller.record.RecordUnavailable;

/** Turns faults into RFC 9457 problem documents that say what would be right. */
@RestControllerAdvice(basePackageClasses = ApiErrors.class)
final class ApiErrors extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

  /** A "no" with its status and a sentence. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final HttpStatus status;

    Refusal(HttpStatus status, String message) {
      super(message);
      this.status = status;
    }

    static Refusal notFound(String message) {
      return new Refusal(HttpStatus.NOT_FOUND, message);
    }

    static Refusal invalid(String message) {
      return new Refusal(HttpStatus.UNPROCESSABLE_CONTENT, message);
    }
  }

  @ExceptionHandler(Refusal.class)
  ProblemDetail refused(Refusal refusal) {
    return ProblemDetail.forStatusAndDetail(refusal.status, String.valueOf(refusal.getMessage()));
  }

  @ExceptionHandler(IllegalArgumentException.class)
  ProblemDetail invalid(IllegalArgumentException fault) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(fault.getMessage()));
  }

  @ExceptionHandler(RecordUnavailable.class)
  ProblemDetail unavailable(RecordUnavailable fault) {
    LOG.warn("{}", fault.getMessage());
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.SERVICE_UNAVAILABLE,
        fault.getMessage() + " The district is controlled all the same; ask again later.");
  }
}
