package org.wattward.protocols.modbus;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * Bytes over TCP, bare or with TLS.
 *
 * <p>A request is at most 260 bytes and is sent only when nothing is under way, so that it always
 * finds room in the socket's buffer and sending does not block. SO_LINGER stays off: with it,
 * closing blocks the carrier of a virtual thread.
 */
final class SocketLine implements ByteLine {
  private final TimedSocket timed;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /**
   * Takes over a connected socket.
   *
   * @param timed the socket below
   * @param socket the socket to read and write: the same, or the TLS socket over it
   */
  SocketLine(TimedSocket timed, Socket socket) throws IOException {
    this.timed = timed;
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  @Override
  public int read(byte[] buffer, int from, Deadline deadline) throws IOException {
    timed.until(deadline);
    int count = in.read(buffer, from, buffer.length - from);
    if (count < 0) {
      throw new EOFException("The other side closed the connection.");
    }
    return count;
  }

  @Override
  public int waiting() throws IOException {
    return in.available();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed is closed: there is nobody to tell and nothing to save.
    }
  }
}
