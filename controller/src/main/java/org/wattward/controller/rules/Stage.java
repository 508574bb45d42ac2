package org.wattward.controller.rules;

import java.util.Locale;

/** How far a version of a rule package has come. */
public enum Stage {
  /** It was loaded and is not right: its checks or its tests fail. */
  DRAFT,
  /** It is right and its tests pass. */
  TESTED,
  /** It decides beside the one in force, and nothing follows from it. */
  SHADOW,
  /** It decides. */
  ACTIVE,
  /** It has decided and does so no more. */
  RETIRED;

  /** The stage as written in the record and the API. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
