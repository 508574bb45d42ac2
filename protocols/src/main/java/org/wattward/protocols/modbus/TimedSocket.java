package org.wattward.protocols.modbus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A socket whose every read ends with the deadline of the request under way, also when TLS lies
 * over it and reads many times for one record. One thread.
 */
final class TimedSocket extends Socket {
  private Deadline deadline;

  private TimedSocket(Deadline deadline) {
    this.deadline = deadline;
  }

  /** Connects; the name is looked up anew each time. No linger, no delay, keep-alive. */
  static TimedSocket connect(String host, int port, Deadline deadline) throws IOException {
    TimedSocket socket = new TimedSocket(deadline);
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      InetAddress address = InetAddress.getByName(host);
      socket.connect(new InetSocketAddress(address, port), deadline.leftMs());
      if (socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())) {
        // TCP lets a socket meet itself when its own port happens to be the one it calls.
        throw new ConnectException("Nobody listens there.");
      }
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** From now on reads end then. */
  void until(Deadline end) {
    deadline = end;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new TimedStream(super.getInputStream());
  }

  private final class TimedStream extends FilterInputStream {
    TimedStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      setSoTimeout(deadline.leftMs());
      return super.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      setSoTimeout(deadline.leftMs());
      return super.read(bytes, from, length);
    }
  }
}
