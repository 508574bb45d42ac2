package org.wattward.controller.command;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.wattward.controller.commission.Bench;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.protocols.Links;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkListener;
import org.wattward.protocols.link.WriteOutcome;

/** One device, talked to over a link of its own that carries nothing else. */
final class OneDevice implements Bench, LinkListener, AutoCloseable {
  private static final Duration WITHIN = Duration.ofSeconds(15);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Device device;
  private final Time time;
  private final Link link;
  private final Map<PointId, Received> latest = new ConcurrentHashMap<>();
  private final Map<PointId, Long> sentNanos = new HashMap<>();
  private final Map<PointId, Double> before = new HashMap<>();
  private final Map<PointId, WriteOutcome> outcomes = new HashMap<>();
  private volatile String state = "The link is connecting.";

  private record Received(Reading reading, long nanos) {}

  private OneDevice(Device device, LinkConfig config, Path data, Time time) {
    this.device = device;
    this.time = time;
    link =
        Links.open(
            config,
            List.of(device),
            this,
            time,
            new SecureRandom(),
            Credentials.fromEnvironment(data.resolve("keys")));
    link.start();
  }

  /**
   * Opens a link to a device.
   *
   * @param data the data directory, for keys
   */
  static OneDevice open(Device device, LinkConfig config, Path data, Time time) {
    return new OneDevice(device, config, data, time);
  }

  /**
   * Waits until every point that can be written was read.
   *
   * @throws WattwardException when one was not
   */
  void awaitReadings() throws InterruptedException {
    List<PointId> wanted =
        device.points().stream()
            .filter(point -> point.isWritable() && point.readable())
            .map(device::pointId)
            .toList();
    long untilNanos = time.nanos() + WITHIN.toNanos();
    while (!wanted.stream().allMatch(this::isGood)) {
      if (time.nanos() - untilNanos > 0) {
        throw new WattwardException(
            "%s was not read within %d s, and nothing was written. %s"
                .formatted(device.id(), WITHIN.toSeconds(), state));
      }
      time.sleep(LOOK);
    }
  }

  private boolean isGood(PointId point) {
    return reading(point).map(Reading::good).map(it -> it.isPresent()).orElse(false);
  }

  @Override
  public void hold(PointId point, double value) {
    reading(point)
        .flatMap(reading -> reading.good().stream().boxed().findFirst())
        .ifPresent(now -> before.put(point, now));
    write(point, value);
  }

  private void write(PointId point, double value) {
    sentNanos.put(point, time.nanos());
    outcomes.put(point, link.write(point, value, WITHIN));
  }

  @Override
  public boolean holds(PointId point, double value) {
    return outcomes.get(point) instanceof WriteOutcome.Verified;
  }

  @Override
  public void letGo(PointId point) {}

  @Override
  public boolean isLetGo(PointId point) {
    return true;
  }

  @Override
  public OptionalLong sentNanos(PointId point) {
    Long sent = sentNanos.get(point);
    return sent == null ? OptionalLong.empty() : OptionalLong.of(sent);
  }

  @Override
  public Optional<Reading> reading(PointId point) {
    return Optional.ofNullable(latest.get(point)).map(Received::reading);
  }

  @Override
  public OptionalLong receivedNanos(PointId point) {
    Received received = latest.get(point);
    return received == null ? OptionalLong.empty() : OptionalLong.of(received.nanos());
  }

  @Override
  public String state(PointId point) {
    return switch (outcomes.get(point)) {
      case WriteOutcome.Refused(String reason) -> reason;
      case WriteOutcome.Unknown(String reason) -> reason;
      case WriteOutcome.Mismatch(double back) -> "It reads back as %s.".formatted(back);
      case WriteOutcome.Accepted() -> "It took the value and cannot be read back.";
      case WriteOutcome.Verified _ -> state;
      case null -> state;
    };
  }

  /** What it held before is written back; a device that returned by itself may keep that. */
  @Override
  public void giveBack(PointId point) {
    Double was = before.remove(point);
    if (was != null) {
      write(point, was);
    }
  }

  @Override
  public void readings(String from, List<Reading> batch) {
    long nowNanos = time.nanos();
    batch.forEach(reading -> latest.put(reading.point(), new Received(reading, nowNanos)));
  }

  @Override
  public void changed(StateChange change) {
    state = change.reason();
  }

  @Override
  public void close() {
    link.close();
  }
}
