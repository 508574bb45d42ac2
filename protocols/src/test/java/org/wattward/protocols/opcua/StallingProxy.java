package org.wattward.protocols.opcua;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between a client and a server and can hold everything back without closing a connection,
 * as a half-open connection does, or break them all.
 */
final class StallingProxy {
  private final ServerSocket door;
  private final int serverPort;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean stalled;
  private volatile int stallFrom;

  StallingProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "opc.tcp://127.0.0.1:" + door.getLocalPort() + "/devices";
  }

  /** Nothing more passes on the connections there are; new ones work. */
  void stall() {
    stallFrom = connections.get();
    stalled = true;
  }

  /** Breaks the connections there are. */
  void cut() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  /** How many connections there were so far. */
  int connections() {
    return connections.get();
  }

  void close() throws IOException {
    door.close();
    cut();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        int number = connections.incrementAndGet();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        sockets.add(client);
        sockets.add(server);
        Thread.ofVirtual().start(() -> pass(client, server, number));
        Thread.ofVirtual().start(() -> pass(server, client, number));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void pass(Socket from, Socket to, int number) {
    byte[] buffer = new byte[16_384];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        while (stalled && number <= stallFrom && !from.isClosed()) {
          LockSupport.parkNanos(5_000_000);
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // one side went, so the other goes
    }
  }
}
