package org.wattward.controller.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets programs in that show {@code Authorization: Bearer …}. */
final class BearerTokenFilter extends OncePerRequestFilter {
  private static final String PREFIX = "Bearer ";

  private final Accounts accounts;

  BearerTokenFilter(Accounts accounts) {
    this.accounts = accounts;
  }

  /** Whether the request comes from a program, which has no cookie to be abused. */
  static boolean carriesToken(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.startsWith(PREFIX);
  }

  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!carriesToken(request)) {
      chain.doFilter(request, response);
      return;
    }
    String token = request.getHeader(HttpHeaders.AUTHORIZATION).substring(PREFIX.length());
    Optional<Accounts.Program> program = accounts.program(token);
    if (program.isEmpty()) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED, "This token is not known here.");
      return;
    }
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        new UsernamePasswordAuthenticationToken(
            new ProgramPrincipal(program.get()),
            "",
            List.of(new SimpleGrantedAuthority("ROLE_" + program.get().role().name()))));
    SecurityContextHolder.setContext(context);
    chain.doFilter(request, response);
  }

  /** A program as principal; its name is the program's. */
  record ProgramPrincipal(Accounts.Program program) implements java.security.Principal {
    @Override
    public String getName() {
      return program.name();
    }
  }
}
