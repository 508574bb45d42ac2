package org.wattward.protocols.modbus;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A gateway without faults in {@link SteppedTime}: each unit takes its own time to answer, and some
 * fall silent at a time. Keeps who was asked when, and how long an answer was waited for in vain.
 * The link's thread only.
 */
final class QuietGateway implements Wire.Opener {
  private final SteppedTime time;
  private final Map<Integer, Unit> units = new TreeMap<>();
  private final List<Asked> asked = new ArrayList<>();

  /**
   * How a unit behaves.
   *
   * @param answer how long it takes at first
   * @param silentFrom when it falls silent
   * @param backFrom when it answers again
   * @param answerAfterwards how long it takes from then on
   */
  record Unit(Duration answer, Duration silentFrom, Duration backFrom, Duration answerAfterwards) {
    static final Duration NEVER = Duration.ofDays(1);

    static Unit good(Duration answer) {
      return new Unit(answer, NEVER, NEVER, answer);
    }

    static Unit silent(Duration answer, Duration from) {
      return new Unit(answer, from, NEVER, answer);
    }
  }

  /**
   * A request that came.
   *
   * @param unit of whom
   * @param atNanos when
   * @param endNanos when it was over
   * @param answered whether it was answered
   */
  record Asked(int unit, long atNanos, long endNanos, boolean answered) {
    long tookNanos() {
      return endNanos - atNanos;
    }
  }

  QuietGateway(SteppedTime time) {
    this.time = time;
  }

  void put(int id, Unit unit) {
    units.put(id, unit);
  }

  /** All requests to one unit. */
  List<Asked> asked(int unit) {
    return asked.stream().filter(one -> one.unit == unit).toList();
  }

  @Override
  public Wire open(Deadline deadline) {
    return new Wire() {
      private long askedNanos;

      @Override
      public void expectSilence() {}

      @Override
      public void send(int unit, byte[] pdu) {
        askedNanos = time.nanos();
      }

      @Override
      public byte[] receive(Query query, Deadline until) throws SocketTimeoutException {
        Unit unit = Objects.requireNonNull(units.get(query.unit()));
        boolean before = askedNanos < unit.silentFrom.toNanos();
        boolean after = askedNanos >= unit.backFrom.toNanos();
        long answerNanos = askedNanos + (before ? unit.answer : unit.answerAfterwards).toNanos();
        boolean answers = (before || after) && answerNanos < until.endNanos();
        time.until(answers ? answerNanos : until.endNanos());
        asked.add(new Asked(query.unit(), askedNanos, time.nanos(), answers));
        if (!answers) {
          throw new SocketTimeoutException("Read timed out");
        }
        Query.Read read = (Query.Read) query;
        byte[] pdu = new byte[2 + 2 * read.count()];
        pdu[0] = (byte) query.function();
        pdu[1] = (byte) (2 * read.count());
        return pdu;
      }

      @Override
      public void close() {}
    };
  }
}
