package org.wattward.controller.rules;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the trial of a package goes in a zone.
 *
 * @param zone the zone
 * @param name the package
 * @param hash the version on trial
 * @param since its first decision
 * @param decisions how many it made
 * @param differing how many of them were not those of the package in force
 * @param wouldBe how many requests it had in its latest decision
 * @param differences what the two did not agree on in its latest decision
 * @param fault why it did not decide, if it did not
 * @param recorded when the record was last told
 */
public record Trial(
    String zone,
    String name,
    String hash,
    Instant since,
    long decisions,
    long differing,
    int wouldBe,
    List<String> differences,
    Optional<String> fault,
    Instant recorded) {
  public Trial {
    differences = List.copyOf(differences);
  }
}
