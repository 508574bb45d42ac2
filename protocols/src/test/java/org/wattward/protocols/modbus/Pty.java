package org.wattward.protocols.modbus;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** A pair of serial ends without wires: what one writes, the other reads (Linux, openpty(3)). */
@SuppressWarnings("restricted") // the tests are run with --enable-native-access
final class Pty implements AutoCloseable {
  private static final int NAME_BYTES = 128;
  private static final Linker LINKER = Linker.nativeLinker();

  private final Arena arena = Arena.ofShared();
  private final int master;
  private final int slave;
  private final String name;

  private Pty(MethodHandle openpty) throws Throwable {
    MemorySegment masterOut = arena.allocate(ValueLayout.JAVA_INT);
    MemorySegment slaveOut = arena.allocate(ValueLayout.JAVA_INT);
    MemorySegment nameOut = arena.allocate(NAME_BYTES);
    int result =
        (int)
            openpty.invokeExact(
                masterOut, slaveOut, nameOut, MemorySegment.NULL, MemorySegment.NULL);
    if (result != 0) {
      throw new IOException("There is no pseudo terminal to be had.");
    }
    master = masterOut.get(ValueLayout.JAVA_INT, 0);
    slave = slaveOut.get(ValueLayout.JAVA_INT, 0);
    name = nameOut.getString(0);
  }

  /** Opens one; empty where the system has none. */
  static Optional<Pty> open() {
    Optional<MethodHandle> openpty =
        symbol("openpty")
            .map(at ->
                LINKER.downcallHandle(
                    at,
                    FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS)));
    if (openpty.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Pty(openpty.get()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (Throwable e) {
      throw new IllegalStateException("openpty cannot be called.", e);
    }
  }

  private static Optional<MemorySegment> symbol(String of) {
    Optional<MemorySegment> found = LINKER.defaultLookup().find(of);
    if (found.isPresent()) {
      return found;
    }
    try {
      return SymbolLookup.libraryLookup("libutil.so.1", Arena.global()).find(of);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The name of the end that a serial port is opened on. */
  String name() {
    return name;
  }

  /** Reads what came, at least a byte; below 1 when the other end is gone. */
  int read(byte[] into) {
    return transfer("read", into, into.length, true);
  }

  void write(byte[] bytes) {
    transfer("write", bytes, bytes.length, false);
  }

  private int transfer(String function, byte[] bytes, int count, boolean in) {
    MethodHandle handle =
        LINKER.downcallHandle(
            symbol(function).orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG));
    try (Arena own = Arena.ofConfined()) {
      MemorySegment buffer = own.allocate(count);
      if (!in) {
        MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, 0, count);
      }
      long done = (long) handle.invokeExact(master, buffer, (long) count);
      if (in && done > 0) {
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, (int) done);
      }
      return (int) done;
    } catch (Throwable e) {
      throw new IllegalStateException(function + " cannot be called.", e);
    }
  }

  @Override
  public void close() {
    shut(slave);
    shut(master);
    arena.close();
  }

  private static void shut(int descriptor) {
    MethodHandle handle =
        LINKER.downcallHandle(
            symbol("close").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      int ignored = (int) handle.invokeExact(descriptor);
    } catch (Throwable e) {
      throw new IllegalStateException("close cannot be called.", e);
    }
  }
}
