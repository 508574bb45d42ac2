package org.wattward.controller;

import org.wattward.controller.command.WattwardCommand;

/** The program. */
public final class Wattward {
  private Wattward() {}

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param args the command line; {@code --help} says what there is
   */
  public static void main(String[] args) {
    System.exit(WattwardCommand.execute(args));
  }
}
