package org.wattward.rules.tree;

import java.util.List;
import org.wattward.rules.facts.FactField;
import org.wattward.rules.facts.FactType;

/** An expression: a number, a text or a yes-or-no, with its place. */
public sealed interface Expr {
  /** Where it stands. */
  Place place();

  /** What it gives. */
  Form form();

  /** What an expression gives. */
  enum Form {
    NUMBER("a number"),
    TEXT("a text"),
    SWITCH("yes or no");

    private final String title;

    Form(String title) {
      this.title = title;
    }

    /** As it stands in messages. */
    public String title() {
      return title;
    }
  }

  /** What gives a number. */
  sealed interface OfNumber extends Expr {
    /** Its quantity. */
    Quantity quantity();

    /** Whether it is a whole number in Java's arithmetic, which the reader keeps out of sums. */
    default boolean isWhole() {
      return false;
    }

    @Override
    default Form form() {
      return Form.NUMBER;
    }
  }

  /** What gives a text. */
  sealed interface OfText extends Expr {
    @Override
    default Form form() {
      return Form.TEXT;
    }
  }

  /** What gives yes or no. */
  sealed interface OfSwitch extends Expr {
    @Override
    default Form form() {
      return Form.SWITCH;
    }
  }

  /** A number as written. */
  record Literal(double value, boolean isWhole, Quantity quantity, Place place)
      implements OfNumber {}

  /** A parameter of the package. */
  record Parameter(String name, Quantity quantity, Place place) implements OfNumber {}

  /** A number in a fact. */
  record NumberField(int slot, FactType type, FactField field, Quantity quantity, Place place)
      implements OfNumber, Field {
    @Override
    public boolean isWhole() {
      return field.form() == FactField.Form.WHOLE;
    }
  }

  /** A result of an accumulation. */
  record Result(Clause.Tally tally, Place place) implements OfNumber {
    @Override
    public Quantity quantity() {
      return tally.quantity();
    }

    @Override
    public boolean isWhole() {
      return tally.function() == Clause.Function.COUNT;
    }
  }

  /** Two numbers joined. */
  record Arithmetic(
      Operator operator, OfNumber left, OfNumber right, Quantity quantity, Place place)
      implements OfNumber {
    @Override
    public boolean isWhole() {
      return left.isWhole() && right.isWhole();
    }
  }

  /** A number with the other sign. */
  record Negated(OfNumber of, Quantity quantity, Place place) implements OfNumber {
    @Override
    public boolean isWhole() {
      return of.isWhole();
    }
  }

  /** The lesser, the greater, or the size without sign. */
  record Call(Function function, List<OfNumber> of, Quantity quantity, Place place)
      implements OfNumber {
    public Call {
      of = List.copyOf(of);
    }

    @Override
    public boolean isWhole() {
      return of.stream().allMatch(OfNumber::isWhole);
    }
  }

  /** A text as written. */
  record Text(String value, Place place) implements OfText {}

  /** A text in a fact. */
  record TextField(int slot, FactType type, FactField field, Place place)
      implements OfText, Field {}

  /** A switch in a fact. */
  record SwitchField(int slot, FactType type, FactField field, Place place)
      implements OfSwitch, Field {}

  /** {@code true} or {@code false}. */
  record Truth(boolean value, Place place) implements OfSwitch {}

  /** Two numbers compared. */
  record CompareNumbers(Comparator comparator, OfNumber left, OfNumber right, Place place)
      implements OfSwitch {}

  /** Two texts compared; equal or not. */
  record CompareTexts(boolean equal, OfText left, OfText right, Place place) implements OfSwitch {}

  /** Two switches compared; equal or not. */
  record CompareSwitches(boolean equal, OfSwitch left, OfSwitch right, Place place)
      implements OfSwitch {}

  /** A number that is, or is not, one of several. */
  record NumberAmong(boolean among, OfNumber of, List<Literal> choices, Place place)
      implements OfSwitch {
    public NumberAmong {
      choices = List.copyOf(choices);
    }
  }

  /** A text that is, or is not, one of several. */
  record TextAmong(boolean among, OfText of, List<Text> choices, Place place) implements OfSwitch {
    public TextAmong {
      choices = List.copyOf(choices);
    }
  }

  /** All of them. */
  record All(List<OfSwitch> of, Place place) implements OfSwitch {
    public All {
      of = List.copyOf(of);
    }
  }

  /** One of them at least. */
  record Any(List<OfSwitch> of, Place place) implements OfSwitch {
    public Any {
      of = List.copyOf(of);
    }
  }

  /** The opposite. */
  record Opposite(OfSwitch of, Place place) implements OfSwitch {}

  /** A field of a fact that the rule has in a slot. */
  sealed interface Field extends Expr {
    /** Where the fact is kept. */
    int slot();

    /** The fact's type. */
    FactType type();

    /** The field. */
    FactField field();
  }

  /** How numbers are joined. */
  enum Operator {
    PLUS("+"),
    MINUS("-"),
    TIMES("*"),
    DIVIDE("/");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    /** As written. */
    public String sign() {
      return sign;
    }

    /** Joins two numbers. */
    public double apply(double left, double right) {
      return switch (this) {
        case PLUS -> left + right;
        case MINUS -> left - right;
        case TIMES -> left * right;
        case DIVIDE -> left / right;
      };
    }
  }

  /** How numbers are compared. */
  enum Comparator {
    EQUAL("=="),
    UNEQUAL("!="),
    LESS("<"),
    LESS_EQUAL("<="),
    GREATER(">"),
    GREATER_EQUAL(">=");

    private final String sign;

    Comparator(String sign) {
      this.sign = sign;
    }

    /** As written. */
    public String sign() {
      return sign;
    }

    /** The comparator that says the same with both sides swapped. */
    public Comparator swapped() {
      return switch (this) {
        case EQUAL -> EQUAL;
        case UNEQUAL -> UNEQUAL;
        case LESS -> GREATER;
        case LESS_EQUAL -> GREATER_EQUAL;
        case GREATER -> LESS;
        case GREATER_EQUAL -> LESS_EQUAL;
      };
    }

    /** Compares two numbers. */
    public boolean test(double left, double right) {
      return switch (this) {
        case EQUAL -> left == right;
        case UNEQUAL -> left != right;
        case LESS -> left < right;
        case LESS_EQUAL -> left <= right;
        case GREATER -> left > right;
        case GREATER_EQUAL -> left >= right;
      };
    }
  }

  /** The functions of numbers. */
  enum Function {
    MIN("min", 2),
    MAX("max", 2),
    ABS("abs", 1);

    private final String key;
    private final int arguments;

    Function(String key, int arguments) {
      this.key = key;
      this.arguments = arguments;
    }

    /** The name in {@code Math}. */
    public String key() {
      return key;
    }

    /** How many numbers it takes. */
    public int arguments() {
      return arguments;
    }
  }
}
