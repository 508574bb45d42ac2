package org.wattward.protocols.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.LinkListener.StateChange;
import org.wattward.protocols.link.LinkStatus.State;

/**
 * A fake link for tests: its field is a map. It has no thread; readings are handed on by whoever
 * changes the field, so a test knows when they have arrived. Safe on any thread.
 */
public final class FakeLink implements Link {
  private final String id;
  private final Map<PointId, PointTemplate> points = new HashMap<>();
  private final LinkListener listener;
  private final Time time;
  private final Map<PointId, Double> field = new HashMap<>();
  private final List<Written> written = new ArrayList<>();
  private final Map<PointId, WriteOutcome> answers = new HashMap<>();
  private State state = State.CONNECTING;
  private String reason = "It has not been started.";
  private boolean reachable = true;
  private long requests;
  private long failures;
  private long handedOn;

  /**
   * A value that arrived at the field.
   *
   * @param point which point
   * @param value in its unit
   */
  public record Written(PointId point, double value) {}

  /**
   * Makes one whose field is empty.
   *
   * @param id the link's id
   * @param devices what is on it
   * @param listener who is told
   * @param time stamps readings
   */
  public FakeLink(String id, List<Device> devices, LinkListener listener, Time time) {
    this.id = id;
    this.listener = listener;
    this.time = time;
    for (Device device : devices) {
      device.points().forEach(point -> points.put(device.pointId(point), point));
    }
  }

  /** The field shows a value; it is read at once if the link is up. */
  public synchronized void show(PointId point, double value) {
    field.put(point, value);
    if (state == State.UP) {
      handOn(List.of(Reading.good(point, time.now(), value)));
    }
  }

  /** A reading that is not good arrives. */
  public synchronized void showBad(PointId point, String why) {
    field.remove(point);
    if (state == State.UP) {
      handOn(List.of(Reading.bad(point, time.now(), why)));
    }
  }

  /** Reads the whole field again, as a poll would. */
  public synchronized void poll() {
    if (state == State.UP) {
      requests++;
      handOn(
          field.entrySet().stream()
              .map(shown -> Reading.good(shown.getKey(), time.now(), shown.getValue()))
              .toList());
    }
  }

  /** From now on writes to a point have this outcome and do not reach the field. */
  public synchronized void answerWrites(PointId point, WriteOutcome outcome) {
    answers.put(point, outcome);
  }

  /** The field goes away; told once. */
  public synchronized void lose(String why) {
    reachable = false;
    failures++;
    if (state == State.UP || state == State.CONNECTING) {
      change(State.DOWN, why);
    }
  }

  /** The field comes back, as it was; told once. */
  public synchronized void comeBack() {
    reachable = true;
    if (state == State.DOWN) {
      change(State.UP, "It answers again.");
      poll();
    }
  }

  /** What the field holds for a point. */
  public synchronized Optional<Double> held(PointId point) {
    return Optional.ofNullable(field.get(point));
  }

  /** All values that arrived at the field, in order. */
  public synchronized List<Written> written() {
    return List.copyOf(written);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public synchronized void start() {
    if (reachable) {
      change(State.UP, "It answers.");
      poll();
    } else {
      lose("The field is away.");
    }
  }

  @Override
  public synchronized LinkStatus status() {
    return new LinkStatus(
        state,
        state == State.UP ? "" : reason,
        requests,
        requests,
        0,
        0,
        0,
        Lateness.NONE,
        failures,
        handedOn,
        List.of());
  }

  @Override
  public synchronized WriteOutcome write(
      PointId point, double value, Duration deadline, WriteSteps steps) {
    PointTemplate template = points.get(point);
    if (state != State.UP) {
      failures++;
      return new WriteOutcome.Refused("Link %s is not up: %s".formatted(id, reason));
    }
    if (template == null || !template.isWritable()) {
      return new WriteOutcome.Refused("Link %s carries no writable point %s.".formatted(id, point));
    }
    Optional<WriteOutcome> refusal = WriteRange.refusal(id, point, Optional.of(template), value);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    WriteOutcome answer = answers.get(point);
    if (answer != null) {
      return answer;
    }
    steps.sent();
    written.add(new Written(point, value));
    steps.accepted();
    if (!template.readable()) {
      field.put(point, value);
      return new WriteOutcome.Accepted();
    }
    show(point, value);
    return new WriteOutcome.Verified(value);
  }

  @Override
  public synchronized void close() {
    state = State.CLOSED;
    reason = "It was closed.";
  }

  private void change(State to, String why) {
    state = to;
    reason = why;
    listener.changed(new StateChange(id, "", to == State.UP, time.now(), why));
  }

  private void handOn(List<Reading> readings) {
    handedOn += readings.size();
    listener.readings(id, readings);
  }
}
