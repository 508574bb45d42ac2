package org.wattward.controller.rules;

/**
 * Who does something to rules, and why.
 *
 * @param by a person's or a program's name, or {@code file:} and the owner of a changed file
 * @param why a sentence
 */
public record Deed(String by, String why) {
  /** What the program does with the packages that come with it. */
  static final Deed SHIPPED = new Deed("wattward", "It comes with the program.");
}
