package org.wattward.controller.command;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.DoubleSupplier;
import org.wattward.devices.time.Time;

/** A bar with the time left, drawn twice a second on a terminal, and nothing in a pipe. */
final class ProgressBar implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final int WIDTH = 40;
  private final PrintWriter out;
  private final DoubleSupplier progress;
  private final Time time;
  private final long startNanos;
  private final Semaphore stop = new Semaphore(0);
  private final Thread thread;

  private ProgressBar(PrintWriter out, DoubleSupplier progress, Time time) {
    this.out = out;
    this.progress = progress;
    this.time = time;
    this.startNanos = time.nanos();
    this.thread = Thread.ofVirtual().name("progress-bar").unstarted(this::run);
  }

  /**
   * Begins to draw.
   *
   * @param progress the share that is done, 0 to 1; asked on another thread
   */
  static ProgressBar start(PrintWriter out, DoubleSupplier progress) {
    ProgressBar bar = new ProgressBar(out, progress, Time.system());
    if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()) {
      bar.thread.start();
    }
    return bar;
  }

  private void run() {
    try {
      while (!time.await(stop, PERIOD)) {
        draw();
      }
      out.print("\r\u001b[K");
      out.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void draw() {
    out.print("\r" + line(progress.getAsDouble(), (time.nanos() - startNanos) / 1e9));
    out.flush();
  }

  /** The bar as text. */
  static String line(double share, double elapsedS) {
    int filled = (int) Math.clamp(Math.floor(share * WIDTH), 0, WIDTH);
    String left =
        share > 0.005
            ? String.format(Locale.ROOT, "%.0f s left", elapsedS / share * (1 - share))
            : "…";
    return "[%s%s] %3d %%, %s  "
        .formatted("#".repeat(filled), ".".repeat(WIDTH - filled), (int) (share * 100), left);
  }

  @Override
  public void close() {
    stop.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
