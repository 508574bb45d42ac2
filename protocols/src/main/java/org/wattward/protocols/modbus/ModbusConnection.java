package org.wattward.protocols.modbus;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.wattward.devices.time.Time;
import org.wattward.protocols.modbus.NoAnswer.Kind;

/**
 * One open connection: asks one thing at a time, each exactly once, and closes itself on the first
 * answer that is missing, late or odd. One thread.
 */
final class ModbusConnection implements AutoCloseable {
  private final Wire wire;
  private final Time time;
  private final Duration requestTimeout;
  private long lastEndNanos;
  private Duration answerTook = Duration.ZERO;
  private boolean used;
  private boolean open = true;

  /**
   * Takes over an open wire.
   *
   * @param requestTimeout how long a request may take from its first byte to the answer's last
   */
  ModbusConnection(Wire wire, Time time, Duration requestTimeout) {
    this.wire = wire;
    this.time = time;
    this.requestTimeout = requestTimeout;
    this.lastEndNanos = time.nanos();
  }

  /**
   * Asks and waits for the answer.
   *
   * @param query what
   * @param pause least time since the last answer, or since connecting
   * @throws NoAnswer when there is no valid answer; the connection is closed then
   * @throws InterruptedException when the thread is stopped during the pause
   */
  Reply ask(Query query, Duration pause) throws InterruptedException {
    return ask(query, new Terms(pause, requestTimeout, Terms.NOBODY));
  }

  /**
   * The same on other terms.
   *
   * @param terms how long it may take, and who is told when it left
   */
  Reply ask(Query query, Terms terms) throws InterruptedException {
    time.sleep(Duration.ofNanos(lastEndNanos + terms.pause().toNanos() - time.nanos()));
    byte[] pdu = Pdu.of(query);
    long askedNanos = time.nanos();
    Deadline deadline = Deadline.in(time, terms.patience());
    Kind stage = Kind.NOT_SENT;
    try {
      wire.expectSilence();
      stage = Kind.CLOSED;
      wire.send(query.unit(), pdu);
      terms.sent().run();
      Reply reply = Pdu.reply(query, pdu, wire.receive(query, deadline));
      used = true;
      lastEndNanos = time.nanos();
      answerTook = Duration.ofNanos(lastEndNanos - askedNanos);
      return reply;
    } catch (SocketTimeoutException e) {
      throw broken(
          Kind.SILENT,
          "No answer within %d ms when %s.".formatted(terms.patience().toMillis(), query.title()));
    } catch (WrongAnswer e) {
      Kind kind = stage == Kind.NOT_SENT ? stage : Kind.WRONG_ANSWER;
      throw broken(kind, "Wrong answer when %s: %s".formatted(query.title(), e.getMessage()));
    } catch (IOException e) {
      throw broken(stage, "The connection broke when %s: %s".formatted(query.title(), reason(e)));
    }
  }

  /** How long the last valid answer took. */
  Duration answerTook() {
    return answerTook;
  }

  /** Whether it has ever given a valid answer. */
  boolean wasUsed() {
    return used;
  }

  /** Whether another request may be asked. */
  boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    wire.close();
  }

  /** An I/O fault in words. */
  static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private NoAnswer broken(Kind kind, String message) {
    close();
    return new NoAnswer(kind, message);
  }
}
