package org.wattward.sim.fault;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.WattwardException;
import org.wattward.devices.time.Time;
import org.wattward.sim.fault.FaultMix.Kind;

/**
 * Stands between a client and a server on the loopback address and makes the network misbehave.
 * What befalls the pieces of the n-th connection follows from the seed and n alone. Safe on any
 * thread.
 */
public final class TcpFaultProxy implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TcpFaultProxy.class);

  private final int targetPort;
  private final FaultMix mix;
  private final long seed;
  private final Time time;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class);

  /**
   * A proxy that accepts at once, on a free port.
   *
   * @param targetPort the server's port
   * @param mix what shall go wrong how often
   * @param seed what it is drawn from
   * @param time for delays
   * @throws WattwardException when no port can be had
   */
  public TcpFaultProxy(int targetPort, FaultMix mix, long seed, Time time) {
    this.targetPort = targetPort;
    this.mix = mix;
    this.seed = seed;
    this.time = time;
    for (Kind kind : Kind.values()) {
      counts.put(kind, new LongAdder());
    }
    try {
      this.listener = new ServerSocket();
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new WattwardException("The fault proxy found no free port.", e);
    }
    Thread.ofVirtual().name("fault-proxy").start(this::accept);
  }

  /** Where clients connect. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How many pieces a kind of fault (or none) has befallen so far. */
  public long count(Kind kind) {
    LongAdder count = counts.get(kind);
    return count == null ? 0 : count.sum();
  }

  /** Stops accepting and drops every connection. */
  @Override
  public void close() {
    end(listener);
    sockets.forEach(TcpFaultProxy::end);
  }

  private void accept() {
    for (long connection = 0; !listener.isClosed(); connection++) {
      try {
        Socket client = listener.accept();
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + connection);
        sockets.add(client);
        Socket server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
        sockets.add(server);
        carry(client, server, false, random.split());
        carry(server, client, true, random.split());
      } catch (IOException e) {
        log.debug("A connection through the fault proxy failed: {}", e.toString());
      }
    }
  }

  private void carry(Socket from, Socket to, boolean replies, SplittableRandom random) {
    FaultyStream stream = new FaultyStream(mix, replies, random, time, this::tally);
    Thread.ofVirtual()
        .name("fault-proxy-stream")
        .start(() -> {
          try {
            from.setTcpNoDelay(true);
            stream.carry(from.getInputStream(), to.getOutputStream());
          } catch (IOException e) {
            log.debug("A connection through the fault proxy ended: {}", e.toString());
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } finally {
            end(from);
            end(to);
            sockets.remove(from);
            sockets.remove(to);
          }
        });
  }

  private void tally(Kind kind) {
    LongAdder count = counts.get(kind);
    if (count != null) {
      count.increment();
    }
  }

  private static void end(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      log.debug("Closing {} failed: {}", socket, e.toString());
    }
  }
}
