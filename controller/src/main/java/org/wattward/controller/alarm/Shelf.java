package org.wattward.controller.alarm;

import java.time.Instant;

/**
 * An alarm was put aside for a while (ISA-18.2 clause 11.7): it is known, worked on, and would only
 * disturb.
 *
 * @param by who did
 * @param why a sentence
 * @param until when it comes back by itself
 */
public record Shelf(String by, String why, Instant until) {}
