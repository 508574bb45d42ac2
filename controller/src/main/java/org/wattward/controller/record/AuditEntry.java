package org.wattward.controller.record;

import java.time.Instant;

/**
 * Something a person or program did.
 *
 * @param time when
 * @param actor the user's or token's name
 * @param action what was done: {@code override}, {@code acknowledge}, {@code log-in} …
 * @param subject what it was done to
 * @param detail the rest, a sentence
 */
public record AuditEntry(
    Instant time, String actor, String action, String subject, String detail) {}
