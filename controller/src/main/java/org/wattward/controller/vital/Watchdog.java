package org.wattward.controller.vital;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.vital.Vitals.Answer;
import org.wattward.devices.time.Time;

/**
 * Asks the parts that control needs every few seconds and strokes the service manager's watchdog
 * only while each answers. The record is not among them: control goes on without the database. The
 * thread is a platform thread, since virtual ones may be what hangs.
 */
public final class Watchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final Supplier<List<Answer>> parts;
  private final Optional<ServiceSocket> socket;
  private final Time time;
  private final Semaphore end = new Semaphore(0);
  private String said = "";

  /**
   * Makes one that does not look yet.
   *
   * @param parts asks the parts
   * @param socket the service manager's, if there is one
   */
  public Watchdog(Supplier<List<Answer>> parts, Optional<ServiceSocket> socket, Time time) {
    this.parts = parts;
    this.socket = socket;
    this.time = time;
  }

  /** The controller is up: says so, and looks from now on. */
  public void start() {
    socket.ifPresent(known -> known.tell("READY=1\nSTATUS=Controls its site."));
    Thread.ofPlatform().daemon().name("watchdog").start(this::run);
  }

  /** Looks once. */
  void look() {
    List<Answer> answers = parts.get();
    String silent =
        answers.stream()
            .filter(answer -> !answer.answers())
            .map(Answer::silent)
            .collect(Collectors.joining(" "));
    if (silent.isEmpty()) {
      socket.ifPresent(known -> known.tell("WATCHDOG=1"));
      if (!said.isEmpty()) {
        LOG.info("All that control needs answers again.");
      }
    } else if (said.isEmpty()) {
      LOG.error("{} The service manager's watchdog is not stroked meanwhile.", silent);
      socket.ifPresent(known -> known.tell("STATUS=" + silent));
    }
    said = silent;
  }

  private void run() {
    try {
      do {
        look();
      } while (!time.await(end, PERIOD));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The controller is going to stop. */
  @Override
  public void close() {
    end.release();
    socket.ifPresent(known -> known.tell("STOPPING=1"));
  }
}
