package org.wattward.controller.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.modbus.LoadField;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The other process of {@code bench field}: thousands of simulated devices. It prints the ports it
 * listens on in one line, takes {@code silence INDEX} and {@code ping}, which it answers with
 * {@code done}, and ends when its input ends.
 */
@Command(
    name = "load-field",
    hidden = true,
    description = "Shows thousands of simulated Modbus devices until its standard input ends.")
final class LoadFieldCommand implements Callable<Integer> {
  private static final String SILENCE = "silence ";

  @Spec private CommandSpec spec;

  @Option(names = "--devices", required = true)
  private int devices;

  @Option(names = "--points", required = true)
  private int points;

  @Option(names = "--single", required = true)
  private int single;

  @Option(names = "--units", required = true)
  private int units;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    LoadField.Size size = new LoadField.Size(devices, points, single, units);
    try (LoadField field = new LoadField(size, Time.system());
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      field.start();
      out.println(field.ports().stream().map(String::valueOf).collect(Collectors.joining(" ")));
      out.flush();
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        if (order.startsWith(SILENCE)) {
          field.silence(Integer.parseInt(order.substring(SILENCE.length())));
        }
        out.println("done");
        out.flush();
      }
    }
    return 0;
  }
}
