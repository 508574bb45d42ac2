package org.wattward.devices.yaml;

import java.util.List;
import java.util.stream.Collectors;
import org.wattward.devices.WattwardException;

/** Thrown when a file cannot be used; carries every problem of it at once. */
public final class InvalidFile extends WattwardException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Makes one.
   *
   * @param problems at least one
   */
  public InvalidFile(List<Problem> problems) {
    super(problems.stream().sorted().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = problems.stream().sorted().toList();
  }

  /** All problems, in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
