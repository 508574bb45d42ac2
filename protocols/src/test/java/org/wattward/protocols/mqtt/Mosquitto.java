package org.wattward.protocols.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.wattward.protocols.link.Await;

/**
 * Debian's Mosquitto on a port of its own, as a process of the test. It may be stopped and started
 * again at the same port; retained messages are lost then. Where it is not installed the test is
 * skipped and says so.
 */
public final class Mosquitto {
  private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

  private final int port;
  private int tlsPort;
  private final Path folder;
  private final List<String> settings = new ArrayList<>();
  private @Nullable Process process;

  public Mosquitto() throws IOException {
    Assumptions.assumeTrue(
        Files.isExecutable(PROGRAM),
        "Mosquitto is not installed, so MQTT is not tested. Install it: apt-get install mosquitto");
    folder = Files.createTempDirectory("wattward-mosquitto");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    settings.add("listener " + port + " 127.0.0.1");
    settings.add("persistence false");
    settings.add("user root");
  }

  /** Only this user may connect. */
  Mosquitto withUser(String user, String password) throws IOException, InterruptedException {
    Path passwords = folder.resolve("passwords");
    Files.writeString(passwords, user + ":" + password + "\n");
    new ProcessBuilder("/usr/bin/mosquitto_passwd", "-U", passwords.toString()).start().waitFor();
    settings.add("password_file " + passwords);
    settings.add("allow_anonymous false");
    return this;
  }

  /**
   * Listens at a second port, too, with TLS.
   *
   * @param server the file of its certificate; its key is beside it
   * @param clients the file of the authority whose clients alone may connect, if any
   */
  Mosquitto withTls(Path server, Optional<Path> clients) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      tlsPort = free.getLocalPort();
    }
    settings.add("listener " + tlsPort + " 127.0.0.1");
    settings.add("certfile " + server);
    settings.add("keyfile " + TestAuthority.keyOf(server));
    clients.ifPresent(authority -> {
      settings.add("cafile " + authority);
      settings.add("require_certificate true");
    });
    return this;
  }

  /** The address of the second port. */
  String tlsUrl() {
    return "ssl://127.0.0.1:" + tlsPort;
  }

  /** Keeps sessions and retained messages on its disk, for when it is stopped gently. */
  public Mosquitto persistent() {
    settings.remove("persistence false");
    settings.add("persistence true");
    settings.add("persistence_location " + folder + "/");
    settings.add("max_queued_messages 0");
    return this;
  }

  /** Stops it as a service is stopped. */
  public void stopGently() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroy();
      running.waitFor(30, TimeUnit.SECONDS);
    }
  }

  /** Nobody may listen to topics that begin so, nor publish there. */
  Mosquitto withRights(String... rules) throws IOException {
    Path rights = folder.resolve("rights");
    Files.writeString(rights, String.join("\n", rules) + "\n");
    settings.add("acl_file " + rights);
    return this;
  }

  public Mosquitto start() throws IOException {
    Path config = folder.resolve("mosquitto.conf");
    List<String> lines = new ArrayList<>(settings);
    if (settings.stream().noneMatch(line -> line.startsWith("allow_anonymous"))) {
      lines.add("allow_anonymous true");
    }
    Files.write(config, lines);
    process =
        new ProcessBuilder(PROGRAM.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Await.until("Mosquitto listens", this::listens);
    return this;
  }

  public void stop() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
    }
  }

  public void close() throws InterruptedException {
    stop();
  }

  public String url() {
    return "tcp://127.0.0.1:" + port;
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
