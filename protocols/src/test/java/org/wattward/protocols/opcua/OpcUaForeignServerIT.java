package org.wattward.protocols.opcua;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.protocols.link.Await;
import org.wattward.protocols.link.LinkContract;
import org.wattward.protocols.link.LinkFixture;

/**
 * An OPC UA link keeps the contract with a server on another library, node-opcua, too. It is
 * skipped unless the environment variable {@code WATTWARD_NODE_OPCUA} names a folder in which
 * {@code npm install node-opcua-server} was run.
 */
class OpcUaForeignServerIT extends LinkContract {
  private static final String VARIABLE = "WATTWARD_NODE_OPCUA";

  @Override
  protected LinkFixture fixture() throws Exception {
    String folder = System.getenv(VARIABLE);
    Assumptions.assumeTrue(
        folder != null,
        "There is no server on another library to talk to. Run \"npm install node-opcua-server\" in"
            + " a folder and set "
            + VARIABLE
            + " to it.");
    return new Field(Path.of(Objects.requireNonNull(folder)));
  }

  private static final class Field implements LinkFixture {
    private static final PointId POWER = TestDevices.id("pump", "power");
    private static final PointId TEMP = TestDevices.id("pump", "outdoorTemp");
    private static final PointId LIMIT = TestDevices.id("pump", "powerLimit");

    private final Path modules;
    private final Path folder;
    private final int port;
    private final Map<PointId, Double> values =
        new ConcurrentHashMap<>(Map.of(POWER, 1500.5, TEMP, 7.0, LIMIT, 4000.0));
    private final AtomicInteger writes = new AtomicInteger();
    private @Nullable Process process;
    private volatile boolean ready;

    Field(Path modules) throws IOException {
      this.modules = modules;
      folder = Files.createTempDirectory("wattward-node-opcua");
      try (InputStream script =
          OpcUaForeignServerIT.class.getResourceAsStream("foreign-server.js")) {
        Files.copy(Objects.requireNonNull(script), folder.resolve("server.js"));
      }
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      start();
    }

    @Override
    public void start() throws IOException {
      ready = false;
      ProcessBuilder node =
          new ProcessBuilder(
                  // its keys are costly to make, so they are kept beside its modules
                  "node", "server.js", String.valueOf(port), modules.resolve("pki").toString())
              .directory(folder.toFile())
              .redirectError(folder.resolve("log").toFile());
      node.environment().put("NODE_PATH", modules.resolve("node_modules").toString());
      Process started = node.start();
      process = started;
      Thread.ofVirtual().start(() -> listen(started));
      Await.until("node-opcua is ready", () -> ready || !started.isAlive());
      values.forEach(this::tell);
    }

    private void listen(Process from) {
      try (BufferedReader lines = from.inputReader()) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          String[] words = line.split(" ");
          if (words[0].equals("ready")) {
            ready = true;
          } else if (words[0].equals("wrote")) {
            values.put(LIMIT, Double.valueOf(words[2]));
            writes.incrementAndGet();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void tell(PointId point, double value) {
      say("show Pump.%s %s".formatted(point.name(), value));
    }

    private void say(String line) {
      PrintStream out =
          new PrintStream(
              Objects.requireNonNull(process).getOutputStream(), true, StandardCharsets.UTF_8);
      out.println(line);
    }

    @Override
    public LinkConfig config() {
      return TestDevices.link("opc.tcp://127.0.0.1:" + port + "/devices", Duration.ofMillis(100));
    }

    @Override
    public List<Device> devices() {
      return List.of(
          TestDevices.device(
              "pump",
              "Pump",
              TestDevices.readable("power", PollGroup.FAST),
              TestDevices.readable("outdoorTemp", PollGroup.SLOW),
              TestDevices.writable("powerLimit", 0, 5000, 1)));
    }

    @Override
    public Map<PointId, Double> shown() {
      return Map.of(POWER, 1500.5, TEMP, 7.0, LIMIT, 4000.0);
    }

    @Override
    public PointId changing() {
      return POWER;
    }

    @Override
    public PointId writable() {
      return LIMIT;
    }

    @Override
    public List<Double> writableValues() {
      return List.of(2500.0, 3000.0);
    }

    @Override
    public PointId readOnly() {
      return TEMP;
    }

    @Override
    public void show(PointId point, double value) {
      values.put(point, value);
      tell(point, value);
    }

    @Override
    public double held() {
      return Objects.requireNonNull(values.get(LIMIT));
    }

    @Override
    public int writesArrived() {
      return writes.get();
    }

    @Override
    public void rejectWrites() {
      say("reject");
    }

    @Override
    public void stop() throws InterruptedException {
      Process running = process;
      if (running != null) {
        running.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      }
    }

    @Override
    public void close() throws InterruptedException {
      stop();
    }
  }
}
