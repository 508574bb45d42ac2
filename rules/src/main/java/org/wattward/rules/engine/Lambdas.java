package org.wattward.rules.engine;

/**
 * The forms of compiled expressions.
 *
 * <p>They take the facts and results that the expression is about as plain arguments, so that
 * trying a fact allocates nothing; an expression over fewer ignores the rest.
 */
final class Lambdas {
  /** Most facts and results that one comparison may be about. */
  static final int MOST = 5;

  private Lambdas() {}

  /** Gives a number. */
  @FunctionalInterface
  interface NumberOf {
    double at(Object a, Object b, Object c, Object d, Object e);
  }

  /** Gives a text. */
  @FunctionalInterface
  interface TextOf {
    Object at(Object a, Object b, Object c, Object d, Object e);
  }

  /** Gives yes or no. */
  @FunctionalInterface
  interface Test {
    boolean at(Object a, Object b, Object c, Object d, Object e);
  }

  /** Picks the fact or result that a leaf of the expression is about. */
  @FunctionalInterface
  interface Pick {
    Object at(Object a, Object b, Object c, Object d, Object e);

    /** Picks the argument at a place, 0 to 4. */
    static Pick argument(int place) {
      return switch (place) {
        case 0 -> (a, b, c, d, e) -> a;
        case 1 -> (a, b, c, d, e) -> b;
        case 2 -> (a, b, c, d, e) -> c;
        case 3 -> (a, b, c, d, e) -> d;
        case 4 -> (a, b, c, d, e) -> e;
        default ->
            throw new IllegalArgumentException(
                "A comparison about %d facts is too wide.".formatted(place + 1));
      };
    }

    /** Picks an element of a row that is handed over as first argument. */
    static Pick ofRow(int place) {
      return (row, b, c, d, e) -> ((Object[]) row)[place];
    }
  }
}
