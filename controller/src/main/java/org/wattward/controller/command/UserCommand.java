package org.wattward.controller.command;

import java.io.PrintWriter;
import org.wattward.controller.security.Accounts;
import org.wattward.controller.security.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a person's account, or gives one a new password. */
@Command(
    name = "user",
    description = "Makes a person's account, or gives an existing one a new password.",
    mixinStandardHelpOptions = true)
final class UserCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private DataDirectory data;

  @Parameters(paramLabel = "NAME", description = "Log-in name")
  private String name = "";

  @Option(names = "--role", defaultValue = "VIEWER", description = "${COMPLETION-CANDIDATES}")
  private Role role = Role.VIEWER;

  @Override
  public void run() {
    String password = new Accounts(data.path).setPassword(name, role);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s (%s) logs in with %s%n", name, role.key(), password);
    out.flush();
  }
}
