package org.wattward.controller.command;

import java.io.PrintWriter;
import org.wattward.devices.WattwardException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: {@code wattward COMMAND}. */
@Command(
    name = "wattward",
    description = "Controls the energy of a city district, and always says why.",
    mixinStandardHelpOptions = true,
    versionProvider = WattwardCommand.Version.class,
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      SimulateCommand.class,
      CheckCommand.class,
      RulesCommand.class,
      ScheduleCommand.class,
      ExportCommand.class,
      UserCommand.class,
      TokenCommand.class,
      AuditCommand.class,
      BenchCommand.class,
      ReadCommand.class,
      WriteCommand.class,
      CommissionCommand.class,
      ScanCommand.class,
      TemplateCommand.class,
      TrustCommand.class
    })
public final class WattwardCommand implements Runnable {
  /** Exit code when the answer is no: an invalid file, a failed test, a goal not met. */
  static final int NO = 1;

  @Spec private CommandSpec spec;

  /**
   * The program with all its commands, ready to execute.
   *
   * <p>Expected faults end with one sentence on standard error and exit code 1; a fault of the
   * program itself ends with its stack trace.
   */
  public static CommandLine commandLine() {
    IExecutionExceptionHandler handler =
        (fault, line, _) -> {
          PrintWriter err = line.getErr();
          if (fault instanceof WattwardException) {
            err.println(fault.getMessage());
          } else {
            fault.printStackTrace(err);
          }
          err.flush();
          return NO;
        };
    return new CommandLine(new WattwardCommand())
        .setExecutionExceptionHandler(handler)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /**
   * Runs one command.
   *
   * @param args the command line; {@code --help} says what there is
   * @return the exit code
   */
  public static int execute(String... args) {
    return commandLine().execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: %s.".formatted(String.join(", ", spec.subcommands().keySet())));
  }

  /** The version, from the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = WattwardCommand.class.getPackage().getImplementationVersion();
      return new String[] {"Wattward " + (version == null ? "(not packaged)" : version)};
    }
  }
}
