package org.wattward.controller.command;

import java.io.PrintWriter;
import org.wattward.controller.security.Accounts;
import org.wattward.controller.security.Role;
import org.wattward.rules.request.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Issues a bearer token for a program. */
@Command(
    name = "token",
    description = "Issues a bearer token for a program and shows it once.",
    mixinStandardHelpOptions = true)
final class TokenCommand implements Runnable {
  private static final int EXTERNAL_SCHEDULER = 10;

  @Spec private CommandSpec spec;
  @Mixin private DataDirectory data;

  @Parameters(paramLabel = "NAME", description = "Names the program in requests and audit")
  private String name = "";

  @Option(names = "--role", defaultValue = "VIEWER", description = "${COMPLETION-CANDIDATES}")
  private Role role = Role.VIEWER;

  @Option(
      names = "--level",
      paramLabel = "N",
      description =
          "Highest priority level of its requests, 1 to 16. Default: 10, external scheduler")
  private int level = EXTERNAL_SCHEDULER;

  @Override
  public void run() {
    if (level < Request.HIGHEST || level > Request.LOWEST) {
      throw new ParameterException(
          spec.commandLine(), "--level %d is impossible; levels go from 1 to 16.".formatted(level));
    }
    String token = new Accounts(data.path).issueToken(name, role, level);
    PrintWriter out = spec.commandLine().getOut();
    out.println(token);
    out.flush();
  }
}
