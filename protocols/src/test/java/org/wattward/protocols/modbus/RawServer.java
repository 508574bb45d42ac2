package org.wattward.protocols.modbus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A Modbus TCP server on plain sockets that answers as a test tells it to, also wrongly. Its honest
 * answers: each register holds its own address plus 1000 until it is written.
 */
final class RawServer implements AutoCloseable {
  private final ServerSocket listening;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Map<Integer, Integer> registers = new ConcurrentHashMap<>();
  private volatile Behaviour behaviour;

  /** How the server answers. */
  @FunctionalInterface
  interface Behaviour {
    /**
     * Answers one request on a connection.
     *
     * @param number how many requests came before it, on all connections
     */
    void answer(RawServer server, Request request, int number, OutputStream out)
        throws IOException, InterruptedException;
  }

  /**
   * A request as it came.
   *
   * @param transaction its transaction id
   * @param unit its unit id
   * @param pdu its function code and data as numbers of 0 to 255
   */
  record Request(int transaction, int unit, List<Integer> pdu) {
    /** Reads a whole frame. */
    static Request of(byte[] frame) throws IOException {
      return read(new DataInputStream(new ByteArrayInputStream(frame)));
    }

    int function() {
      return pdu.getFirst();
    }

    int address() {
      return word(1);
    }

    /** The second word: a count or a value. */
    int second() {
      return word(3);
    }

    boolean isRead() {
      return function() <= 4;
    }

    int word(int at) {
      return pdu.get(at) << 8 | pdu.get(at + 1);
    }
  }

  RawServer(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** One that does everything right. */
  static RawServer honest() throws IOException {
    return new RawServer((server, request, number, out) -> out.write(server.honest(request)));
  }

  int port() {
    return listening.getLocalPort();
  }

  void behave(Behaviour next) {
    behaviour = next;
  }

  /** All requests that ever came, in order. */
  List<Request> requests() {
    return List.copyOf(requests);
  }

  long count(int function) {
    return requests.stream().filter(request -> request.function() == function).count();
  }

  /** Connections that were ever accepted. */
  int connections() {
    return open.size();
  }

  void set(int address, int word) {
    registers.put(address, word);
  }

  int held(int address) {
    return registers.getOrDefault(address, (address + 1000) & 0xFFFF);
  }

  /** The right answer, with the effect of writes. */
  byte[] honest(Request request) {
    return frame(request.transaction(), request.unit(), honestPdu(request));
  }

  byte[] honestPdu(Request request) {
    return switch (request.function()) {
      case 1, 2 -> bits(request);
      case 3, 4 -> registers(request);
      case 5, 6 -> {
        registers.put(request.address(), request.second());
        yield bytes(request.pdu());
      }
      case 16 -> {
        for (int i = 0; i < request.second(); i++) {
          registers.put(request.address() + i, request.word(6 + 2 * i));
        }
        yield bytes(request.pdu().subList(0, 5));
      }
      default -> exception(request, 1);
    };
  }

  static byte[] exception(Request request, int code) {
    return new byte[] {(byte) (request.function() | 0x80), (byte) code};
  }

  static byte[] refuse(Request request, int code) {
    return frame(request.transaction(), request.unit(), exception(request, code));
  }

  static byte[] frame(int transaction, int unit, byte[] pdu) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int word : new int[] {transaction, 0, pdu.length + 1}) {
      out.write(word >> 8);
      out.write(word);
    }
    out.write(unit);
    out.writeBytes(pdu);
    return out.toByteArray();
  }

  /** Breaks all connections, but goes on listening. */
  void hangUp() {
    open.forEach(RawServer::closeQuietly);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    hangUp();
  }

  private byte[] registers(Request request) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(request.function());
    out.write(2 * request.second());
    for (int i = 0; i < request.second(); i++) {
      int word = held(request.address() + i);
      out.write(word >> 8);
      out.write(word);
    }
    return out.toByteArray();
  }

  private byte[] bits(Request request) {
    byte[] pdu = new byte[2 + (request.second() + 7) / 8];
    pdu[0] = (byte) request.function();
    pdu[1] = (byte) (pdu.length - 2);
    for (int i = 0; i < request.second(); i++) {
      if (held(request.address() + i) % 2 != 0) {
        pdu[2 + i / 8] |= (byte) (1 << i % 8);
      }
    }
    return pdu;
  }

  private static byte[] bytes(List<Integer> numbers) {
    byte[] bytes = new byte[numbers.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) numbers.get(i);
    }
    return bytes;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        Request request = read(in);
        int number = requests.size();
        requests.add(request);
        behaviour.answer(this, request, number, socket.getOutputStream());
      }
    } catch (EOFException e) {
      // The client has closed.
    } catch (IOException e) {
      // The client has closed, or the test broke the connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Request read(DataInputStream in) throws IOException {
    int transaction = in.readUnsignedShort();
    in.readUnsignedShort();
    int length = in.readUnsignedShort();
    int unit = in.readUnsignedByte();
    Integer[] pdu = new Integer[length - 1];
    for (int i = 0; i < pdu.length; i++) {
      pdu[i] = in.readUnsignedByte();
    }
    return new Request(transaction, unit, List.of(pdu));
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed is closed.
    }
  }
}
