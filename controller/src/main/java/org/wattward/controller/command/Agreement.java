package org.wattward.controller.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Asks before something is done to a real device. */
final class Agreement {
  private Agreement() {}

  /**
   * Whether who sits at the terminal agrees; no answer is a no.
   *
   * @param question a sentence with a question mark
   */
  static boolean to(String question, PrintWriter err) throws IOException {
    err.printf("%s [y/N] ", question);
    err.flush();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String answer = in.readLine();
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }
}
