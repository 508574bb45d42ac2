package org.wattward.protocols.modbus;

import java.io.IOException;

/** A stream of bytes to and from a device: a socket, with or without TLS, or a serial port. */
interface ByteLine extends AutoCloseable {
  /** Sends all bytes. */
  void write(byte[] bytes) throws IOException;

  /**
   * Reads what is there, at least one byte.
   *
   * @param buffer takes the bytes
   * @param from where in the buffer
   * @param deadline when to give up
   * @return how many bytes came, at least 1
   * @throws java.net.SocketTimeoutException when the deadline passes
   * @throws java.io.EOFException when the other side closed
   */
  int read(byte[] buffer, int from, Deadline deadline) throws IOException;

  /** How many bytes are waiting to be read, as far as that is known. */
  int waiting() throws IOException;

  @Override
  void close();
}
