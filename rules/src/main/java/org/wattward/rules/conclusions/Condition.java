package org.wattward.rules.conclusions;

/**
 * The rule states that a named condition holds now. The next snapshots carry for how long it has
 * held without a break ({@code Held}), which is how a rule says "for five minutes".
 *
 * @param name the condition's name, of the package's choosing
 * @param subject what it is about: a device or zone id
 */
public record Condition(String name, String subject) implements Conclusion {}
