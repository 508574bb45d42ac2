package org.wattward.protocols.modbus;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.wattward.devices.codec.Decoded;
import org.wattward.devices.codec.Encoded;
import org.wattward.devices.codec.Encoded.RegisterWrite;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.modbus.WriteJob.WriteTarget;

/**
 * Writes one point: its companions before, itself, its companions after, each sent once; then reads
 * it back. When a connection dies between a write and its answer, the register is read over a new
 * one instead of being written again. The link's thread only.
 */
final class PointWriter {
  /** Some devices answer first and take the value over a moment later. */
  private static final Duration PAUSE_BEFORE_SECOND_LOOK = Duration.ofMillis(100);

  private final Asker asker;
  private final Time time;

  /** How the writer asks. */
  interface Asker {
    /**
     * Asks once.
     *
     * @param sent called when the request is on its way
     * @throws NoAnswer when there is no valid answer
     */
    Reply ask(ModbusDevice device, Query query, Runnable sent) throws InterruptedException;

    /** Makes sure that there is a connection; false when there is none to be had now. */
    boolean reconnect() throws InterruptedException;
  }

  /**
   * What is to be written.
   *
   * @param device to which device
   * @param point where it stands there
   * @param target the value
   */
  record Order(ModbusDevice device, PolledPoint point, WriteTarget target) {}

  PointWriter(Asker asker, Time time) {
    this.asker = asker;
    this.time = time;
  }

  /** Writes and reads back. */
  WriteOutcome write(Order order) throws InterruptedException {
    int scaleWord = 0;
    Optional<Span> scale = order.point().scale();
    if (scale.isPresent()) {
      Optional<int[]> word = read(order, scale.get());
      if (word.isEmpty()) {
        return new WriteOutcome.Refused(
            "The scale factor of %s cannot be read, so nothing was written."
                .formatted(order.point().id()));
      }
      scaleWord = word.get()[0];
    }
    return switch (order.point().codec().writes(order.target().value(), scaleWord)) {
      case Encoded.Refused(String reason) -> new WriteOutcome.Refused(reason);
      case Encoded.Words words -> throw new IllegalStateException("A codec's writes are writes.");
      case Encoded.Writes writes -> write(order, writes, scaleWord);
    };
  }

  private WriteOutcome write(Order order, Encoded.Writes writes, int scaleWord)
      throws InterruptedException {
    for (RegisterWrite write : writes.writes()) {
      Optional<WriteOutcome> problem = deliver(order, write, scaleWord);
      if (problem.isPresent()) {
        return problem.get();
      }
    }
    order.target().steps().accepted();
    return order.target().readable()
        ? verify(order, writes.value(), scaleWord)
        : new WriteOutcome.Accepted();
  }

  /** Sends one write; tells what went wrong, if something did. */
  private Optional<WriteOutcome> deliver(Order order, RegisterWrite write, int scaleWord)
      throws InterruptedException {
    Query query = query(order.device(), write);
    try {
      return switch (asker.ask(order.device(), query, order.target().steps()::sent)) {
        case Reply.Words taken -> Optional.empty();
        case Reply.Refused refused ->
            Optional.of(
                new WriteOutcome.Refused(
                    "%s answered %s when %s."
                        .formatted(order.device().id(), refused.title(), query.title())));
      };
    } catch (NoAnswer e) {
      return e.kind() == NoAnswer.Kind.NOT_SENT
          ? Optional.of(new WriteOutcome.Refused("Not sent: " + e.reason()))
          : lookAfterLoss(order, write, scaleWord, e);
    }
  }

  private Optional<WriteOutcome> lookAfterLoss(
      Order order, RegisterWrite write, int scaleWord, NoAnswer loss) throws InterruptedException {
    Span span = new Span(write.table(), write.address(), write.words().size());
    Optional<int[]> words = asker.reconnect() ? read(order, span) : Optional.empty();
    if (words.isEmpty()) {
      return Optional.of(
          new WriteOutcome.Unknown(
              "%s Nor could it be read back afterwards.".formatted(loss.reason())));
    }
    int[] wanted = write.words().stream().mapToInt(Integer::intValue).toArray();
    if (Arrays.equals(words.get(), wanted)) {
      return Optional.empty();
    }
    if (span.equals(order.point().value())) {
      return Optional.of(mismatch(order.point().codec().decode(words.get(), 0, scaleWord)));
    }
    return Optional.of(
        new WriteOutcome.Unknown(
            "%s Afterwards %s held %d instead of %d."
                .formatted(loss.reason(), span.title(), words.get()[0], wanted[0])));
  }

  private WriteOutcome verify(Order order, double held, int scaleWord) throws InterruptedException {
    Optional<WriteOutcome> outcome = look(order, held, scaleWord);
    if (outcome.isPresent() && outcome.get() instanceof WriteOutcome.Mismatch) {
      time.sleep(PAUSE_BEFORE_SECOND_LOOK);
      outcome = look(order, held, scaleWord).or(() -> Optional.empty());
    }
    return outcome.orElseGet(() ->
        new WriteOutcome.Unknown(
            "%s took the write to %s but could not be read back."
                .formatted(order.device().id(), order.point().id())));
  }

  private Optional<WriteOutcome> look(Order order, double held, int scaleWord)
      throws InterruptedException {
    Optional<int[]> words = read(order, order.point().value());
    if (words.isEmpty()) {
      return Optional.empty();
    }
    Decoded decoded = order.point().codec().decode(words.get(), 0, scaleWord);
    if (decoded instanceof Decoded.Value(double value)) {
      double tolerance = order.target().tolerance();
      boolean verified =
          Math.abs(value - order.target().value()) <= tolerance
              || Math.abs(value - held) <= tolerance;
      return Optional.of(
          verified ? new WriteOutcome.Verified(value) : new WriteOutcome.Mismatch(value));
    }
    return Optional.of(mismatch(decoded));
  }

  private static WriteOutcome mismatch(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Value(double value) -> new WriteOutcome.Mismatch(value);
      case Decoded.OutOfRange(double value, String reason) -> new WriteOutcome.Mismatch(value);
      case Decoded.NotANumber(String reason) -> new WriteOutcome.Unknown(reason);
    };
  }

  private Optional<int[]> read(Order order, Span span) throws InterruptedException {
    ModbusDevice device = order.device();
    Query query = new Query.Read(device.unit(), span.table(), span.address(), span.count());
    try {
      return asker.ask(device, query, Terms.NOBODY) instanceof Reply.Words words
          ? Optional.of(words.words())
          : Optional.empty();
    } catch (NoAnswer e) {
      return Optional.empty();
    }
  }

  private static Query query(ModbusDevice device, RegisterWrite write) {
    int unit = device.unit();
    boolean single = write.words().size() == 1 && !device.pacing().writeMultipleOnly();
    int first = write.words().getFirst();
    if (write.table() == RegisterTable.COIL) {
      return single
          ? new Query.WriteCoil(unit, write.address(), first != 0)
          : new Query.WriteCoils(
              unit, write.address(), write.words().stream().map(word -> word != 0).toList());
    }
    return single
        ? new Query.WriteRegister(unit, write.address(), first)
        : new Query.WriteRegisters(unit, write.address(), write.words());
  }
}
