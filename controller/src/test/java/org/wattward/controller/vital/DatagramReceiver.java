package org.wattward.controller.vital;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** A Unix datagram socket that receives, as the service manager has one. One thread. */
final class DatagramReceiver implements AutoCloseable {
  private static final int UNIX = 1;
  private static final int DATAGRAM = 2;
  private static final int LARGEST = 4096;

  private final int socket;

  DatagramReceiver(Path path) throws Throwable {
    socket = (int) call("socket", 3).invoke(UNIX, DATAGRAM, 0);
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(2L + name.length + 1);
      address.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) UNIX);
      MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
      MethodHandle bind =
          handle("bind", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
      int bound = (int) bind.invoke(socket, address, 2 + name.length + 1);
      if (bound != 0) {
        throw new IllegalStateException("The test cannot bind " + path + ".");
      }
    }
  }

  /** The next datagram; waits for it. */
  String receive() throws Throwable {
    MethodHandle read =
        handle("read", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(LARGEST);
      int count = (int) read.invoke(socket, buffer, (long) LARGEST);
      byte[] bytes = buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static MethodHandle call(String name, int numbers) {
    MemoryLayout[] all = new MemoryLayout[numbers];
    Arrays.fill(all, ValueLayout.JAVA_INT);
    return handle(name, all);
  }

  @SuppressWarnings("restricted") // Java has no Unix datagram sockets
  private static MethodHandle handle(String name, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }

  @Override
  public void close() {
    try {
      int closed = (int) call("close", 1).invoke(socket);
      if (closed != 0) {
        throw new IllegalStateException("The test's socket cannot be closed.");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
