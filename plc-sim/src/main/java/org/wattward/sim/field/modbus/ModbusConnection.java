package org.wattward.sim.field.modbus;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.wattward.devices.time.Time;
import org.wattward.sim.field.Health;

/**
 * Serves one connection until it ends: frames in, frames out, one at a time and in order. The
 * header is transaction, protocol 0, length of what follows, unit (MODBUS Messaging on TCP/IP
 * V1.0b, 3.1.3).
 */
final class ModbusConnection {
  private static final int HEADER_BYTES = 7;
  private static final Duration HALF_OPEN_NAP = Duration.ofMillis(200);

  private final Socket socket;
  private final Map<Integer, ModbusUnit> units;
  private final Time time;
  private final ByteBuffer request = ByteBuffer.allocate(HEADER_BYTES + Pdu.MAX_BYTES);
  private final ByteBuffer reply = ByteBuffer.allocate(HEADER_BYTES + Pdu.MAX_BYTES + 8);

  ModbusConnection(Socket socket, Map<Integer, ModbusUnit> units, Time time) {
    this.socket = socket;
    this.units = units;
    this.time = time;
  }

  /** Serves on the calling thread; returns when the peer is gone. */
  void serve() throws IOException, InterruptedException {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    int lossesBefore = losses();
    time.sleep(longestConnectDelay());
    while (true) {
      pauseWhileHalfOpen();
      if (!readFrame(in)) {
        return;
      }
      pauseWhileHalfOpen();
      if (losses() == lossesBefore && answer()) {
        out.write(reply.array(), 0, reply.position());
      }
    }
  }

  /** When it is another than at the beginning, this connection is dead: taken and lost. */
  private int losses() {
    int sum = 0;
    for (ModbusUnit unit : units.values()) {
      sum += unit.losses();
    }
    return sum;
  }

  private Duration longestConnectDelay() {
    Duration longest = Duration.ZERO;
    for (ModbusUnit unit : units.values()) {
      Duration delay = unit.quirks().connectDelay();
      longest = delay.compareTo(longest) > 0 ? delay : longest;
    }
    return longest;
  }

  private void pauseWhileHalfOpen() throws InterruptedException {
    while (isHalfOpen() && !socket.isClosed()) {
      time.sleep(HALF_OPEN_NAP);
    }
  }

  private boolean isHalfOpen() {
    for (ModbusUnit unit : units.values()) {
      if (unit.health().halfOpen()) {
        return true;
      }
    }
    return false;
  }

  /** Reads one frame; false when the peer has ended or sent what is no Modbus. */
  private boolean readFrame(InputStream in) throws IOException {
    byte[] bytes = request.clear().array();
    int first = in.read(bytes, 0, HEADER_BYTES);
    if (first < 0) {
      return false;
    }
    fill(in, bytes, first, HEADER_BYTES);
    int protocol = request.getShort(2);
    int length = request.getShort(4) & 0xFFFF;
    if (protocol != 0 || length < 2 || length > Pdu.MAX_BYTES + 1) {
      return false;
    }
    int end = HEADER_BYTES - 1 + length;
    fill(in, bytes, HEADER_BYTES, end);
    request.position(HEADER_BYTES).limit(end);
    return true;
  }

  private static void fill(InputStream in, byte[] bytes, int from, int to) throws IOException {
    if (in.readNBytes(bytes, from, to - from) < to - from) {
      throw new EOFException("The connection ended within a frame.");
    }
  }

  private boolean answer() throws InterruptedException {
    int unitId = request.get(6) & 0xFF;
    int function = request.get(HEADER_BYTES) & 0xFF;
    reply.clear().put(request.array(), 0, HEADER_BYTES);
    ModbusUnit unit = units.get(unitId);
    if (unit == null || unit.health().unplugged()) {
      Pdu.refuse(function, ExceptionCode.GATEWAY_TARGET_SILENT, reply);
    } else if (!answer(unit, function)) {
      return false;
    }
    reply.putShort(4, (short) (reply.position() - HEADER_BYTES + 1));
    return true;
  }

  private boolean answer(ModbusUnit unit, int function) throws InterruptedException {
    Health health = unit.health();
    if (health.silent()) {
      return false;
    }
    time.sleep(health.delay());
    if (health.exceptionCode() != ExceptionCode.NONE) {
      Pdu.refuse(function, health.exceptionCode(), reply);
    } else {
      Pdu.answer(unit, request, reply);
    }
    return true;
  }
}
