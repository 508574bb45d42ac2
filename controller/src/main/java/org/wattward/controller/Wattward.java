package org.wattward.controller;

/** The program. */
public final class Wattward {
  private Wattward() {}

  /**
   * Runs one command.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    System.exit(args.length > 100 ? 2 : 0);
  }
}
