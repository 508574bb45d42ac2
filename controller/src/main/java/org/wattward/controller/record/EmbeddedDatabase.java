package org.wattward.controller.record;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of the controller's own, with durable settings. Its directory holds {@code data},
 * the password and the server's log; one process at a time may use it.
 *
 * <p>Zonky brings the programs; its own starter is not used, because it trusts every local
 * connection and knows neither a password nor a directory that it finds in use.
 *
 * <p>Methods block on the server; one thread at a time.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String USER = "wattward";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path directory;
  private final Path data;
  private final RandomAccessFile lockFile;
  private final FileLock lock;
  private final String password;
  private final int port;
  private @Nullable PostgresBinaries binaries;

  private EmbeddedDatabase(
      Path directory, RandomAccessFile lockFile, FileLock lock, String password, int port) {
    this.directory = directory;
    this.data = directory.resolve("data");
    this.lockFile = lockFile;
    this.lock = lock;
    this.password = password;
    this.port = port;
  }

  /**
   * Takes a directory for this process alone. Nothing is started yet, so this is quick.
   *
   * @param directory made when it is missing
   * @throws DatabaseRefused when another process uses it, or another major version wrote it
   */
  public static EmbeddedDatabase claim(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rwx------"));
      RandomAccessFile lockFile = new RandomAccessFile(absolute.resolve("lock").toFile(), "rw");
      try {
        FileLock lock = lock(lockFile, absolute);
        checkVersion(absolute);
        return new EmbeddedDatabase(absolute, lockFile, lock, password(absolute), freePort());
      } catch (IOException | RuntimeException e) {
        lockFile.close();
        throw e;
      }
    } catch (IOException e) {
      throw new DatabaseRefused(
          "The database's directory %s cannot be used: %s. Give another one, or the right to it."
              .formatted(absolute, e.getMessage()),
          e);
    }
  }

  private static FileLock lock(RandomAccessFile lockFile, Path directory) throws IOException {
    FileLock lock;
    try {
      lock = lockFile.getChannel().tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new DatabaseRefused(
          "The database's directory %s is in use by another controller. Stop that one, or give this one a directory of its own."
              .formatted(directory));
    }
    return lock;
  }

  private static void checkVersion(Path directory) throws IOException {
    Path versionFile = directory.resolve("data").resolve("PG_VERSION");
    if (!Files.exists(versionFile)) {
      return;
    }
    String found = Files.readString(versionFile).strip();
    if (!found.equals(Integer.toString(PostgresBinaries.MAJOR_VERSION))) {
      throw new DatabaseRefused(
          """
          The database in %s was written by PostgreSQL %s; this program brings PostgreSQL %d, which cannot read it. \
          Dump it with the pg_dump of version %s and restore it into an empty directory, or give another directory; \
          nothing was changed.\
          """
              .formatted(directory, found, PostgresBinaries.MAJOR_VERSION, found));
    }
  }

  /** Where it listens and how to log in; the port is this process's own. */
  public DatabaseAddress.External address() {
    return new DatabaseAddress.External(
        "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port), USER, password);
  }

  /**
   * Makes the database when there is none, and starts it when it does not run.
   *
   * @throws RecordUnavailable when it does not start
   */
  public void ensureRunning() {
    try {
      if (process().isPresent()) {
        return;
      }
      PostgresBinaries found = binaries();
      endOrphan(found);
      if (!Files.exists(data.resolve("PG_VERSION"))) {
        initialise(found);
      }
      // A file of its own, because a server that lives on keeps the pipe to us open.
      run(
          "start",
          List.of(
              found.program("pg_ctl").toString(),
              "start",
              "-w",
              "-t",
              Long.toString(PATIENCE.toSeconds()),
              "-D",
              data.toString(),
              "-l",
              directory.resolve("server.log").toString(),
              "-o",
              options()));
      Files.writeString(directory.resolve("server.pid"), Long.toString(postmasterPid().orElse(0L)));
    } catch (IOException e) {
      throw new RecordUnavailable(
          "The embedded PostgreSQL in %s does not start: %s See %s."
              .formatted(directory, e.getMessage(), directory.resolve("server.log")),
          e);
    }
  }

  private String options() {
    return String.join(
        " ",
        "-p " + port,
        "-c listen_addresses=127.0.0.1",
        "-c unix_socket_directories=",
        // Every promise of the record rests on these three.
        "-c fsync=on",
        "-c synchronous_commit=on",
        "-c full_page_writes=on",
        "-c max_connections=50",
        "-c shared_buffers=128MB",
        "-c max_wal_size=2GB",
        "-c wal_compression=on",
        "-c timezone=UTC");
  }

  private void initialise(PostgresBinaries found) throws IOException {
    Path fresh = directory.resolve("data.new");
    if (Files.exists(fresh)) {
      Directories.delete(fresh);
    }
    run(
        "initdb",
        List.of(
            found.program("initdb").toString(),
            "-D",
            fresh.toString(),
            "-U",
            USER,
            "-A",
            "scram-sha-256",
            "--pwfile=" + directory.resolve("password"),
            "-E",
            "UTF8",
            "--no-locale"));
    // Under its name only when whole, so a crash in between leaves no half database.
    Files.move(fresh, data);
    Directories.sync(directory);
  }

  /** A server whose controller died holds the data still; the lock says that it is nobody's. */
  private void endOrphan(PostgresBinaries found) throws IOException {
    Optional<Long> pid = postmasterPid();
    if (pid.flatMap(ProcessHandle::of).filter(this::isServer).isEmpty()) {
      return;
    }
    Path noted = directory.resolve("server.pid");
    if (!Files.exists(noted) || !Files.readString(noted).strip().equals(pid.get().toString())) {
      throw new IOException(
          "Somebody else runs a PostgreSQL (process %d) on these data. Stop it."
              .formatted(pid.get()));
    }
    LOG.info("Stopping the PostgreSQL (process {}) that an ended controller left.", pid.get());
    stop(found);
  }

  private void stop(PostgresBinaries found) throws IOException {
    run(
        "stop",
        List.of(
            found.program("pg_ctl").toString(),
            "stop",
            "-w",
            "-m",
            "fast",
            "-t",
            Long.toString(PATIENCE.toSeconds()),
            "-D",
            data.toString()));
  }

  /**
   * Stops the server cleanly and keeps the directory, as somebody does who maintains it.
   *
   * @throws RecordUnavailable when it does not stop
   */
  public void stopServer() {
    try {
      if (process().isPresent()) {
        stop(binaries());
      }
    } catch (IOException e) {
      throw new RecordUnavailable(
          "The embedded PostgreSQL in %s does not stop: %s".formatted(directory, e.getMessage()),
          e);
    }
  }

  /** The server's process, if it runs. */
  Optional<ProcessHandle> process() throws IOException {
    Path noted = directory.resolve("server.pid");
    Optional<Long> pid = postmasterPid();
    if (pid.isEmpty() || !Files.exists(noted)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
    boolean ours =
        Files.readString(noted).strip().equals(pid.get().toString())
            && lines.size() > 3
            && lines.get(3).strip().equals(Integer.toString(port));
    return ours ? ProcessHandle.of(pid.get()).filter(this::isServer) : Optional.empty();
  }

  /** Numbers of processes are used again, so the number alone proves nothing. */
  private boolean isServer(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    return process.isAlive()
        && info.command().filter(command -> command.endsWith("/postgres")).isPresent()
        && info.arguments().filter(given -> List.of(given).contains(data.toString())).isPresent();
  }

  private Optional<Long> postmasterPid() throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Files.readAllLines(file).stream().findFirst().map(line -> Long.valueOf(line.strip()));
  }

  /** Stops the server cleanly and gives the directory back. */
  @Override
  public void close() {
    try {
      if (process().isPresent()) {
        stop(binaries());
      }
      abandon();
    } catch (IOException e) {
      LOG.warn("The embedded PostgreSQL in {} did not stop cleanly.", directory, e);
    }
  }

  /** Gives the directory back and leaves the server to itself, as a crash does. */
  void abandon() throws IOException {
    lock.release();
    lockFile.close();
  }

  private PostgresBinaries binaries() throws IOException {
    PostgresBinaries known = binaries;
    if (known == null) {
      known = PostgresBinaries.in(directory.resolve("program"));
      binaries = known;
    }
    return known;
  }

  private void run(String what, List<String> command) throws IOException {
    List<String> whole = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // PostgreSQL refuses to be root; in a user namespace without a mapping it is nobody.
      whole.addAll(List.of("unshare", "-U"));
    }
    whole.addAll(command);
    Path output = Files.createTempFile(directory, what + "-", ".log");
    try {
      Process process =
          new ProcessBuilder(whole)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(PATIENCE.toSeconds() + 10, TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(
            "%s %s. It said: %s"
                .formatted(
                    what,
                    ended ? "ended with code " + process.exitValue() : "did not end",
                    Files.readString(output).strip()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(what + " was interrupted.", e);
    } finally {
      Files.delete(output);
    }
  }

  private static String password(Path directory) throws IOException {
    Path file = directory.resolve("password");
    if (!Files.exists(file)) {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      Path fresh =
          Files.createTempFile(
              directory,
              "password-",
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, HexFormat.of().formatHex(random));
      Files.move(fresh, file);
    }
    return Files.readString(file).strip();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
