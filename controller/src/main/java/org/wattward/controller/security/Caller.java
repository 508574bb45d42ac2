package org.wattward.controller.security;

import org.springframework.security.core.Authentication;
import org.wattward.controller.receipt.Asker;
import org.wattward.controller.receipt.Quota;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;

/**
 * Who calls, and the highest priority level they may use.
 *
 * @param source the person or program as the source of requests
 * @param highestLevel 1 to 16
 * @param quota how much they may ask for
 */
public record Caller(Source source, int highestLevel, Quota quota) {
  /** Reads it from Spring Security's authentication of a request. */
  public static Caller of(Authentication authentication) {
    if (authentication.getPrincipal() instanceof BearerTokenFilter.ProgramPrincipal program) {
      return new Caller(
          new Source(Source.Kind.PROGRAM, program.getName(), ""),
          program.program().highestLevel(),
          program.program().quotaOrUsual());
    }
    return new Caller(
        new Source(Source.Kind.PERSON, authentication.getName(), ""),
        Request.MANUAL_OPERATOR,
        Quota.USUAL);
  }

  /** The caller as one who gives orders. */
  public Asker asker() {
    return new Asker(source, highestLevel, quota);
  }
}
