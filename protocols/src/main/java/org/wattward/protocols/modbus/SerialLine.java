package org.wattward.protocols.modbus;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.wattward.devices.site.LinkConfig.ModbusSerial;
import org.wattward.devices.time.Time;

/**
 * Bytes over a serial port, through the library that j2mod uses. Its calls block in native code, so
 * a link on a serial port runs on a platform thread.
 */
final class SerialLine implements ByteLine {
  /** Modbus over Serial Line V1.02, 2.5.1.1: at higher rates the pause no longer shrinks. */
  private static final int RATE_OF_SHORTEST_PAUSE = 19_200;

  private static final Duration SHORTEST_PAUSE = Duration.ofNanos(1_750_000);
  private static final double PAUSE_CHARACTERS = 3.5;
  private static final int BITS_PER_CHARACTER = 11;

  private final SerialPort port;
  private final Time time;
  private final Duration frameGap;
  private long lastByteNanos;

  private SerialLine(SerialPort port, Time time, Duration frameGap) {
    this.port = port;
    this.time = time;
    this.frameGap = frameGap;
    this.lastByteNanos = time.nanos();
  }

  /** Opens the port and throws away what an earlier request may have left on it. */
  static SerialLine open(ModbusSerial config, Time time) throws IOException {
    SerialPort port = port(config.port());
    int stopBits = config.stopBits() == 2 ? SerialPort.TWO_STOP_BITS : SerialPort.ONE_STOP_BIT;
    int parity =
        switch (config.parity()) {
          case NONE -> SerialPort.NO_PARITY;
          case EVEN -> SerialPort.EVEN_PARITY;
          case ODD -> SerialPort.ODD_PARITY;
        };
    port.setComPortParameters(config.baudRate(), 8, stopBits, parity);
    if (!port.openPort()) {
      throw new IOException(
          "The serial port %s cannot be opened (error %d). Maybe another program uses it, or the user may not."
              .formatted(config.port(), port.getLastErrorCode()));
    }
    port.flushIOBuffers();
    return new SerialLine(port, time, frameGap(config.baudRate()));
  }

  /** The silence that parts two frames. */
  static Duration frameGap(int baudRate) {
    return baudRate > RATE_OF_SHORTEST_PAUSE
        ? SHORTEST_PAUSE
        : Duration.ofNanos((long) (1e9 * PAUSE_CHARACTERS * BITS_PER_CHARACTER / baudRate));
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    try {
      time.sleep(Duration.ofNanos(lastByteNanos + frameGap.toNanos() - time.nanos()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The link was stopped.", e);
    }
    if (port.writeBytes(bytes, bytes.length) != bytes.length) {
      throw new IOException("The serial port does not take the request.");
    }
    lastByteNanos = time.nanos();
  }

  @Override
  public int read(byte[] buffer, int from, Deadline deadline) throws IOException {
    port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, deadline.leftMs(), 0);
    int count = port.readBytes(buffer, buffer.length - from, from);
    if (count < 0) {
      throw new IOException("The serial port is gone.");
    }
    if (count == 0) {
      throw new SocketTimeoutException("Nothing came.");
    }
    lastByteNanos = time.nanos();
    return count;
  }

  @Override
  public int waiting() throws IOException {
    int count = port.bytesAvailable();
    if (count < 0) {
      throw new IOException("The serial port is gone.");
    }
    return count;
  }

  @Override
  public void close() {
    port.closePort();
  }

  private static SerialPort port(String name) throws IOException {
    try {
      return SerialPort.getCommPort(name);
    } catch (SerialPortInvalidPortException e) {
      throw new IOException("There is no serial port %s.".formatted(name), e);
    }
  }
}
