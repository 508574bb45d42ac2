package org.wattward.controller.commission;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.wattward.controller.arbitration.Control;
import org.wattward.controller.arbitration.Field;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.controller.receipt.Asker;
import org.wattward.controller.record.AuditEntry;
import org.wattward.controller.record.Recorder;
import org.wattward.controller.writing.Writer;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;

/**
 * Trials of a running district's devices, one of a device at a time; all else is controlled
 * meanwhile. They are asked for from any thread and run on one virtual thread.
 */
public final class Commissioning implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Parts parts;
  private final Loop loop;
  private final ConcurrentMap<String, Running> trials = new ConcurrentHashMap<>();

  /**
   * What it works with.
   *
   * @param site the devices
   * @param field what they say
   * @param control has them hold the trial's values
   * @param writer leaves them alone
   * @param recorder is told who tried what, and what came of it
   */
  public record Parts(
      Site site, Time time, Field field, Control control, Writer writer, Recorder recorder) {}

  /**
   * A trial.
   *
   * @param device of which device
   * @param by who asked for it
   * @param began when
   * @param isOver whether it has come to its end
   * @param findings what it found so far, point by point
   */
  public record Report(
      String device, String by, Instant began, boolean isOver, List<WatchdogFinding> findings) {
    public Report {
      findings = List.copyOf(findings);
    }

    /** Whether every point did as its template says. */
    public boolean isRight() {
      return isOver && findings.stream().allMatch(WatchdogFinding::isRight);
    }
  }

  private record Running(String device, Asker asker, Instant began, WatchdogTrial trial) {
    Report report() {
      return new Report(device, asker.source().name(), began, trial.isOver(), trial.findings());
    }
  }

  /** Makes one whose thread does not run yet. */
  public Commissioning(Parts parts, Loops loops) {
    this.parts = parts;
    this.loop = loops.loop("commissioning", this::turn);
  }

  /** Starts its thread. */
  public void start() {
    loop.start();
  }

  /**
   * Begins to try a device's watchdog.
   *
   * @return why not, a sentence; empty when it has begun
   */
  public Optional<String> tryWatchdog(Device device, Asker asker) {
    LinkConfig link =
        parts.site.links().stream()
            .filter(each -> each.id().equals(device.link()))
            .findFirst()
            .orElseThrow();
    List<WatchdogSubject> subjects = WatchdogSubject.of(device, link.periods());
    Optional<String> obstacle = obstacle(device, subjects);
    if (obstacle.isPresent()) {
      return obstacle;
    }
    Running begun =
        new Running(
            device.id(),
            asker,
            parts.time.now(),
            new WatchdogTrial(subjects, new DistrictBench(parts, asker)));
    Running known =
        trials.compute(
            device.id(), (_, before) -> before == null || before.trial.isOver() ? begun : before);
    if (!known.trial.equals(begun.trial)) {
      return Optional.of(
          "A trial of %s by %s is under way.".formatted(device.id(), known.asker.source().name()));
    }
    audit(begun, "watchdog trial", "Nothing is written to it on purpose.");
    loop.wake();
    return Optional.empty();
  }

  /**
   * Why a device's watchdog cannot be tried, a sentence; empty when it can.
   *
   * @param subjects its points that have one
   */
  public static Optional<String> obstacle(Device device, List<WatchdogSubject> subjects) {
    if (subjects.isEmpty()) {
      return Optional.of(
          "The template %s of %s names no watchdog: after a crash of the controller the device stays as it is."
              .formatted(device.template().id(), device.id()));
    }
    return subjects.stream().flatMap(subject -> subject.obstacle().stream()).findFirst();
  }

  /** The last trial of a device. */
  public Optional<Report> report(String device) {
    return Optional.ofNullable(trials.get(device)).map(Running::report);
  }

  private Duration turn(long nowNanos) {
    boolean any = false;
    for (Running running : trials.values()) {
      if (!running.trial.isOver()) {
        running.trial.turn(nowNanos);
        if (running.trial.isOver()) {
          audit(running, "watchdog trial over", sentences(running));
        }
        any = true;
      }
    }
    return any ? LOOK : Loop.IDLE;
  }

  private static String sentences(Running running) {
    return running.trial.findings().stream()
        .map(WatchdogFinding::sentence)
        .collect(Collectors.joining(" "));
  }

  private void audit(Running running, String action, String detail) {
    parts.recorder.audit(
        new AuditEntry(
            parts.time.now(), running.asker.source().name(), action, running.device, detail));
  }

  /** Ends all trials; the devices are given back. */
  @Override
  public void close() {
    loop.close();
    Map.copyOf(trials).values().forEach(running -> running.trial.close());
  }
}
