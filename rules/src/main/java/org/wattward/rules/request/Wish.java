package org.wattward.rules.request;

/** What a request asks of a point. Values are in the point's unit. */
public sealed interface Wish {
  /**
   * The point shall have this value.
   *
   * @param value finite
   */
  record Set(double value) implements Wish {
    public Set {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("A point cannot be set to %s.".formatted(value));
      }
    }
  }

  /**
   * Whatever the point is set to shall stay within these bounds.
   *
   * @param min least value, or negative infinity
   * @param max greatest value, or positive infinity
   */
  record Limit(double min, double max) implements Wish {
    public Limit {
      if (!(min <= max)) {
        throw new IllegalArgumentException(
            "A limit from %s to %s leaves no value. Give min <= max.".formatted(min, max));
      }
    }
  }
}
