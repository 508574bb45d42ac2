package org.wattward.protocols.modbus;

import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.BackOff;
import org.wattward.protocols.link.LinkCounters;
import org.wattward.protocols.link.LinkStatus.State;

/**
 * A link's connection over its life: opened, lost, opened again after a back-off; loss and return
 * are told once each. The link's thread only.
 */
final class Line {
  private static final Logger LOG = LoggerFactory.getLogger(Line.class);

  private final Settings settings;
  private final Time time;
  private final Outlet outlet;
  private final LinkCounters counters;
  private final BackOff backOff;
  private @Nullable ModbusConnection connection;
  private State state = State.CONNECTING;
  private Duration answerTook = Duration.ZERO;
  private long retryNanos;
  private long lostNanos;
  private String reason = "It is connecting for the first time.";

  /**
   * What a line must know.
   *
   * @param link the link's id
   * @param peer what it connects to, for messages
   * @param opener makes connections
   * @param requestTimeout how long one request, or connecting, may take
   * @param pauseAfterConnect how long a new connection is left alone
   */
  record Settings(
      String link,
      String peer,
      Wire.Opener opener,
      Duration requestTimeout,
      Duration pauseAfterConnect) {}

  Line(Settings settings, Time time, RandomGenerator random, Outlet outlet, LinkCounters counters) {
    this.settings = settings;
    this.time = time;
    this.outlet = outlet;
    this.counters = counters;
    this.backOff = new BackOff(Silence.FIRST_PAUSE, Silence.LONGEST_PAUSE, random);
    this.retryNanos = time.nanos();
    counters.state(state, reason);
  }

  /** Whether it counts as up; between two connections it still does. */
  boolean isUp() {
    return state == State.UP;
  }

  /** When connecting is worth another try. */
  long retryNanos() {
    return retryNanos;
  }

  /** Failures to connect since the last success. */
  int failures() {
    return backOff.failures();
  }

  /** The time by which it waits. */
  Time time() {
    return time;
  }

  /** How long a request may take at most. */
  Duration requestTimeout() {
    return settings.requestTimeout();
  }

  /** How long the last answer took. */
  Duration answerTook() {
    return answerTook;
  }

  /** Why it is not up, in a sentence. */
  String reason() {
    return reason;
  }

  /**
   * Makes sure that there is a connection.
   *
   * @return whether there is; if not, it tried just now or waits for {@link #retryNanos()}
   */
  boolean open() throws InterruptedException {
    if (connection != null) {
      return true;
    }
    if (retryNanos - time.nanos() > 0) {
      return false;
    }
    try {
      Wire wire = settings.opener().open(Deadline.in(time, settings.requestTimeout()));
      connection = new ModbusConnection(wire, time, settings.requestTimeout());
    } catch (IOException e) {
      lost(e);
      return false;
    }
    time.sleep(settings.pauseAfterConnect());
    connected();
    return true;
  }

  /**
   * Asks once.
   *
   * @throws NoAnswer when there is no valid answer; the connection is closed then, unless a gateway
   *     said that there is none
   */
  Reply ask(Query query, Terms terms) throws InterruptedException {
    ModbusConnection open = connection;
    if (open == null) {
      throw new NoAnswer(NoAnswer.Kind.NOT_SENT, reason);
    }
    counters.request();
    try {
      Reply reply = open.ask(query, terms);
      answerTook = open.answerTook();
      if (reply instanceof Reply.Refused refused && refused.isSilence()) {
        counters.failures(1);
        throw new NoAnswer(
            NoAnswer.Kind.SILENT_BEHIND_GATEWAY,
            "The gateway answered %s when %s.".formatted(refused.title(), query.title()));
      }
      return reply;
    } catch (NoAnswer e) {
      if (!open.isOpen()) {
        counters.failures(1);
        connection = null;
      }
      throw e;
    }
  }

  /** Whether the present connection has ever given an answer. */
  boolean wasUsed() {
    return connection != null && connection.wasUsed();
  }

  /** Closes the connection; the next {@link #open()} makes another. */
  void drop() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private void connected() {
    backOff.reset();
    if (state == State.UP) {
      return;
    }
    boolean first = state == State.CONNECTING;
    state = State.UP;
    reason = "";
    counters.state(State.UP, "");
    String sentence =
        first
            ? "Connected to %s.".formatted(settings.peer())
            : "Connected to %s again after %.1f s."
                .formatted(settings.peer(), (time.nanos() - lostNanos) / 1e9);
    LOG.info("Link {}: {}", settings.link(), sentence);
    outlet.linkChanged(true, sentence);
  }

  private void lost(IOException e) {
    long now = time.nanos();
    retryNanos = now + backOff.next().toNanos();
    reason = "No connection to %s: %s".formatted(settings.peer(), ModbusConnection.reason(e));
    counters.failures(1);
    counters.state(State.DOWN, reason);
    if (state != State.DOWN && !outlet.isShut()) {
      state = State.DOWN;
      lostNanos = now;
      LOG.info("Link {} is lost. {}", settings.link(), reason);
      outlet.linkChanged(false, reason);
    }
  }
}
