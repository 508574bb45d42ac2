package org.wattward.rules.engine;

import java.util.List;

/**
 * A result over many facts.
 *
 * @param value the result
 * @param facts what it was made of
 */
record Tallied(double value, List<Object> facts) {}
