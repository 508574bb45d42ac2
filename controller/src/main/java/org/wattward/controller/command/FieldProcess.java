package org.wattward.controller.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.wattward.controller.Wattward;
import org.wattward.devices.WattwardException;
import org.wattward.sim.field.modbus.LoadField;

/** A load field in a process of its own, of the same program. One thread. */
final class FieldProcess implements AutoCloseable {
  private static final Duration END_WITHIN = Duration.ofSeconds(5);

  private final Process process;
  private final BufferedReader answers;
  private final Writer orders;
  private final List<Integer> ports;

  private FieldProcess(Process process) throws IOException {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    this.ports = Arrays.stream(answer().split(" ")).map(Integer::valueOf).toList();
  }

  /**
   * Starts it; returns when its devices answer.
   *
   * @throws WattwardException when it did not start; it has said why on standard error
   */
  static FieldProcess start(LoadField.Size size) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElse("java"));
    line.addAll(List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED"));
    String classPath = System.getProperty("java.class.path");
    if (classPath.endsWith(".jar") && !classPath.contains(System.getProperty("path.separator"))) {
      line.addAll(List.of("-jar", classPath));
    } else {
      line.addAll(List.of("-cp", classPath, Wattward.class.getName()));
    }
    line.addAll(List.of("bench", "load-field"));
    line.add("--devices=" + size.devices());
    line.add("--points=" + size.points());
    line.add("--single=" + size.single());
    line.add("--units=" + size.unitsPerGateway());
    return new FieldProcess(
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** The ports it listens on, in the order of the load field's links. */
  List<Integer> ports() {
    return ports;
  }

  /** Makes a device fall silent until it is woken. */
  void silence(int device) throws IOException {
    orders.write("silence " + device + "\n");
    orders.flush();
    answer();
  }

  /** Makes a silent device answer again. */
  void wake(int device) throws IOException {
    orders.write("wake " + device + "\n");
    orders.flush();
    answer();
  }

  /** Makes a device show a value at its first point from now on. */
  void show(int device, float value) throws IOException {
    orders.write("show %d %s\n".formatted(device, value));
    orders.flush();
    answer();
  }

  /** What was written to its devices since the last call, on this machine's monotonic clock. */
  List<LoadField.Written> written() throws IOException {
    orders.write("writes\n");
    orders.flush();
    String line = answer();
    return line.isEmpty()
        ? List.of()
        : Arrays.stream(line.split(" ")).map(FieldProcess::written).toList();
  }

  private static LoadField.Written written(String text) {
    String[] parts = text.split(":");
    return new LoadField.Written(
        Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
  }

  /** The processor time it has used. */
  Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new WattwardException(
          "The process of the simulated field ended. Maybe the limit of open files is too low: see"
              + " ulimit -n.");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    orders.close();
    try {
      if (!process.waitFor(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
