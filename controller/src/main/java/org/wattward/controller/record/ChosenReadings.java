package org.wattward.controller.record;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.arbitration.Decision;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.Recording;

/**
 * Hands on only those readings that their points' recording asks for. Any thread; readings of one
 * point come one after the other.
 */
public final class ChosenReadings implements Recorder {
  private final Map<PointId, Recording> recordings;
  private final Recorder recorder;
  private final Map<PointId, Reading> latest = new ConcurrentHashMap<>();

  ChosenReadings(Map<PointId, Recording> recordings, Recorder recorder) {
    this.recordings = Map.copyOf(recordings);
    this.recorder = recorder;
  }

  /**
   * As a site's points ask.
   *
   * @param site whose points
   * @param recorder takes what is chosen
   */
  public static Recorder of(Site site, Recorder recorder) {
    Map<PointId, Recording> recordings =
        site.devices().stream()
            .flatMap(device ->
                device.points().stream()
                    .filter(point -> !(point.recording() instanceof Recording.Every))
                    .map(point -> Map.entry(device.pointId(point), point.recording())))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return recordings.isEmpty() ? recorder : new ChosenReadings(recordings, recorder);
  }

  @Override
  public void readings(List<Reading> readings) {
    List<Reading> chosen = readings.stream().filter(this::isChosen).toList();
    if (!chosen.isEmpty()) {
      recorder.readings(chosen);
    }
  }

  private boolean isChosen(Reading reading) {
    return switch (recordings.getOrDefault(reading.point(), Recording.EVERY)) {
      case Recording.Every() -> true;
      case Recording.Never() -> false;
      case Recording.OnChange(double deadband, Duration heartbeat) -> {
        Reading last = latest.get(reading.point());
        boolean chosen =
            last == null
                || !last.quality().equals(reading.quality())
                || Math.abs(reading.value() - last.value()) > deadband
                || !reading.time().isBefore(last.time().plus(heartbeat));
        if (chosen) {
          latest.put(reading.point(), reading);
        }
        yield chosen;
      }
    };
  }

  @Override
  public void decision(Decision decision) {
    recorder.decision(decision);
  }

  @Override
  public void alarm(Alarm alarm) {
    recorder.alarm(alarm);
  }

  @Override
  public void audit(AuditEntry entry) {
    recorder.audit(entry);
  }

  @Override
  public void rulePackage(PackageNote note) {
    recorder.rulePackage(note);
  }

  @Override
  public void trial(TrialNote note) {
    recorder.trial(note);
  }

  @Override
  public void condition(ConditionNote note) {
    recorder.condition(note);
  }
}
