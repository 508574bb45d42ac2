package org.wattward.sim.field.modbus;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.WattwardException;
import org.wattward.devices.time.Time;

/**
 * A TCP port of the loopback address that can be opened, closed and opened again. Two kinds of
 * virtual thread: one accepts, one serves each connection. Safe on any thread.
 */
final class ModbusPort {
  private static final Logger log = LoggerFactory.getLogger(ModbusPort.class);
  private static final int BACKLOG = 64;

  private final String name;
  private final Map<Integer, ModbusUnit> units;
  private final Time time;
  private int port;
  private @Nullable Open state;

  ModbusPort(String name, Map<Integer, ModbusUnit> units, Time time) {
    this.name = name;
    this.units = units;
    this.time = time;
  }

  /** The port, once it was opened; the same for ever after. */
  synchronized int port() {
    return port;
  }

  synchronized boolean isOpen() {
    return state != null;
  }

  /** Accepts connections from now on; the first time on a free port, then on the same again. */
  synchronized void open() {
    if (isOpen()) {
      return;
    }
    try {
      ServerSocket listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      port = listener.getLocalPort();
      Set<Socket> sockets = ConcurrentHashMap.newKeySet();
      Thread acceptor =
          Thread.ofVirtual().name("sim-accept-" + name).start(() -> accept(listener, sockets));
      state = new Open(listener, sockets, acceptor);
    } catch (IOException e) {
      throw new WattwardException(
          "The simulated device on %s cannot listen on port %d of the loopback address."
              .formatted(name, port),
          e);
    }
  }

  /** Refuses connections from now on and drops those that are open. */
  synchronized void shut() {
    if (state != null) {
      state.end();
      state = null;
    }
  }

  private void accept(ServerSocket listener, Set<Socket> sockets) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        if (!sockets.isEmpty() && oneClientOnly()) {
          socket.close();
          continue;
        }
        sockets.add(socket);
        Thread.ofVirtual().name("sim-" + name).start(() -> serve(socket, sockets));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          log.warn("Accepting on {} failed: {}", name, e.toString());
        }
      }
    }
  }

  private boolean oneClientOnly() {
    return units.values().stream().anyMatch(unit -> unit.quirks().oneClientOnly());
  }

  private void serve(Socket socket, Set<Socket> sockets) {
    try (socket) {
      socket.setTcpNoDelay(true);
      new ModbusConnection(socket, units, time).serve();
    } catch (IOException _) {
      // The peer is gone or was dropped; a server has nobody to tell.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(socket);
    }
  }

  /** One life of the port, from open to shut. */
  private record Open(ServerSocket listener, Set<Socket> sockets, Thread acceptor) {
    void end() {
      closeQuietly(listener);
      // The kernel's socket lives until the thread that waits in accept has left it.
      awaitEnd(acceptor);
      sockets.forEach(Open::closeQuietly);
    }

    private static void awaitEnd(Thread thread) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    private static void closeQuietly(Closeable socket) {
      try {
        socket.close();
      } catch (IOException e) {
        log.debug("Closing {} failed: {}", socket, e.toString());
      }
    }
  }
}
