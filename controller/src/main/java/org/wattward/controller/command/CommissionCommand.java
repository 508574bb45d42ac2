package org.wattward.controller.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trials of devices. */
@Command(
    name = "commission",
    description = "Tries devices before they are relied on.",
    mixinStandardHelpOptions = true,
    subcommands = CommissionWatchdogCommand.class)
final class CommissionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to try: watchdog.");
  }
}
