package org.wattward.protocols.opcua;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.eclipse.milo.opcua.sdk.server.subscriptions.Subscription;

/**
 * A {@link TestServer} in a process of its own, so that ending it takes all with it that a server
 * keeps, and what grows in the test's process is the link's. One thread.
 */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final Writer questions;

  private ServerProcess(Process process) throws IOException {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.questions = process.outputWriter(StandardCharsets.UTF_8);
    if (!"started".equals(answers.readLine())) {
      throw new IOException("The server's process did not start; it has said why.");
    }
  }

  /**
   * Starts a server; returns when it answers.
   *
   * @param port its port
   * @param items it has so many variables {@code Pump.p0}, {@code Pump.p1} …
   * @param from the first one's value; each next one's is greater by 1
   */
  static ServerProcess start(int port, int items, int from) throws IOException {
    List<String> line =
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ServerProcess.class.getName(),
            Integer.toString(port),
            Integer.toString(items),
            Integer.toString(from));
    return new ServerProcess(
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** How many sessions it has. */
  int sessions() {
    return Integer.parseInt(answer("sessions"));
  }

  /** How many items each of its subscriptions has. */
  List<Integer> itemsOfSubscriptions() {
    String answer = answer("items");
    return answer.isEmpty()
        ? List.of()
        : Arrays.stream(answer.split(" ")).map(Integer::valueOf).toList();
  }

  private String answer(String question) {
    try {
      questions.write(question + "\n");
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException("The server's process has ended.");
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once, as a loss of power does. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** The process: its arguments are those of {@link #start}; it ends with its parent. */
  public static void main(String[] args) throws Exception {
    TestServer server = new TestServer(Integer.parseInt(args[0]));
    int items = Integer.parseInt(args[1]);
    for (int i = 0; i < items; i++) {
      server.show("Pump.p" + i, (double) Integer.parseInt(args[2]) + i);
    }
    server.start();
    System.out.println("started");
    var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String asked = questions.readLine(); asked != null; asked = questions.readLine()) {
      System.out.println(
          asked.equals("sessions") ? Integer.toString(server.sessions()) : items(server));
    }
    System.exit(0);
  }

  private static String items(TestServer server) {
    return String.join(
        " ",
        server.subscriptions().stream()
            .map(Subscription::getMonitoredItems)
            .map(items -> Integer.toString(items.size()))
            .toList());
  }
}
