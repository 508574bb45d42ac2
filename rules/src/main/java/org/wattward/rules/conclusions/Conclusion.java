package org.wattward.rules.conclusions;

/** What a rule concludes. Two equal conclusions are one. */
public sealed interface Conclusion permits SetPoint, LimitPoint, Condition, Notice {}
