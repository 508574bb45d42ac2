package org.wattward.controller.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Readings as PostgreSQL's binary COPY wants them. Format: PostgreSQL manual, COPY, "Binary
 * Format"; a timestamp is microseconds since 2000-01-01 UTC.
 */
final class CopyRows implements AutoCloseable {
  private static final byte[] HEADING = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final long EPOCH_2000_S = 946_684_800L;
  private static final int ROW_BYTES = 42;

  private final CopyIn copy;
  private final ByteBuffer buffer = ByteBuffer.allocate(128 * 1024);

  CopyRows(Connection connection) throws SQLException {
    copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("copy reading (time, value, point_id, quality_id) from stdin (format binary)");
    buffer.put(HEADING).putInt(0).putInt(0);
  }

  void row(Instant time, double value, int pointId, int qualityId) throws SQLException {
    if (buffer.remaining() < ROW_BYTES) {
      flush();
    }
    buffer
        .putShort((short) 4)
        .putInt(8)
        .putLong((time.getEpochSecond() - EPOCH_2000_S) * 1_000_000 + time.getNano() / 1000)
        .putInt(8)
        .putDouble(value)
        .putInt(4)
        .putInt(pointId)
        .putInt(4)
        .putInt(qualityId);
  }

  private void flush() throws SQLException {
    copy.writeToCopy(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  /** Ends the copy; the rows are in the transaction then. */
  long finish() throws SQLException {
    if (buffer.remaining() < 2) {
      flush();
    }
    buffer.putShort((short) -1);
    flush();
    return copy.endCopy();
  }

  /** Gives up a copy that was not finished. */
  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
