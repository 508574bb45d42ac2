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
 * listens on in one line, takes {@code silence INDEX}, {@code wake INDEX}, {@code show INDEX VALUE}
 * and {@code ping}, which it answers with {@code done}, and {@code writes}, which it answers with
 * {@code INDEX:VALUE:NANOS} of each write since the last; it ends when its input ends.
 */
@Command(
    name = "load-field",
    hidden = true,
    description = "Shows thousands of simulated Modbus devices until its standard input ends.")
final class LoadFieldCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--devices", required = true)
  private int devices;

  @Option(names = "--points", required = true)
  private int points;

  @Option(names = "--single", required = true)
  private int single;

  @Option(names = "--units", required = true)
  private int units;

  private static String answer(LoadField field, String order) {
    String[] words = order.split(" ");
    switch (words[0]) {
      case "silence" -> field.silence(Integer.parseInt(words[1]));
      case "wake" -> field.wake(Integer.parseInt(words[1]));
      case "show" -> field.show(Integer.parseInt(words[1]), Float.parseFloat(words[2]));
      case "writes" -> {
        return field.drainWritten().stream()
            .map(written -> written.device() + ":" + written.value() + ":" + written.nanos())
            .collect(Collectors.joining(" "));
      }
      default -> {} // a ping
    }
    return "done";
  }

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
        out.println(answer(field, order));
        out.flush();
      }
    }
    return 0;
  }
}
