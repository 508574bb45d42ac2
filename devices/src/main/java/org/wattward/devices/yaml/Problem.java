package org.wattward.devices.yaml;

/**
 * One thing that is wrong in a file, said so that its author can mend it.
 *
 * @param file the file's name
 * @param line line, from 1
 * @param column column, from 1
 * @param key the path of the key concerned: {@code devices[3].unit}; empty when the file as a whole
 * @param message what is wrong, with the value and unit
 * @param advice what would be right
 */
public record Problem(String file, int line, int column, String key, String message, String advice)
    implements Comparable<Problem> {
  @Override
  public int compareTo(Problem other) {
    int byFile = file.compareTo(other.file);
    if (byFile != 0) {
      return byFile;
    }
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    String where = key.isEmpty() ? "" : key + ": ";
    return "%s:%d:%d: %s%s %s".formatted(file, line, column, where, message, advice);
  }
}
