package org.wattward.controller.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measurements of the program on the machine it runs on. */
@Command(
    name = "bench",
    description = "Measures the program on this machine and holds the figures against goals.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BenchFieldCommand.class,
      BenchReactCommand.class,
      BenchRecordCommand.class,
      BenchOutageCommand.class,
      BenchPhysicsCommand.class,
      BenchRequestsCommand.class,
      LoadFieldCommand.class
    })
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to measure: field, outage, physics, react, record or requests.");
  }
}
