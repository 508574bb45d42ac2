package org.wattward.sim.field;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a device's quirks come to, summed up so that a request need not look through them. */
public final class Quirks {
  /** No peculiarity. */
  public static final Quirks NONE = new Quirks(List.of());

  private static final int MOST_REGISTERS = 125;

  private final List<Quirk> all;
  private final Set<String> notANumber = new HashSet<>();
  private final Set<String> minus32768 = new HashSet<>();
  private boolean oneClientOnly;
  private boolean rejectAboveRated;
  private boolean strictGaps;
  private boolean wordOrderSwapped;
  private boolean fc16Only;
  private int addressShift;
  private int maxRegistersPerRead = MOST_REGISTERS;
  private Duration connectDelay = Duration.ZERO;
  private Duration writeSpacing = Duration.ZERO;
  private boolean ignoresSoonWrites;
  private Duration writeWatchdog = Duration.ZERO;
  private Duration countersJumpBackEvery = Duration.ZERO;

  private Quirks(List<Quirk> all) {
    this.all = List.copyOf(all);
    all.forEach(this::add);
  }

  /** Several at once; of two of the same kind the last one holds. */
  public static Quirks of(Quirk... quirks) {
    return of(List.of(quirks));
  }

  /** Several at once; of two of the same kind the last one holds. */
  public static Quirks of(List<Quirk> quirks) {
    return quirks.isEmpty() ? NONE : new Quirks(quirks);
  }

  private void add(Quirk quirk) {
    switch (quirk) {
      case Quirk.WordOrderSwapped _ -> wordOrderSwapped = true;
      case Quirk.OffByOne shift -> addressShift = shift.by();
      case Quirk.NotANumber none -> notANumber.add(none.point());
      case Quirk.Minus32768 none -> minus32768.add(none.point());
      case Quirk.Fc16Only _ -> fc16Only = true;
      case Quirk.WriteWatchdog watchdog -> writeWatchdog = watchdog.time();
      case Quirk.WriteSpacing spacing -> space(spacing.time(), false);
      case Quirk.WriteSpacingIgnored spacing -> space(spacing.time(), true);
      case Quirk.OneClient _ -> oneClientOnly = true;
      case Quirk.ConnectDelay delay -> connectDelay = delay.time();
      case Quirk.RejectAboveRated _ -> rejectAboveRated = true;
      case Quirk.BlockLimit limit -> maxRegistersPerRead = limit.registers();
      case Quirk.StrictGaps _ -> strictGaps = true;
      case Quirk.CountersJumpBack jump -> countersJumpBackEvery = jump.every();
    }
  }

  private void space(Duration spacing, boolean ignores) {
    writeSpacing = spacing;
    ignoresSoonWrites = ignores;
  }

  /** Each of them. */
  public List<Quirk> all() {
    return all;
  }

  /** Whether a second connection is dropped at once. */
  public boolean oneClientOnly() {
    return oneClientOnly;
  }

  /** How long after connecting nothing is answered. */
  public Duration connectDelay() {
    return connectDelay;
  }

  /** The least time between two writes; zero for none. */
  public Duration writeSpacing() {
    return writeSpacing;
  }

  /** Whether a write that comes too soon is acknowledged and without effect, instead of refused. */
  public boolean ignoresSoonWrites() {
    return ignoresSoonWrites;
  }

  /** Whether a value beyond the writing range or the rated power is refused. */
  public boolean rejectAboveRated() {
    return rejectAboveRated;
  }

  /** Whether registers between the points do not exist. */
  public boolean strictGaps() {
    return strictGaps;
  }

  /** Whether numbers of several registers have their words the other way round. */
  public boolean wordOrderSwapped() {
    return wordOrderSwapped;
  }

  /** Whether functions 5, 6 and 22 are refused. */
  public boolean fc16Only() {
    return fc16Only;
  }

  /** How many registers later everything stands. */
  public int addressShift() {
    return addressShift;
  }

  /** The most registers in one read; 125 where no quirk says otherwise. */
  public int maxRegistersPerRead() {
    return maxRegistersPerRead;
  }

  /** How long a setpoint holds that is not written again; zero where the template says. */
  public Duration writeWatchdog() {
    return writeWatchdog;
  }

  /** How often counters start again from zero; zero for never. */
  public Duration countersJumpBackEvery() {
    return countersJumpBackEvery;
  }

  /** Whether there is a point that never has a value and says so. */
  public boolean hasNotANumber() {
    return !notANumber.isEmpty();
  }

  /** Whether a point never has a value and says so. */
  public boolean isNotANumber(String point) {
    return notANumber.contains(point);
  }

  /** Whether there is a point that never has a value and shows -32768. */
  public boolean hasMinus32768() {
    return !minus32768.isEmpty();
  }

  /** Whether a point never has a value and shows -32768. */
  public boolean isMinus32768(String point) {
    return minus32768.contains(point);
  }
}
