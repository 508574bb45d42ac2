package org.wattward.controller.district;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.wattward.controller.alarm.AlarmNow;
import org.wattward.controller.alarm.Alarms;
import org.wattward.controller.alarm.Condition;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.arbitration.GroupRequest;
import org.wattward.controller.arbitration.Groups;
import org.wattward.controller.arbitration.ManualOverride;
import org.wattward.controller.commission.Commissioning;
import org.wattward.controller.receipt.Asker;
import org.wattward.controller.receipt.Receipts;
import org.wattward.controller.schedule.Schedules;
import org.wattward.controller.vital.Vitals;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.protocols.link.LinkStatus;
import org.wattward.rules.decide.Snapshot.DemandResponse;
import org.wattward.rules.request.Request;

/**
 * The running district, as the API and the pages see it. Any thread; nothing here waits for a
 * device or for the database.
 */
public interface District extends AutoCloseable {
  /** What is controlled. */
  Site site();

  /** Starts links, zones, schedules and writing. Called once. */
  void start();

  /** Writes the safe values within a bounded time, then ends everything. */
  @Override
  void close();

  /** The last reading of a point with its quality now; empty when it was never read. */
  Optional<Reading> reading(PointId point);

  /** The last readings of all points that were ever read. */
  List<Reading> readings();

  /** The setpoint in force, if the point has one. */
  Optional<Double> setpoint(PointId point);

  /** How a device is. */
  DeviceState state(Device device);

  /** The decision in force for a point, if there was any. */
  Optional<Decision> decision(PointId point);

  /** The latest decisions, newest first, kept in memory. */
  List<Decision> latestDecisions(int most);

  /** The live requests for a point, highest level first. */
  List<Request> requests(PointId point);

  /** All live requests of one kind of source. */
  List<Request> requests(Request.Source.Kind kind);

  /** What is set by hand, the one that ends first at the top. */
  List<ManualOverride> overrides();

  /**
   * Takes a request of a person or a program.
   *
   * @return the request as taken, or why it was refused
   */
  Receipt request(Request request);

  /**
   * Takes a request back before it expires.
   *
   * @return whether there was one
   */
  default boolean withdraw(String requestId) {
    return withdraw(requestId, "It was taken back.");
  }

  /**
   * Takes a request back before it expires.
   *
   * @param why a sentence
   * @return whether there was one
   */
  boolean withdraw(String requestId, String why);

  /** The orders of programs, and what became of each. */
  Receipts receipts();

  /** The civil schedules. */
  Schedules schedules();

  /**
   * Takes a limit that several points share; it is divided among them as long as it lives. One of
   * the same id is replaced.
   *
   * @return why not, a sentence; empty when it was taken
   */
  Optional<String> request(GroupRequest request);

  /** The limits that points share, and how they are divided now. */
  List<Groups.Shared> groups();

  /**
   * Begins to try a device's watchdog: nothing is written to it for as long as its template says
   * that it takes to return to its safe values.
   *
   * @return why not, a sentence; empty when it has begun
   */
  Optional<String> tryWatchdog(Device device, Asker asker);

  /** The last trial of a device's watchdog, over or not. */
  Optional<Commissioning.Report> watchdogTrial(Device device);

  /** Its alarms. */
  Alarms alarms();

  /** The demand-response events that are announced or active. */
  List<DemandResponse> events();

  /** Takes or replaces a demand-response event. */
  void announce(DemandResponse event);

  /** Withdraws a demand-response event. */
  boolean cancel(String eventId);

  /** Whether the parts that control needs answer. Each is asked anew. */
  List<Vitals.Answer> vitals();

  /** The counters of this run. */
  Counters counters();

  /** How each link that carries a device is, in the order of the site file. */
  List<LinkState> links();

  /**
   * Calls back on every change, from the thread that made it; the callee must return at once.
   *
   * @return closes the subscription
   */
  AutoCloseable watch(Consumer<Change> watcher);

  /** What a watcher is told. */
  sealed interface Change {
    /** New readings. */
    record Readings(List<Reading> readings) implements Change {}

    /** A new decision, or one whose write came further. */
    record Decided(Decision decision) implements Change {}

    /** An alarm was raised, acknowledged, put aside, taken back or cleared. */
    record Alarmed(AlarmNow alarm) implements Change {}

    /** A device's state changed. */
    record DeviceChanged(String device, DeviceState state) implements Change {}
  }

  /** What became of a request at once. */
  sealed interface Receipt {
    /** It lives. */
    record Accepted(Request request) implements Receipt {}

    /** It does not. */
    record Refused(String reason) implements Receipt {}
  }

  /**
   * How a device is.
   *
   * @param condition in one word
   * @param since since when
   * @param reason a sentence; empty when good
   */
  record DeviceState(DeviceState.Condition condition, Instant since, String reason) {
    /** In one word. */
    public enum Condition {
      /** Not every point was read yet. */
      STARTING,
      /** Every point is good. */
      GOOD,
      /** Some points are stale. */
      STALE,
      /** Some points are bad. */
      BAD
    }
  }

  /**
   * How a link is.
   *
   * @param id its id in the site file
   * @param status its state and counters
   */
  record LinkState(String id, LinkStatus status) {
    /** What its warnings are alarms for. */
    public List<Condition> conditions() {
      return status.warnings().stream()
          .map(warning -> Conditions.linkWarning(id, warning))
          .toList();
    }
  }

  /**
   * Counters since the start.
   *
   * @param polls poll cycles
   * @param latePolls poll cycles that began late
   * @param readings readings received
   * @param pointsPerSecond readings per second over the last ten seconds
   * @param ticks decisions of zones taken (fired rule sessions)
   * @param missedTicks zone ticks that could not run in time
   * @param decisions decision records made
   * @param writesSent writes that went out
   * @param writesVerified writes whose value was read back
   * @param writesFailed writes refused, mismatched for good, or unknown
   * @param uptime since the start
   */
  record Counters(
      long polls,
      long latePolls,
      long readings,
      double pointsPerSecond,
      long ticks,
      long missedTicks,
      long decisions,
      long writesSent,
      long writesVerified,
      long writesFailed,
      Duration uptime) {}
}
