package org.wattward.protocols.modbus;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Modbus TCP's framing (Modbus Messaging on TCP/IP V1.0b, 3.1.3).
 *
 * <p>j2mod's own transport is not used: it neither compares transaction ids (one duplicated reply
 * shifts all later answers by one request), nor bounds a request as a whole (its time-out is per
 * read), nor leaves SO_LINGER alone (closing then blocks a carrier of virtual threads), and it
 * sends unanswered writes again. Its messages are.
 *
 * <p>A request is at most 260 bytes and is sent only when nothing is under way, so that it always
 * finds room in the socket's buffer and sending does not block.
 */
final class TcpWire implements Wire {
  private static final int HEADER_BYTES = 7;
  private static final int LENGTH_END = 6;
  private static final int MAX_PDU_BYTES = 253;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  // One byte more than the longest frame, to notice what nobody asked for.
  private final byte[] buffer = new byte[HEADER_BYTES + MAX_PDU_BYTES + 1];
  private int transaction;
  private int unit;

  TcpWire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** Connects; the name is looked up anew each time. */
  static TcpWire connect(String host, int port, Deadline deadline) throws IOException {
    return new TcpWire(socket(host, port, deadline));
  }

  /** A connected socket, set up as all of ours: no linger, no delay, keep-alive. */
  static Socket socket(String host, int port, Deadline deadline) throws IOException {
    Socket socket = new Socket();
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

  @Override
  public void expectSilence() throws IOException {
    int waiting = in.available();
    if (waiting > 0) {
      throw new WrongAnswer("%d bytes came that nobody asked for.".formatted(waiting));
    }
  }

  @Override
  public void send(int unit, byte[] pdu) throws IOException {
    this.unit = unit;
    transaction = transaction == 0xFFFF ? 1 : transaction + 1;
    byte[] frame = new byte[HEADER_BYTES + pdu.length];
    putWord(frame, 0, transaction);
    putWord(frame, 4, pdu.length + 1);
    frame[LENGTH_END] = (byte) unit;
    System.arraycopy(pdu, 0, frame, HEADER_BYTES, pdu.length);
    out.write(frame);
    out.flush();
  }

  @Override
  public byte[] receive(Query query, Deadline deadline) throws IOException {
    int have = fill(0, LENGTH_END, deadline);
    checkHeader();
    int length = word(4);
    if (length < 3 || length > MAX_PDU_BYTES + 1) {
      throw new WrongAnswer("A frame of %d bytes is impossible.".formatted(length));
    }
    have = fill(have, LENGTH_END + length, deadline);
    if (have > LENGTH_END + length) {
      throw new WrongAnswer(
          "%d bytes came beyond the answer.".formatted(have - LENGTH_END - length));
    }
    if ((buffer[LENGTH_END] & 0xFF) != unit) {
      throw new WrongAnswer(
          "Unit %d was asked, unit %d answered.".formatted(unit, buffer[LENGTH_END] & 0xFF));
    }
    byte[] pdu = new byte[length - 1];
    System.arraycopy(buffer, HEADER_BYTES, pdu, 0, pdu.length);
    return pdu;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed is closed: there is nobody to tell and nothing to save.
    }
  }

  private void checkHeader() throws WrongAnswer {
    if (word(0) != transaction) {
      throw new WrongAnswer(
          "Transaction %d was asked, transaction %d answered.".formatted(transaction, word(0)));
    }
    if (word(2) != 0) {
      throw new WrongAnswer("Protocol %d is not Modbus.".formatted(word(2)));
    }
  }

  /** Reads until {@code wanted} bytes are there, perhaps more; returns how many are. */
  private int fill(int have, int wanted, Deadline deadline) throws IOException {
    int count = have;
    while (count < wanted) {
      socket.setSoTimeout(deadline.leftMs());
      int read = in.read(buffer, count, buffer.length - count);
      if (read < 0) {
        throw new EOFException("The other side closed the connection.");
      }
      count += read;
    }
    return count;
  }

  private int word(int at) {
    return (buffer[at] & 0xFF) << 8 | (buffer[at + 1] & 0xFF);
  }

  private static void putWord(byte[] bytes, int at, int word) {
    bytes[at] = (byte) (word >> 8);
    bytes[at + 1] = (byte) word;
  }
}
