package org.wattward.controller.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.time.Time;

/**
 * The alarms of a district, after ISA-18.2. A condition that holds for its on delay raises one
 * alarm; once it has been gone for its off delay, the alarm clears. While an alarm that explains
 * another is active, the other is hidden: one lost gateway is one alarm, not one for each of its
 * devices. Any thread; {@link #tick()} must be called a few times a second.
 */
public final class Alarms {
  /** How many that are over are kept. */
  private static final int MOST_OVER = 500;

  private final Time time;
  private final Consumer<Alarm> told;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Deque<Alarm> over = new ArrayDeque<>();
  private final List<Alarm> news = new ArrayList<>();

  /** A condition that holds, or lately held. */
  private static final class Entry {
    private Condition condition;
    private boolean holds = true;
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
   * @param told told of every alarm raised, acknowledged or cleared, on the thread that led to it
   */
  public Alarms(Time time, Consumer<Alarm> told) {
    this.time = time;
    this.told = told;
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
  public Optional<Alarm> acknowledge(String key, String person) {
    List<Alarm> seen = new ArrayList<>();
    changed(_ -> {
      Entry entry = entries.get(key);
      if (entry != null && entry.alarm != null) {
        entry.alarm = acknowledged(entry.alarm, person);
        seen.add(entry.alarm);
      } else {
        seen.addAll(acknowledgeOver(key, person));
      }
      news.addAll(seen);
    });
    return seen.stream().findFirst();
  }

  private List<Alarm> acknowledgeOver(String key, String person) {
    Optional<Alarm> latest = over.stream().filter(alarm -> alarm.key().equals(key)).findFirst();
    latest.ifPresent(alarm -> {
      over.remove(alarm);
      over.addFirst(acknowledged(alarm, person));
    });
    return latest.map(alarm -> acknowledged(alarm, person)).stream().toList();
  }

  /** Raises and clears what was delayed. */
  public void tick() {
    changed(_ -> {});
  }

  /** Those that are active, newest first, then those that were. */
  public List<Alarm> list() {
    lock.lock();
    try {
      List<Alarm> all = new ArrayList<>();
      for (Entry entry : entries.values()) {
        if (entry.alarm != null) {
          all.add(entry.alarm);
        }
      }
      all.sort(Comparator.comparing(Alarm::raised).reversed());
      all.addAll(over);
      return all;
    } finally {
      lock.unlock();
    }
  }

  /** A change under the lock, then what follows from it; tells the news outside of it. */
  private void changed(LongConsumer change) {
    List<Alarm> told;
    lock.lock();
    try {
      long nowNanos = time.nanos();
      change.accept(nowNanos);
      settle(nowNanos, time.now());
      told = List.copyOf(news);
      news.clear();
    } finally {
      lock.unlock();
    }
    told.forEach(this.told);
  }

  private void settle(long nowNanos, Instant now) {
    // First those that hide others, whatever the order in which they came.
    entries.values().forEach(entry -> announce(entry, nowNanos, now));
    for (Entry entry : List.copyOf(entries.values())) {
      Alarm alarm = entry.alarm;
      boolean gone = !entry.holds && passed(entry, entry.condition.offDelay(), nowNanos);
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
      entry.alarm =
          new Alarm(
              condition.key(),
              condition.subject(),
              condition.priority(),
              condition.cause(),
              condition.consequence(),
              condition.response(),
              now,
              Optional.empty(),
              Optional.empty());
      news.add(entry.alarm);
    }
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
    Alarm cleared =
        new Alarm(
            alarm.key(),
            alarm.subject(),
            alarm.priority(),
            alarm.cause(),
            alarm.consequence(),
            alarm.response(),
            alarm.raised(),
            Optional.of(now),
            alarm.acknowledgedBy());
    over.addFirst(cleared);
    if (over.size() > MOST_OVER) {
      over.removeLast();
    }
    news.add(cleared);
  }

  private static Alarm acknowledged(Alarm alarm, String person) {
    return new Alarm(
        alarm.key(),
        alarm.subject(),
        alarm.priority(),
        alarm.cause(),
        alarm.consequence(),
        alarm.response(),
        alarm.raised(),
        alarm.cleared(),
        Optional.of(person));
  }
}
