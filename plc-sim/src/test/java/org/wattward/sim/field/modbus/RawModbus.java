package org.wattward.sim.field.modbus;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import org.wattward.devices.template.RegisterTable;

/** A Modbus client of a few lines that hides nothing: bytes out, bytes in. */
public final class RawModbus implements AutoCloseable {
  private final Socket socket;
  private short transaction;

  public RawModbus(int port) throws IOException {
    this(port, Duration.ofSeconds(3));
  }

  public RawModbus(int port, Duration patience) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) patience.toMillis());
  }

  /** Sends a PDU and returns the reply's PDU, both as hex. */
  public String ask(int unit, String pdu) throws IOException {
    send(unit, pdu);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    short answered = in.readShort();
    if (answered != transaction || in.readShort() != 0) {
      throw new IOException("Transaction %d instead of %d.".formatted(answered, transaction));
    }
    byte[] rest = new byte[in.readUnsignedShort()];
    in.readFully(rest);
    if (rest[0] != (byte) unit) {
      throw new IOException("Unit %d instead of %d.".formatted(rest[0], unit));
    }
    return HexFormat.of().formatHex(rest, 1, rest.length);
  }

  public void send(int unit, String pdu) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(pdu.replace(" ", ""));
    ByteBuffer frame = ByteBuffer.allocate(7 + bytes.length);
    frame.putShort(++transaction).putShort((short) 0).putShort((short) (bytes.length + 1));
    frame.put((byte) unit).put(bytes);
    socket.getOutputStream().write(frame.array());
  }

  /** Reads registers or bits; throws when the reply is an exception. */
  public int[] read(int unit, RegisterTable table, int address, int count) throws IOException {
    String reply = ask(unit, "%02x%04x%04x".formatted(table.readFunction(), address, count));
    byte[] bytes = HexFormat.of().parseHex(reply);
    if (bytes[0] != table.readFunction()) {
      throw new IOException("Exception " + reply);
    }
    int[] words = new int[count];
    for (int i = 0; i < count; i++) {
      words[i] =
          table.isBits()
              ? bytes[2 + i / 8] >> (i % 8) & 1
              : ByteBuffer.wrap(bytes).getShort(2 + 2 * i) & 0xFFFF;
    }
    return words;
  }

  /** Whether the server has ended the connection. */
  public boolean isEnded() {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return !(e instanceof SocketTimeoutException);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
