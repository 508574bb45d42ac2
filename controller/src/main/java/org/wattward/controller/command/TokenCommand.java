package org.wattward.controller.command;

import java.io.PrintWriter;
import org.wattward.controller.receipt.Quota;
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

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "How many orders a second it may give on average; ten times as many at once. Default:"
              + " 1000")
  private int perSecond = Quota.USUAL.perSecond();

  @Option(
      names = "--live",
      paramLabel = "N",
      description = "How many of its orders may live or wait at a time. Default: 10000")
  private int live = Quota.USUAL.live();

  @Override
  public void run() {
    if (perSecond < 1 || live < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--rate %d and --live %d must be 1 or more.".formatted(perSecond, live));
    }
    if (level < Request.HIGHEST || level > Request.LOWEST) {
      throw new ParameterException(
          spec.commandLine(), "--level %d is impossible; levels go from 1 to 16.".formatted(level));
    }
    String token =
        new Accounts(data.path).issueToken(name, role, level, new Quota(perSecond, live));
    PrintWriter out = spec.commandLine().getOut();
    out.println(token);
    out.flush();
  }
}
