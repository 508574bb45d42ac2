package org.wattward.controller.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What an engineer does with rule packages. */
@Command(
    name = "rules",
    description = {
      "Checks, tests and explains rule packages without a controller; loads, activates and rolls",
      "back those of a running one."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      RulesCheckCommand.class,
      RulesTestCommand.class,
      RulesExplainCommand.class,
      RulesRemoteCommands.ListPackages.class,
      RulesRemoteCommands.Load.class,
      RulesRemoteCommands.Activate.class,
      RulesRemoteCommands.RollBack.class
    })
final class RulesCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: rules check, test or explain; or rules list, load, activate or roll-back"
            + " on a running controller.");
  }
}
