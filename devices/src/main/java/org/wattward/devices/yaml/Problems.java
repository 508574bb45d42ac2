package org.wattward.devices.yaml;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong in one or more files, so that it can be told all at once. */
public final class Problems {
  private final Set<Problem> found = new LinkedHashSet<>();

  /**
   * Notes a problem of a node.
   *
   * @param node where
   * @param message what is wrong: a sentence
   * @param advice what would be right: a sentence
   */
  public void add(YamlNode node, String message, String advice) {
    add(node.at(), node.path(), message, advice);
  }

  /** Notes a problem at a place, for example at a key. */
  public void add(Position at, String path, String message, String advice) {
    found.add(new Problem(at.file(), at.line(), at.column(), path, message, advice));
  }

  /** Takes over the problems of another collection. */
  public void addAll(List<Problem> problems) {
    found.addAll(problems);
  }

  /** Whether nothing is wrong. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** All problems, by file, line and column. */
  public List<Problem> sorted() {
    List<Problem> sorted = new ArrayList<>(found);
    sorted.sort(null);
    return List.copyOf(sorted);
  }

  /**
   * Stops here when something is wrong.
   *
   * @throws InvalidFile with all problems
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidFile(sorted());
    }
  }
}
