package org.wattward.protocols.modbus;

import java.io.IOException;

/**
 * Modbus TCP, bare or over TLS.
 *
 * <p>j2mod's own transport is not used: it neither compares transaction ids (one duplicated reply
 * shifts all later answers by one request), nor bounds a request as a whole (its time-out is per
 * read), nor leaves SO_LINGER alone, and it sends unanswered writes again. Its messages are used.
 */
final class TcpWire implements Wire {
  private final ByteLine line;
  private final Mbap mbap = new Mbap();
  private final byte[] buffer = new byte[Mbap.BUFFER_BYTES];

  TcpWire(ByteLine line) {
    this.line = line;
  }

  @Override
  public void expectSilence() throws IOException {
    int waiting = line.waiting();
    if (waiting > 0) {
      throw new WrongAnswer("%d bytes came that nobody asked for.".formatted(waiting));
    }
  }

  @Override
  public void send(int unit, byte[] pdu) throws IOException {
    line.write(mbap.frame(unit, pdu));
  }

  @Override
  public byte[] receive(Query query, Deadline deadline) throws IOException {
    int have = fill(0, Mbap.LENGTH_END, deadline);
    have = fill(have, mbap.frameBytes(buffer), deadline);
    return mbap.pdu(buffer, have);
  }

  @Override
  public void close() {
    line.close();
  }

  /** Reads until {@code wanted} bytes are there, perhaps more; returns how many are. */
  private int fill(int have, int wanted, Deadline deadline) throws IOException {
    int count = have;
    while (count < wanted) {
      count += line.read(buffer, count, deadline);
    }
    return count;
  }
}
