package org.wattward.rules.tree;

import java.util.List;
import org.wattward.rules.conclusions.Conclusion;

/**
 * What a rule makes when it fires.
 *
 * @param type which conclusion
 * @param texts the texts in front: device and point, condition and subject, or subject
 * @param numbers the numbers after them, the seconds last
 * @param reason the reason or text with braces where the values go; empty for conditions
 * @param values what goes into the braces
 * @param place where it stands
 */
public record ConclusionTree(
    Type type,
    List<Expr> texts,
    List<Expr> numbers,
    String reason,
    List<Expr> values,
    Place place) {
  public ConclusionTree {
    texts = List.copyOf(texts);
    numbers = List.copyOf(numbers);
    values = List.copyOf(values);
  }

  /** The conclusions there are. */
  public enum Type {
    SET_POINT("SetPoint", 2, 2, "device, point, value, seconds, reason"),
    LIMIT_POINT("LimitPoint", 2, 3, "device, point, min, max, seconds, reason"),
    CONDITION("Condition", 2, 0, "name, subject"),
    NOTICE("Notice", 1, 0, "subject, text");

    private final String key;
    private final int texts;
    private final int numbers;
    private final String form;

    Type(String key, int texts, int numbers, String form) {
      this.key = key;
      this.texts = texts;
      this.numbers = numbers;
      this.form = form;
    }

    /** The name in rules. */
    public String key() {
      return key;
    }

    /** How many texts stand in front. */
    public int texts() {
      return texts;
    }

    /** How many numbers follow. */
    public int numbers() {
      return numbers;
    }

    /** Whether a reason and its values end it. */
    public boolean hasReason() {
      return this != CONDITION;
    }

    /** Whether it asks something of a point. */
    public boolean isWish() {
      return this == SET_POINT || this == LIMIT_POINT;
    }

    /** Its arguments, for messages. */
    public String form() {
      return "new " + key + "(" + form + (hasReason() ? ", values…)" : ")");
    }

    /** The class a rule file imports for it. */
    public String className() {
      return Conclusion.class.getPackageName() + "." + key;
    }
  }
}
