package org.wattward.protocols.modbus;

import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.io.ModbusTCPTransaction;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersResponse;
import com.ghgande.j2mod.modbus.net.TCPMasterConnection;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What j2mod does by itself, as the yardstick of the benchmark: one virtual thread per connection
 * asks for the same registers of the same devices over and over, as fast as it goes, and looks at
 * nothing that comes. It plans, checks, decodes and survives nothing.
 */
public final class BareLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BareLoop.class);

  private static final int TIMEOUT_MS = 10_000;
  private static final int CLOSERS = 32;

  private final List<Thread> threads = new ArrayList<>();
  private final Queue<TCPMasterConnection> connections = new ConcurrentLinkedQueue<>();
  private final LongAdder requests = new LongAdder();
  private final AtomicLong failed = new AtomicLong();
  private volatile boolean closed;

  /**
   * One connection and what is asked on it.
   *
   * @param port its port on the loopback address
   * @param units the units asked in turns
   * @param registers how many input registers from 0 on, 1 to 125
   */
  public record Target(int port, List<Integer> units, int registers) {
    public Target {
      units = List.copyOf(units);
    }
  }

  /** Starts asking. */
  public void start(List<Target> targets) {
    for (Target target : targets) {
      threads.add(Thread.ofVirtual().name("bare-" + target.port()).start(() -> ask(target)));
    }
  }

  /** How many requests were answered so far. */
  public long requests() {
    return requests.sum();
  }

  /** How many connections ended with a fault. */
  public long failed() {
    return failed.get();
  }

  private void ask(Target target) {
    try {
      TCPMasterConnection connection = new TCPMasterConnection(InetAddress.getLoopbackAddress());
      connection.setPort(target.port());
      connection.setTimeout(TIMEOUT_MS);
      connection.connect();
      connections.add(connection);
      ask(target, connection);
    } catch (Exception e) { // j2mod's connect() declares no less
      if (!closed) {
        failed.incrementAndGet();
        LOG.warn("The bare loop on port {} ended: {}", target.port(), e.toString());
      }
    }
  }

  private void ask(Target target, TCPMasterConnection connection) throws ModbusException {
    ModbusTCPTransaction transaction = new ModbusTCPTransaction(connection);
    transaction.setRetries(0);
    for (int turn = 0; !closed; turn++) {
      ReadInputRegistersRequest request = new ReadInputRegistersRequest(0, target.registers());
      request.setUnitID(target.units().get(turn % target.units().size()));
      transaction.setRequest(request);
      transaction.execute();
      if (transaction.getResponse() instanceof ReadInputRegistersResponse) {
        requests.increment();
      }
    }
  }

  private void closeConnections() {
    for (var next = connections.poll(); next != null; next = connections.poll()) {
      next.close();
    }
  }

  /** Ends the loop; returns when all connections are closed. */
  @Override
  public void close() {
    closed = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
      // j2mod lingers when it closes, and lingering holds the carrier of a virtual thread.
      List<Thread> closers = new ArrayList<>();
      for (int i = 0; i < CLOSERS; i++) {
        closers.add(Thread.ofPlatform().name("bare-close-" + i).start(this::closeConnections));
      }
      for (Thread closer : closers) {
        closer.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
