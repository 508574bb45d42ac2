package org.wattward.rules.conclusions;

/**
 * The rule tells people something: a failed lamp, a meter that disagrees.
 *
 * @param subject the device or zone concerned
 * @param text a sentence
 */
public record Notice(String subject, String text) implements Conclusion {
  /**
   * The same with values in the text.
   *
   * @param text a sentence with {@code {}} where a value belongs
   * @param values numbers and texts, in that order
   */
  public Notice(String subject, String text, Object... values) {
    this(subject, Reason.of(text, values));
  }
}
