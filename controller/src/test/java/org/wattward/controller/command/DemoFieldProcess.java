package org.wattward.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.wattward.devices.point.PointId;

/** {@link DemoFieldChild} as its parent sees it. One thread. */
final class DemoFieldProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final Writer orders;
  private final List<String> addresses = new ArrayList<>();

  /** What happened to a point. */
  enum Kind {
    READ,
    WRITTEN,
    FELL
  }

  /**
   * Something that happened to a point, in the field.
   *
   * @param nanos when, on this machine's monotonic clock
   * @param value the point's, in its unit
   */
  record Event(Kind kind, long nanos, PointId point, double value) {}

  /**
   * What happened since the last time.
   *
   * @param stallNanos how long the field was not let run at most
   */
  record Seen(List<Event> events, long stallNanos) {}

  /** Starts it; returns when its devices answer. */
  DemoFieldProcess(Path errors) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                DemoFieldChild.class.getName())
            .redirectError(errors.toFile())
            .start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    orders = process.outputWriter(StandardCharsets.UTF_8);
    for (String line = answer(); !line.equals("ready"); line = answer()) {
      if (line.contains("=") && !line.contains(" ")) { // else it is of its log
        addresses.add(line);
      }
    }
  }

  /** Where its links are, {@code link=address} each. */
  List<String> addresses() {
    return addresses;
  }

  /** What happened since the last call. */
  Seen look() throws IOException {
    orders.write("look\n");
    orders.flush();
    List<Event> events = new ArrayList<>();
    while (true) {
      String[] words = answer().split(" ");
      switch (words[0]) {
        case "READ", "WRITTEN", "FELL" ->
            events.add(
                new Event(
                    Kind.valueOf(words[0]),
                    Long.parseLong(words[1]),
                    PointId.parse(words[2]),
                    Double.parseDouble(words[3])));
        case "stall" -> {
          return new Seen(events, Long.parseLong(words[1]));
        }
        default -> {} // of its log
      }
    }
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    assertThat(line).as("a line of the simulated field").isNotNull();
    return line;
  }

  @Override
  public void close() throws IOException {
    orders.close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
