package org.wattward.controller.security;

import java.util.Locale;

/** What somebody may do; each role may also do what the roles before it may. */
public enum Role {
  /** Sees everything. */
  VIEWER,
  /** Overrides points, acknowledges alarms, announces demand-response events. */
  OPERATOR,
  /** Edits rules and parameters. */
  ENGINEER,
  /** Manages accounts and tokens. */
  ADMIN;

  /** The role as written in files and commands. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Spring Security's hierarchy of these roles, one line a pair. */
  static String hierarchy() {
    return """
    ROLE_ADMIN > ROLE_ENGINEER
    ROLE_ENGINEER > ROLE_OPERATOR
    ROLE_OPERATOR > ROLE_VIEWER
    """;
  }
}
