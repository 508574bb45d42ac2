package org.wattward.protocols.modbus;

import java.io.IOException;

/**
 * An open connection that carries protocol data units in its framing. One thread; one request at a
 * time. After any exception it is good for nothing but closing.
 */
interface Wire extends AutoCloseable {
  /**
   * Throws away nothing, believes nothing: fails if something arrived that nobody asked for.
   *
   * @throws IOException when bytes are waiting before the question is out, or the wire is closed
   */
  void expectSilence() throws IOException;

  /**
   * Sends a request.
   *
   * @param unit 0 to 255
   * @param pdu function code and data, at most 253 bytes
   */
  void send(int unit, byte[] pdu) throws IOException;

  /**
   * Reads the answer to the request just sent and takes off its framing.
   *
   * @param query the question, for framings that know an answer's length only by it
   * @param deadline when to give up
   * @return function code and data
   * @throws java.net.SocketTimeoutException when the deadline passes
   * @throws java.io.EOFException when the other side closed
   * @throws WrongAnswer when the frame does not fit the request
   */
  byte[] receive(Query query, Deadline deadline) throws IOException;

  /** Never blocks a carrier thread; see {@link TcpWire}. */
  @Override
  void close();

  /** Opens a wire; may block as long as the deadline allows. */
  @FunctionalInterface
  interface Opener {
    Wire open(Deadline deadline) throws IOException;
  }
}
