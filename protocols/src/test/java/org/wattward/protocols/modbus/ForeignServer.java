package org.wattward.protocols.modbus;

import com.digitalpetri.modbus.ExceptionCode;
import com.digitalpetri.modbus.FunctionCode;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.exceptions.UnknownUnitIdException;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersResponse;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterRequest;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterResponse;
import com.digitalpetri.modbus.server.ModbusRequestContext;
import com.digitalpetri.modbus.server.ModbusRtuServer;
import com.digitalpetri.modbus.server.ModbusServer;
import com.digitalpetri.modbus.server.ModbusTcpServer;
import com.digitalpetri.modbus.server.ProcessImage;
import com.digitalpetri.modbus.server.ReadWriteModbusServices;
import com.digitalpetri.modbus.tcp.server.NettyRtuServerTransport;
import com.digitalpetri.modbus.tcp.server.NettyServerTransportConfig;
import com.digitalpetri.modbus.tcp.server.NettyTcpServerTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.wattward.protocols.link.Await;

/** A Modbus TCP server that is not built on our library: digitalpetri's, over Netty. */
final class ForeignServer {
  private final int port;
  private final ProcessImage image = new ProcessImage();
  private final AtomicInteger writes = new AtomicInteger();
  private volatile boolean rejecting;
  private final Framing framing;
  private final Consumer<NettyServerTransportConfig.Builder> settings;
  private Optional<ModbusServer> server = Optional.empty();

  /** How frames travel. */
  enum Framing {
    TCP,
    RTU_OVER_TCP
  }

  ForeignServer() throws IOException {
    this(Framing.TCP, config -> {});
  }

  /**
   * One with settings of its own.
   *
   * @param settings applied to its transport, for instance TLS
   */
  ForeignServer(Framing framing, Consumer<NettyServerTransportConfig.Builder> settings)
      throws IOException {
    this.framing = framing;
    this.settings = settings;
    port = freePort();
  }

  int port() {
    return port;
  }

  /** Writes of any function that arrived, taken or not. */
  int writes() {
    return writes.get();
  }

  void rejectWrites() {
    rejecting = true;
  }

  void start() throws Exception {
    Consumer<NettyServerTransportConfig.Builder> all =
        config -> settings.accept(config.setBindAddress("127.0.0.1").setPort(port));
    ModbusServer started =
        switch (framing) {
          case TCP -> ModbusTcpServer.create(NettyTcpServerTransport.create(all), new Services());
          case RTU_OVER_TCP ->
              ModbusRtuServer.create(NettyRtuServerTransport.create(all), new Services());
        };
    started.start();
    server = Optional.of(started);
  }

  void stop() throws Exception {
    if (server.isPresent()) {
      server.get().stop();
      server = Optional.empty();
      // A selector closes the listening socket a moment after it was told to.
      Await.until("the server no longer listens", () -> !isListening());
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  void holding(int address, int... words) {
    image.with(all ->
        all.writeHoldingRegisters(registers -> {
          for (int i = 0; i < words.length; i++) {
            registers.put(address + i, bytes(words[i]));
          }
        }));
  }

  void input(int address, int... words) {
    image.with(all ->
        all.writeInputRegisters(registers -> {
          for (int i = 0; i < words.length; i++) {
            registers.put(address + i, bytes(words[i]));
          }
        }));
  }

  void coil(int address, boolean on) {
    image.with(all -> all.writeCoils(coils -> coils.put(address, on)));
  }

  void discreteInput(int address, boolean on) {
    image.with(all -> all.writeDiscreteInputs(inputs -> inputs.put(address, on)));
  }

  int held(int address) {
    return image.get(all ->
        all.readHoldingRegisters(registers -> {
          byte[] bytes = registers.getOrDefault(address, new byte[2]);
          return (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
        }));
  }

  private static byte[] bytes(int word) {
    return new byte[] {(byte) (word >> 8), (byte) word};
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private final class Services extends ReadWriteModbusServices {
    @Override
    protected Optional<ProcessImage> getProcessImage(int unitId) {
      return Optional.of(image);
    }

    @Override
    public WriteSingleRegisterResponse writeSingleRegister(
        ModbusRequestContext context, int unitId, WriteSingleRegisterRequest request)
        throws UnknownUnitIdException {
      writes.incrementAndGet();
      if (rejecting) {
        throw reject(FunctionCode.WRITE_SINGLE_REGISTER);
      }
      return super.writeSingleRegister(context, unitId, request);
    }

    @Override
    public WriteMultipleRegistersResponse writeMultipleRegisters(
        ModbusRequestContext context, int unitId, WriteMultipleRegistersRequest request)
        throws UnknownUnitIdException {
      writes.incrementAndGet();
      if (rejecting) {
        throw reject(FunctionCode.WRITE_MULTIPLE_REGISTERS);
      }
      return super.writeMultipleRegisters(context, unitId, request);
    }

    // The base class does not declare that a write may be refused, so it goes out unannounced.
    private RuntimeException reject(FunctionCode function) {
      return Rethrown.unchecked(
          new ModbusResponseException(function, ExceptionCode.SLAVE_DEVICE_FAILURE));
    }
  }

  /** Throws checked exceptions where the signature has none. */
  private static final class Rethrown {
    @SuppressWarnings("unchecked") // the cast is the point: the type is erased before it is thrown
    private static <T extends Exception> RuntimeException unchecked(Exception e) throws T {
      throw (T) e;
    }
  }
}
