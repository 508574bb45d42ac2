package org.wattward.protocols.link;

import java.time.Duration;
import java.util.List;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.LinkStatus.State;

/**
 * The life of a link whose server brings values by itself: a virtual thread that runs one session
 * after the other, with a pause between them, until the link is closed. What a session is, the
 * protocol says; this keeps state, counters and health, and hands readings on.
 *
 * <p>{@link #start}, {@link #close} and {@link #status} may be called on any thread; all else on
 * the link's own.
 */
public final class SessionLoop {
  private static final Duration CLOSING = Duration.ofMillis(900);

  private final LinkConfig config;
  private final List<Device> devices;
  private final LinkListener listener;
  private final Time time;
  private final Sessions sessions;
  private final LinkCounters counters = new LinkCounters();
  private final LinkHealth health;
  private final BackOff backOff;
  private final Thread thread;
  private volatile boolean closed;
  private long fixedNanos;

  /** What the protocol brings. */
  public interface Sessions {
    /** What it connects to, for sentences. */
    String peer();

    /**
     * Runs one session to its end.
     *
     * @return why it ended: a sentence
     * @throws WattwardException when it could not be had or kept; the message says why
     */
    String run() throws InterruptedException;

    /**
     * A session ended, or the link was closed; what waits for it must wait no longer.
     *
     * @param reason a sentence
     */
    void ended(String reason);
  }

  /**
   * Makes one; nothing happens until it is started.
   *
   * @param config the link
   * @param devices the devices it carries
   * @param listener who is told
   * @param time the time
   * @param backOff the pauses between sessions
   * @param sessions what the protocol brings
   */
  public SessionLoop(
      LinkConfig config,
      List<Device> devices,
      LinkListener listener,
      Time time,
      BackOff backOff,
      Sessions sessions) {
    this.config = config;
    this.devices = List.copyOf(devices);
    this.listener = listener;
    this.time = time;
    this.backOff = backOff;
    this.sessions = sessions;
    this.health = new LinkHealth(config.id(), devices, listener, time);
    this.thread = Thread.ofVirtual().name("link-" + config.id()).unstarted(this::run);
  }

  /** Starts the thread; called once. */
  public void start() {
    thread.start();
  }

  /** The counters now. */
  public LinkStatus status() {
    return counters.status();
  }

  /** The counters, to count with. */
  public LinkCounters counters() {
    return counters;
  }

  /** Ends the thread, which closes its session; returns within a second. */
  public void close() {
    closed = true;
    counters.state(State.CLOSED, "Closed.");
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    thread.interrupt();
    try {
      thread.join(CLOSING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The session is there and its points are asked for. */
  public void up() {
    counters.state(State.UP, "");
    health.up();
    fixedNanos = time.nanos();
    handOn(PointReadings.fixed(devices, time.now()));
  }

  /** The session has proved itself: the next pause is a short one again. */
  public void held() {
    backOff.reset();
  }

  /**
   * Gives the fixed points again when the slow period is over.
   *
   * @return whether it was over, so that the protocol may give again what it knows by itself
   */
  public boolean slowPeriodOver() {
    long now = time.nanos();
    if (now - fixedNanos < config.periods().slow().toNanos()) {
      return false;
    }
    fixedNanos = now;
    handOn(PointReadings.fixed(devices, time.now()));
    return true;
  }

  /** Hands readings on, unless the link is closed. */
  public void handOn(List<Reading> readings) {
    if (!readings.isEmpty() && !closed) {
      counters.points(readings.size());
      listener.readings(config.id(), readings);
      health.heard(readings);
    }
  }

  private void run() {
    try {
      while (!closed) {
        counters.state(State.CONNECTING, "Connecting to %s.".formatted(sessions.peer()));
        String reason = session();
        if (!closed) {
          counters.state(State.DOWN, reason);
          health.down(reason);
        }
        sessions.ended(reason);
        time.sleep(backOff.next());
      }
    } catch (InterruptedException e) {
      // closed
    } finally {
      counters.state(State.CLOSED, "Closed.");
      sessions.ended("The link was closed.");
    }
  }

  private String session() throws InterruptedException {
    try {
      return sessions.run();
    } catch (RuntimeException e) { // the one place where a fault of this link is caught
      return e instanceof WattwardException
          ? String.valueOf(e.getMessage())
          : "An unexpected fault: " + e;
    } finally {
      if (!closed) {
        counters.failures(1);
      }
    }
  }
}
