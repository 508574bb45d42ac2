package org.wattward.controller.vital;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.WattwardException;

/**
 * The service manager's socket: a datagram of lines like {@code READY=1} (sd_notify(3)). Java has
 * Unix sockets for streams only, so the three calls of the operating system are made directly.
 * Linux only. Any thread.
 */
public final class ServiceSocket {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceSocket.class);

  /** AF_UNIX, SOCK_DGRAM with SOCK_CLOEXEC, and MSG_NOSIGNAL of Linux. */
  private static final int UNIX = 1;

  private static final int DATAGRAM = 2 | 0x80000;
  private static final int NO_SIGNAL = 0x4000;

  /** Of sun_path (unix(7)). */
  private static final int LONGEST_PATH = 107;

  private final Calls calls;
  private final byte[] path;
  private boolean failing;

  /** What is called. */
  private record Calls(MethodHandle socket, MethodHandle sendTo, MethodHandle close) {
    @SuppressWarnings("restricted") // calls of the operating system are what this is for
    static Calls ofThisMachine() {
      Linker linker = Linker.nativeLinker();
      return new Calls(
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("socket"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT)),
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("sendto"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_INT)),
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("close"),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)));
    }
  }

  private ServiceSocket(String name) {
    this.path = name.getBytes(StandardCharsets.UTF_8);
    if (path.length > LONGEST_PATH || !(name.startsWith("/") || name.startsWith("@"))) {
      throw new WattwardException(
          "NOTIFY_SOCKET is \"%s\", which is no path and no abstract name of a Unix socket."
              .formatted(name));
    }
    if (name.startsWith("@")) {
      path[0] = 0; // how an abstract name is written
    }
    this.calls = Calls.ofThisMachine();
  }

  /**
   * The socket that the service manager named.
   *
   * @param environment the process's environment
   * @return empty when there is no service manager that wants to know
   */
  public static Optional<ServiceSocket> named(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("NOTIFY_SOCKET"))
        .filter(name -> !name.isBlank())
        .map(ServiceSocket::new);
  }

  /** Sends lines. That nobody takes them is logged once and hinders nothing. */
  public synchronized void tell(String lines) {
    boolean told;
    try (Arena arena = Arena.ofConfined()) {
      told = send(lines.getBytes(StandardCharsets.UTF_8), arena);
    }
    if (!told && !failing) {
      LOG.warn("The service manager does not take \"{}\".", lines);
    }
    failing = !told;
  }

  private boolean send(byte[] message, Arena arena) {
    MemorySegment address = arena.allocate(2L + path.length + 1);
    address.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) UNIX);
    MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, 2, path.length);
    MemorySegment text = arena.allocateFrom(ValueLayout.JAVA_BYTE, message);
    try {
      int socket = (int) calls.socket.invokeExact(UNIX, DATAGRAM, 0);
      if (socket < 0) {
        return false;
      }
      long sent =
          (long)
              calls.sendTo.invokeExact(
                  socket, text, (long) message.length, NO_SIGNAL, address, 2 + path.length);
      int closed = (int) calls.close.invokeExact(socket);
      return sent == message.length && closed == 0;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("A call of the operating system threw.", e);
    }
  }
}
