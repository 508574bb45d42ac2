package org.wattward.rules.tree;

/**
 * Where something stands in a rule file.
 *
 * @param line from 1
 * @param column from 1
 * @param length how many characters it takes on that line, at least 1
 * @param text the text as written, white space made single
 */
public record Place(int line, int column, int length, String text) {}
