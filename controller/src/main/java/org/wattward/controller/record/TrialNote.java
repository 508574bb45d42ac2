package org.wattward.controller.record;

import java.time.Instant;

/**
 * What a rule package on trial decided otherwise than the one in force.
 *
 * @param time when
 * @param zone where
 * @param name the package's name
 * @param sha256 the version on trial, hexadecimal
 * @param detail the differences, as a JSON object
 */
public record TrialNote(Instant time, String zone, String name, String sha256, String detail) {}
