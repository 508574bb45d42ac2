package org.wattward.controller.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What an engineer does with rule packages without a running controller. */
@Command(
    name = "rules",
    description = "Checks, tests and explains rule packages. Starts nothing.",
    mixinStandardHelpOptions = true,
    subcommands = {RulesCheckCommand.class, RulesTestCommand.class, RulesExplainCommand.class})
final class RulesCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: rules check, rules test or rules explain.");
  }
}
