package org.wattward.protocols.modbus;

import com.ghgande.j2mod.modbus.util.ModbusUtil;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Modbus devices that answer rightly over a wire that makes something of it, in {@link
 * SteppedTime}. The link's thread only; everything follows from the seed.
 */
final class FaultyDevices implements Wire.Opener {
  static final int LIMIT_ADDRESS = 9000;

  private static final int HEADER_BYTES = 7;
  private static final int REFUSED_OF = 20;
  private static final int FAULTY_OF = 4;
  private static final long TRAVEL_NANOS = 2_000_000;

  private final Framing framing;
  private final Random random;
  private final SteppedTime time;
  private final long timeoutNanos;
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private final Map<Integer, Integer> arrivals = new HashMap<>();
  private final Map<Integer, Deque<Integer>> held = new HashMap<>();
  private final List<Fault> possible;
  private long requests;

  /** What a wire can do. */
  enum Fault {
    REFUSED_CONNECTION,
    LOST_REQUEST,
    LOST_REPLY,
    LATE,
    NICK_OF_TIME,
    DRIP,
    CUT,
    CUT_BEFORE_REQUEST,
    DOUBLED,
    DOUBLED_LATER,
    REORDERED,
    CORRUPTED,
    HALF_OPEN
  }

  /** What can befall a request under way. */
  private static List<Fault> faults(Framing framing) {
    List<Fault> faults = new ArrayList<>(List.of(Fault.values()));
    faults.remove(Fault.REFUSED_CONNECTION);
    if (framing == Framing.RTU) {
      // A second answer that comes while the next is waited for cannot be told from it.
      faults.remove(Fault.DOUBLED_LATER);
    }
    return List.copyOf(faults);
  }

  FaultyDevices(Framing framing, Random random, SteppedTime time, Duration requestTimeout) {
    this.framing = framing;
    this.possible = faults(framing);
    this.random = random;
    this.time = time;
    this.timeoutNanos = requestTimeout.toNanos();
  }

  /** What a register that nobody writes shows. */
  static int shown(int address) {
    return address + 1000;
  }

  /** How often each value was written. */
  Map<Integer, Integer> arrivals() {
    return arrivals;
  }

  Map<Fault, Long> faults() {
    return faults;
  }

  long requests() {
    return requests;
  }

  /** Whether a register held a value after its last write but one. */
  boolean wasHeldOfLate(int address, double value) {
    Deque<Integer> values = held.get(address);
    return values == null ? value == shown(address) : values.stream().anyMatch(one -> one == value);
  }

  @Override
  public Wire open(Deadline deadline) throws IOException {
    if (random.nextInt(REFUSED_OF) == 0) {
      count(Fault.REFUSED_CONNECTION);
      throw new IOException("Connection refused");
    }
    time.until(time.nanos() + TRAVEL_NANOS);
    Connection connection = new Connection();
    return framing == Framing.RTU ? new RtuWire(connection) : new TcpWire(connection);
  }

  private void count(Fault fault) {
    faults.merge(fault, 1L, Long::sum);
  }

  /** What the device does and says. */
  private byte[] answer(byte[] asked) {
    requests++;
    ByteBuffer request = ByteBuffer.wrap(asked);
    int function = request.get(0) & 0xFF;
    int address = request.getShort(1) & 0xFFFF;
    int second = request.getShort(3) & 0xFFFF;
    if (function == 6) {
      arrivals.merge(second, 1, Integer::sum);
      Deque<Integer> values =
          held.computeIfAbsent(address, of -> new ArrayDeque<>(List.of(shown(of))));
      values.addLast(second);
      if (values.size() > 2) {
        values.removeFirst();
      }
      return asked.clone();
    }
    ByteBuffer answer = ByteBuffer.allocate(2 + 2 * second);
    answer.put((byte) function).put((byte) (2 * second));
    for (int i = 0; i < second; i++) {
      Deque<Integer> values = held.get(address + i);
      int word = values == null ? shown(address + i) : values.getLast();
      answer.putShort((short) word);
    }
    return answer.array();
  }

  /** How requests and answers are framed. */
  enum Framing {
    /** A header with a transaction id, and no checksum. */
    MBAP {
      @Override
      byte[] asked(byte[] frame) {
        return Arrays.copyOfRange(frame, HEADER_BYTES, frame.length);
      }

      @Override
      byte[] framed(byte[] asked, byte[] answer) {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + answer.length);
        frame.put(asked, 0, 4).putShort((short) (1 + answer.length)).put(asked[6]).put(answer);
        return frame.array();
      }

      // A bit in the header turns: nothing would guard the registers.
      @Override
      void corrupt(byte[] frame, Random random) {
        frame[random.nextInt(HEADER_BYTES + 2)] ^= (byte) (1 << random.nextInt(8));
      }
    },
    /** Unit and checksum, and nothing that tells one answer from the next. */
    RTU {
      @Override
      byte[] asked(byte[] frame) {
        return Arrays.copyOfRange(frame, 1, frame.length - 2);
      }

      @Override
      byte[] framed(byte[] asked, byte[] answer) {
        byte[] frame = new byte[answer.length + 3];
        frame[0] = asked[0];
        System.arraycopy(answer, 0, frame, 1, answer.length);
        int[] checksum = ModbusUtil.calculateCRC(frame, 0, answer.length + 1);
        frame[frame.length - 2] = (byte) checksum[0];
        frame[frame.length - 1] = (byte) checksum[1];
        return frame;
      }

      // One to sixteen neighbouring bits turn anywhere; a CRC-16 finds each such burst.
      @Override
      void corrupt(byte[] frame, Random random) {
        int bits = 1 + random.nextInt(16);
        int first = random.nextInt(8 * frame.length - bits + 1);
        for (int bit = first; bit < first + bits; bit++) {
          boolean edge = bit == first || bit == first + bits - 1;
          if (edge || random.nextBoolean()) {
            frame[bit / 8] ^= (byte) (1 << bit % 8);
          }
        }
      }
    };

    abstract byte[] asked(byte[] frame);

    abstract byte[] framed(byte[] asked, byte[] answer);

    abstract void corrupt(byte[] frame, Random random);
  }

  /** One connection: what arrives when. */
  private final class Connection implements ByteLine {
    private final Deque<Arrival> arriving = new ArrayDeque<>();
    private byte[] behind = {};
    private boolean halfOpen;

    /** Bytes under way to the link; none when the connection ends. */
    private static final class Arrival {
      private final long atNanos;
      private final byte[] bytes;

      Arrival(long atNanos, byte[] bytes) {
        this.atNanos = atNanos;
        this.bytes = bytes;
      }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      if (halfOpen) {
        return;
      }
      boolean faulty = random.nextInt(FAULTY_OF) == 0;
      Fault fault = faulty ? possible.get(random.nextInt(possible.size())) : null;
      if (fault != null) {
        count(fault);
      }
      if (fault == Fault.CUT_BEFORE_REQUEST) {
        arriving.add(new Arrival(time.nanos() + TRAVEL_NANOS, new byte[0]));
        return;
      }
      if (fault == Fault.LOST_REQUEST) {
        return;
      }
      byte[] answer = framing.framed(bytes, answer(framing.asked(bytes)));
      long inTime = time.nanos() + TRAVEL_NANOS;
      if (fault == null) {
        arriving.add(new Arrival(inTime, answer));
        sendBehind(inTime);
        return;
      }
      switch (fault) {
        case LOST_REPLY, REFUSED_CONNECTION, LOST_REQUEST, CUT_BEFORE_REQUEST -> {}
        case LATE -> arriving.add(new Arrival(inTime + 2 * timeoutNanos, answer));
        case NICK_OF_TIME ->
            arriving.add(
                new Arrival(
                    time.nanos() + timeoutNanos + random.nextInt(-1_000_000, 1_000_001), answer));
        case DRIP -> drip(inTime, answer);
        case CUT -> {
          arriving.add(
              new Arrival(inTime, Arrays.copyOf(answer, 1 + random.nextInt(answer.length - 1))));
          arriving.add(new Arrival(inTime, new byte[0]));
        }
        case DOUBLED -> {
          arriving.add(new Arrival(inTime, answer));
          arriving.add(new Arrival(inTime, answer));
        }
        case DOUBLED_LATER -> {
          arriving.add(new Arrival(inTime, answer));
          arriving.add(new Arrival(inTime + random.nextInt(1_000_000_000), answer));
        }
        case REORDERED -> behind = answer;
        case CORRUPTED -> {
          framing.corrupt(answer, random);
          arriving.add(new Arrival(inTime, answer));
        }
        case HALF_OPEN -> halfOpen = true;
      }
    }

    private void sendBehind(long atNanos) {
      if (behind.length > 0) {
        arriving.add(new Arrival(atNanos, behind));
        behind = new byte[0];
      }
    }

    private void drip(long fromNanos, byte[] answer) {
      long pause = random.nextLong(2 * timeoutNanos / answer.length);
      for (int i = 0; i < answer.length; i++) {
        arriving.add(new Arrival(fromNanos + i * pause, new byte[] {answer[i]}));
      }
    }

    /** The order of a TCP stream stays: what was sent later does not arrive earlier. */
    @Override
    public int read(byte[] buffer, int from, Deadline deadline) throws IOException {
      deadline.leftMs();
      Arrival next = arriving.peek();
      if (next == null || next.atNanos > deadline.endNanos()) {
        time.until(deadline.endNanos());
        throw new SocketTimeoutException("Read timed out");
      }
      time.until(next.atNanos);
      int count = 0;
      while (next != null && next.atNanos <= time.nanos() && next.bytes.length > 0) {
        arriving.remove();
        int fits = Math.min(next.bytes.length, buffer.length - from - count);
        System.arraycopy(next.bytes, 0, buffer, from + count, fits);
        count += fits;
        if (fits < next.bytes.length) {
          byte[] rest = Arrays.copyOfRange(next.bytes, fits, next.bytes.length);
          arriving.addFirst(new Arrival(next.atNanos, rest));
          return count;
        }
        next = arriving.peek();
      }
      if (count == 0) {
        throw new EOFException("The other side closed the connection.");
      }
      return count;
    }

    @Override
    public int waiting() {
      int count = 0;
      for (Arrival arrival : new ArrayList<>(arriving)) {
        if (arrival.atNanos > time.nanos()) {
          break;
        }
        count += arrival.bytes.length;
      }
      return count;
    }

    @Override
    public void close() {
      arriving.clear();
    }
  }
}
