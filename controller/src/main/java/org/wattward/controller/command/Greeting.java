package org.wattward.controller.command;

import java.io.PrintWriter;
import java.nio.file.Path;

/** What a person is told when a controller has started. */
final class Greeting {
  private Greeting() {}

  static void print(
      PrintWriter out, RunningController controller, String address, Path dataDirectory) {
    out.println();
    out.printf(
        "  %s: http://%s:%d/%n",
        controller.district().site().title(),
        address.contains(":") ? "[" + address + "]" : address,
        controller.port());
    controller
        .firstPassword()
        .ifPresentOrElse(
            password ->
                out.printf(
                    "  Log in as admin with %s (shown only now; `user admin --role ADMIN` makes a"
                        + " new one).%n",
                    password),
            () ->
                out.printf(
                    "  Log in with your account; accounts are in %s.%n",
                    dataDirectory.resolve("accounts.json")));
    out.println();
    out.flush();
  }
}
