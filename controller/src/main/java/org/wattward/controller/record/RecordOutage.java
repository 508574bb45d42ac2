package org.wattward.controller.record;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.wattward.devices.WattwardException;
import org.wattward.devices.time.Time;

/**
 * Stops the database for a while under a steady rate of readings, starts it again, and holds every
 * point's count and sum against what was handed over. Blocks until done.
 */
public final class RecordOutage {
  private static final Duration STEP = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Time time;
  private final RecordStore store;
  private final EmbeddedDatabase database;

  /** What follows what. */
  public enum Phase {
    /** All is well. */
    BEFORE,
    /** The database is stopped. */
    AWAY,
    /** What waited is stored. */
    DRAINING,
    /** All is well again. */
    AFTER
  }

  /**
   * How it is done.
   *
   * @param perS readings a second
   * @param calm how long before and after
   * @param away how long the database is stopped
   * @param compressed whether what comes while it is stopped is handed over as fast as the spool
   *     takes it, with the times that it would have had, besides the steady rate
   */
  public record Plan(int perS, Duration calm, Duration away, boolean compressed) {}

  /**
   * What was measured.
   *
   * @param awayS how long the database was stopped, or for how long readings came if that was
   *     compressed, seconds
   * @param compressed whether it was
   * @param perS readings a second that were handed over
   * @param spooledPerS readings a second that the spool took
   * @param rowsOffered readings handed over in all
   * @param rowsSpooled readings on disk when the database came back
   * @param mostSpoolBytes most that lay on disk
   * @param spoolBoundBytes what may
   * @param drainS from the first row stored again until none waited on disk, seconds
   * @param drainedPerS rows stored a second meanwhile
   * @param drainedByComing that by what came; the spool shrinks above 1
   * @param worstOfferMs longest that handing over took
   * @param rowsDropped given up; must be 0
   * @param pointsWrong points whose count or sum is not what was handed over; must be 0
   */
  public record Outage(
      double awayS,
      boolean compressed,
      int perS,
      double spooledPerS,
      long rowsOffered,
      long rowsSpooled,
      long mostSpoolBytes,
      long spoolBoundBytes,
      double drainS,
      double drainedPerS,
      double drainedByComing,
      double worstOfferMs,
      long rowsDropped,
      int pointsWrong) {}

  /**
   * Makes one, for one run.
   *
   * @param time paces it
   * @param store started and ready; others may use it too
   * @param database where it keeps its rows; running
   */
  public RecordOutage(Time time, RecordStore store, EmbeddedDatabase database) {
    this.time = time;
    this.store = store;
    this.database = database;
  }

  /**
   * Runs.
   *
   * @param plan how
   * @param ended told of each phase when it is over
   */
  public Outage run(Plan plan, Consumer<Phase> ended) throws InterruptedException {
    try (OutageFeeder feeder = new OutageFeeder(time, store, plan.perS)) {
      time.sleep(plan.calm);
      ended.accept(Phase.BEFORE);
      database.stopServer();
      double spooledPerS = spool(plan, feeder);
      ended.accept(Phase.AWAY);
      long spooled = store.counters().rowsSpooled();
      long storedBefore = store.counters().rowsStored();
      database.ensureRunning();
      await("a row is stored again", () -> store.counters().rowsStored() > storedBefore);
      long begin = time.nanos();
      awaitEmptySpool();
      double drainS = (time.nanos() - begin) / 1e9;
      double drainedPerS = (store.counters().rowsStored() - storedBefore) / drainS;
      ended.accept(Phase.DRAINING);
      time.sleep(plan.calm);
      ended.accept(Phase.AFTER);
      feeder.stop();
      await("all is stored", store::isDrained);
      return new Outage(
          plan.away.toMillis() / 1e3,
          plan.compressed,
          plan.perS,
          spooledPerS,
          feeder.offered(),
          spooled,
          feeder.mostSpoolBytes(),
          store.settings().spoolBytes(),
          drainS,
          drainedPerS,
          drainedPerS / plan.perS,
          feeder.worstOfferMs(),
          store.counters().rowsDropped(),
          feeder.wrongPoints());
    }
  }

  /** The time without a database; how many readings a second went to disk. */
  private double spool(Plan plan, OutageFeeder feeder) throws InterruptedException {
    long before = store.counters().rowsSpooled();
    long begin = time.nanos();
    if (plan.compressed) {
      long rows = plan.perS * plan.away.toSeconds();
      feeder.catchUp(plan.away);
      awaitProgress(
          "the spool has taken %d rows".formatted(rows),
          () -> store.counters().rowsSpooled() >= rows,
          () -> -store.counters().rowsSpooled());
    } else {
      time.sleep(plan.away);
    }
    double perS = (store.counters().rowsSpooled() - before) / ((time.nanos() - begin) / 1e9);
    if (plan.compressed) {
      // The database stays away for a while, so that control is seen without it.
      time.sleep(plan.calm);
    }
    return perS;
  }

  /** However much waits, as long as it becomes less. */
  private void awaitEmptySpool() throws InterruptedException {
    awaitProgress(
        "nothing waits on disk",
        () -> store.counters().rowsSpooled() == 0,
        () -> store.counters().rowsSpooled());
  }

  /** Something that comes about by itself. */
  private interface Event {
    boolean isHere();
  }

  private void await(String what, Event event) throws InterruptedException {
    awaitProgress(what, event, () -> 0);
  }

  /** Gives up when what is left has been no less than its least for some minutes. */
  private void awaitProgress(String what, Event event, LongSupplier left)
      throws InterruptedException {
    long least = Long.MAX_VALUE;
    long deadline = 0;
    while (!event.isHere()) {
      long now = left.getAsLong();
      if (now < least) {
        least = now;
        deadline = time.nanos() + PATIENCE.toNanos();
      } else if (time.nanos() > deadline) {
        throw new WattwardException(
            "For %d s it did not come nearer that %s. The log says why."
                .formatted(PATIENCE.toSeconds(), what));
      }
      time.sleep(STEP);
    }
  }
}
