package org.wattward.controller.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.wattward.controller.alarm.AlarmNow.State;
import org.wattward.controller.keep.Keep;
import org.wattward.devices.time.Time;

/**
 * The alarms of a district, after ISA-18.2. A condition that holds for its on delay raises one
 * alarm; once it has been gone for its off delay, the alarm clears. While an alarm that explains
 * another is active, the other is hidden: one lost gateway is one alarm, not one for each of its
 * devices. One that comes and goes again and again stays until it has been gone for a minute. A
 * person can put one aside for a while. Any thread; {@link #tick()} must be called a few times a
 * second.
 */
public final class Alarms {
  /** How many that are over are kept. */
  private static final int MOST_OVER = 500;

  private final Time time;
  private final Consumer<AlarmNow> told;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Deque<Alarm> over = new ArrayDeque<>();
  private final List<Alarm> news = new ArrayList<>();
  private final Arrivals arrivals = new Arrivals();
  private final Shelves shelves;

  /** A condition that holds, or lately held. */
  private static final class Entry {
    private Condition condition;
    private boolean holds = true;
    private boolean chatters;
    private long sinceNanos;
    private @Nullable Alarm alarm;

    Entry(Condition condition, long sinceNanos) {
      this.condition = condition;
      this.sinceNanos = sinceNanos;
    }
  }

  /**
   * Makes one without alarms.
   *
   * @param keep remembers what was put aside
   * @param told told of every alarm raised, acknowledged, put aside, taken back or cleared, on the
   *     thread that led to it
   */
  public Alarms(Time time, Keep keep, Consumer<AlarmNow> told) {
    this.time = time;
    this.told = told;
    this.shelves = new Shelves(keep, time.nanos(), time.now());
  }

  /** A condition holds; saying so again changes nothing. */
  public void raise(Condition condition) {
    changed(nowNanos -> {
      Entry entry = entries.get(condition.key());
      if (entry == null) {
        entries.put(condition.key(), new Entry(condition, nowNanos));
      } else if (!entry.holds) {
        entry.holds = true;
        entry.condition = condition;
        entry.sinceNanos = nowNanos;
      }
    });
  }

  /** A condition holds no longer. */
  public void clear(String key) {
    changed(nowNanos -> {
      Entry entry = entries.get(key);
      if (entry != null && entry.holds) {
        entry.holds = false;
        entry.sinceNanos = nowNanos;
      }
    });
  }

  /** A person has seen an alarm, active or over. */
  public Optional<AlarmNow> acknowledge(String key, String person) {
    List<Alarm> seen = new ArrayList<>();
    changed(_ -> {
      Entry entry = entries.get(key);
      if (entry != null && entry.alarm != null) {
        entry.alarm = entry.alarm.acknowledged(person);
        seen.add(entry.alarm);
      } else {
        seen.addAll(acknowledgeOver(key, person));
      }
      news.addAll(seen);
    });
    return seen.stream().findFirst().flatMap(this::now);
  }

  /**
   * A person puts an active alarm aside. It comes back by itself, and until then also when it comes
   * again it does not disturb.
   *
   * @param aside for how long; above zero and at most a day
   * @return the alarm, or empty when none of the key is active
   * @throws IllegalArgumentException when the time is out of range or no reason is given
   */
  public Optional<AlarmNow> shelve(String key, String person, String why, Duration aside) {
    if (!aside.isPositive() || aside.compareTo(Shelves.LONGEST) > 0) {
      throw new IllegalArgumentException(
          "An alarm can be put aside for up to %d h, not for %s."
              .formatted(Shelves.LONGEST.toHours(), aside));
    }
    if (why.isBlank()) {
      throw new IllegalArgumentException("Say why the alarm is put aside.");
    }
    List<Alarm> found = new ArrayList<>();
    changed(nowNanos -> {
      Entry entry = entries.get(key);
      if (entry != null && entry.alarm != null) {
        Shelf shelf = new Shelf(person, why, time.now().plus(aside));
        shelves.put(key, shelf, nowNanos + aside.toNanos());
        found.add(entry.alarm);
      }
      news.addAll(found);
    });
    return found.stream().findFirst().flatMap(this::now);
  }

  /**
   * A person takes an alarm back that was put aside.
   *
   * @return whether one was
   */
  public boolean unshelve(String key) {
    List<String> taken = new ArrayList<>();
    changed(nowNanos -> {
      if (shelves.take(key)) {
        taken.add(key);
        comeBack(key, nowNanos);
      }
    });
    return !taken.isEmpty();
  }

  /** An alarm that was aside and still holds is news again. */
  private void comeBack(String key, long nowNanos) {
    Entry entry = entries.get(key);
    if (entry != null && entry.alarm != null) {
      arrivals.came(key, nowNanos, time.now());
      news.add(entry.alarm);
    }
  }

  private List<Alarm> acknowledgeOver(String key, String person) {
    Optional<Alarm> latest = over.stream().filter(alarm -> alarm.key().equals(key)).findFirst();
    latest.ifPresent(alarm -> {
      over.remove(alarm);
      over.addFirst(alarm.acknowledged(person));
    });
    return latest.map(alarm -> alarm.acknowledged(person)).stream().toList();
  }

  /** Raises and clears what was delayed. */
  public void tick() {
    changed(_ -> {});
  }

  /** Those that are active, newest first, then those that were. */
  public List<AlarmNow> list() {
    lock.lock();
    try {
      List<Alarm> all = new ArrayList<>(active());
      all.sort(Comparator.comparing(Alarm::raised).reversed());
      all.addAll(over);
      Map<String, Integer> hides = hides();
      return all.stream().map(alarm -> now(alarm, hides)).toList();
    } finally {
      lock.unlock();
    }
  }

  /** What the alarms ask of an operator. */
  public AlarmLoad load() {
    lock.lock();
    try {
      List<AlarmNow> active = active().stream().map(alarm -> now(alarm, Map.of())).toList();
      Instant dayAgo = time.now().minus(Duration.ofDays(1));
      int shelved = count(active, State.SHELVED);
      return new AlarmLoad(
          arrivals.inTenMinutes(),
          arrivals.mostInTenMinutes(),
          arrivals.floodSince(),
          active.size() - shelved,
          count(active, State.UNACKNOWLEDGED),
          shelved,
          hides().values().stream().mapToInt(Integer::intValue).sum(),
          (int) active.stream().filter(it -> it.alarm().raised().isBefore(dayAgo)).count(),
          active.stream().filter(AlarmNow::chattering).map(it -> it.alarm().key()).toList(),
          arrivals.frequent());
    } finally {
      lock.unlock();
    }
  }

  private static int count(List<AlarmNow> alarms, State state) {
    return (int) alarms.stream().filter(it -> it.state() == state).count();
  }

  private List<Alarm> active() {
    return entries.values().stream()
        .flatMap(entry -> Optional.ofNullable(entry.alarm).stream())
        .toList();
  }

  /** How many conditions each alarm keeps back. */
  private Map<String, Integer> hides() {
    Map<String, Integer> hides = new HashMap<>();
    for (Entry entry : entries.values()) {
      if (entry.holds && entry.alarm == null && isHidden(entry)) {
        hides.merge(entry.condition.hiddenBy().orElseThrow(), 1, Integer::sum);
      }
    }
    return hides;
  }

  private Optional<AlarmNow> now(Alarm alarm) {
    lock.lock();
    try {
      return Optional.of(now(alarm, hides()));
    } finally {
      lock.unlock();
    }
  }

  private AlarmNow now(Alarm alarm, Map<String, Integer> hides) {
    Entry entry = entries.get(alarm.key());
    return new AlarmNow(
        alarm,
        alarm.isActive() ? shelves.of(alarm.key()) : Optional.empty(),
        alarm.isActive() && entry != null && entry.chatters,
        alarm.isActive() ? hides.getOrDefault(alarm.key(), 0) : 0);
  }

  /** A change under the lock, then what follows from it; tells the news outside of it. */
  private void changed(LongConsumer change) {
    List<AlarmNow> told;
    lock.lock();
    try {
      long nowNanos = time.nanos();
      change.accept(nowNanos);
      settle(nowNanos, time.now());
      Map<String, Integer> hides = news.isEmpty() ? Map.of() : hides();
      told = news.stream().map(alarm -> now(alarm, hides)).toList();
      news.clear();
    } finally {
      lock.unlock();
    }
    told.forEach(this.told);
  }

  private void settle(long nowNanos, Instant now) {
    arrivals.settle(nowNanos, now);
    shelves.takeOver(nowNanos).forEach(key -> comeBack(key, nowNanos));
    // First those that hide others, whatever the order in which they came.
    entries.values().forEach(entry -> announce(entry, nowNanos, now));
    for (Entry entry : List.copyOf(entries.values())) {
      Alarm alarm = entry.alarm;
      boolean gone = !entry.holds && passed(entry, offDelay(entry), nowNanos);
      if (alarm != null && (gone || isHidden(entry))) {
        entry.alarm = null;
        close(alarm, now);
      }
      if (gone || (!entry.holds && alarm == null)) {
        entries.remove(entry.condition.key());
      }
    }
  }

  private void announce(Entry entry, long nowNanos, Instant now) {
    boolean due = entry.holds && passed(entry, entry.condition.onDelay(), nowNanos);
    if (entry.alarm == null && due && !isHidden(entry)) {
      Condition condition = entry.condition;
      entry.alarm = Alarm.of(condition, now);
      news.add(entry.alarm);
      if (shelves.of(condition.key()).isEmpty()) {
        arrivals.came(condition.key(), nowNanos, now);
        entry.chatters = arrivals.chatters(condition.key());
      }
    }
  }

  /** One that chatters stays until it has been quiet for a while: one alarm, not twenty. */
  private static Duration offDelay(Entry entry) {
    Duration own = entry.condition.offDelay();
    return entry.chatters && own.compareTo(Arrivals.CHATTER_WINDOW) < 0
        ? Arrivals.CHATTER_WINDOW
        : own;
  }

  /** Hidden also while the alarm that explains it waits for its own on delay. */
  private boolean isHidden(Entry entry) {
    return entry
        .condition
        .hiddenBy()
        .map(entries::get)
        .map(by -> by.holds || by.alarm != null)
        .orElse(false);
  }

  private static boolean passed(Entry entry, Duration delay, long nowNanos) {
    return nowNanos - entry.sinceNanos >= delay.toNanos();
  }

  private void close(Alarm alarm, Instant now) {
    Alarm cleared = alarm.cleared(now);
    over.addFirst(cleared);
    if (over.size() > MOST_OVER) {
      over.removeLast();
    }
    news.add(cleared);
  }
}
