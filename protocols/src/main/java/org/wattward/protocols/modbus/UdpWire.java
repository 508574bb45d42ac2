package org.wattward.protocols.modbus;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Modbus over UDP: one frame in one datagram. The network may lose, double and delay datagrams, so
 * those of other transactions are let pass until the deadline; none is ever believed.
 */
final class UdpWire implements Wire {
  private final DatagramSocket socket;
  private final Mbap mbap = new Mbap();
  private final byte[] buffer = new byte[Mbap.BUFFER_BYTES];

  private UdpWire(DatagramSocket socket) {
    this.socket = socket;
  }

  /** Opens a socket that hears this peer alone. Whether anybody is there shows with the answer. */
  static UdpWire connect(String host, int port) throws IOException {
    DatagramSocket socket = new DatagramSocket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getByName(host), port));
      return new UdpWire(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public void expectSilence() {
    // Late datagrams are told by their transaction id when they are read.
  }

  @Override
  public void send(int unit, byte[] pdu) throws IOException {
    byte[] frame = mbap.frame(unit, pdu);
    socket.send(new DatagramPacket(frame, frame.length));
  }

  @Override
  public byte[] receive(Query query, Deadline deadline) throws IOException {
    while (true) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      socket.setSoTimeout(deadline.leftMs());
      socket.receive(packet);
      if (packet.getLength() < Mbap.HEADER_BYTES) {
        throw new WrongAnswer("A datagram of %d bytes is no answer.".formatted(packet.getLength()));
      }
      if (mbap.isAboutThis(buffer)) {
        return mbap.pdu(buffer, packet.getLength());
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
