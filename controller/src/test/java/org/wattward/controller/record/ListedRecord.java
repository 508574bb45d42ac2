package org.wattward.controller.record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.arbitration.Decision;
import org.wattward.devices.point.Reading;

/** Keeps all that is recorded in lists. */
public final class ListedRecord implements Recorder {
  public final List<Reading> readings = Collections.synchronizedList(new ArrayList<>());
  public final List<Decision> decisions = Collections.synchronizedList(new ArrayList<>());
  public final List<Alarm> alarms = Collections.synchronizedList(new ArrayList<>());
  public final List<AuditEntry> audited = Collections.synchronizedList(new ArrayList<>());
  public final List<PackageNote> packages = Collections.synchronizedList(new ArrayList<>());
  public final List<TrialNote> trials = Collections.synchronizedList(new ArrayList<>());
  public final List<ConditionNote> conditions = Collections.synchronizedList(new ArrayList<>());

  public volatile RecordCounters counters = well();

  /** How a record does that has done nothing yet. */
  public static RecordCounters well() {
    return counters(Duration.ZERO, Optional.empty());
  }

  /** The same, with a batch that waits for the database. */
  public static RecordCounters away(String fault, Duration lag) {
    return counters(lag, Optional.of(fault));
  }

  private static RecordCounters counters(Duration lag, Optional<String> fault) {
    return new RecordCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, lag, fault, Optional.empty());
  }

  public RecordCounters counters() {
    return counters;
  }

  @Override
  public void readings(List<Reading> more) {
    readings.addAll(more);
  }

  @Override
  public void decision(Decision decision) {
    decisions.add(decision);
  }

  @Override
  public void alarm(Alarm alarm) {
    alarms.add(alarm);
  }

  @Override
  public void audit(AuditEntry entry) {
    audited.add(entry);
  }

  @Override
  public void rulePackage(PackageNote note) {
    packages.add(note);
  }

  @Override
  public void trial(TrialNote note) {
    trials.add(note);
  }

  @Override
  public void condition(ConditionNote note) {
    conditions.add(note);
  }
}
