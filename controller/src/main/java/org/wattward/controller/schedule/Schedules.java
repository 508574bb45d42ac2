package org.wattward.controller.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.devices.site.ScheduleConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;

/**
 * Turns civil schedules into requests. What is asked for is a function of the time of day alone: a
 * schedule asks from each of its fire times for as long as it lasts. So a clock set forward or back
 * loses no schedule and doubles none, and a start in the middle of one takes it up.
 */
public final class Schedules implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Time time;
  private final Consumer<List<Request>> listener;
  private final List<Entry> entries = new ArrayList<>();
  private final Loop loop;
  private List<Request> asked = List.of();

  /**
   * A fire time to come.
   *
   * @param schedule the schedule's id
   * @param time when it fires
   */
  public record Firing(String schedule, Instant time) {}

  /** A schedule and what was found out about it at its last look. */
  private static final class Entry {
    private final ScheduleConfig config;
    private final CivilTimes times;
    private Optional<Instant> last = Optional.empty();
    private Instant validFrom = Instant.MAX;
    private Instant validUntil = Instant.MIN;

    Entry(ScheduleConfig config, CivilTimes times) {
      this.config = config;
      this.times = times;
    }

    /** The fire time whose span holds an instant, if any. */
    Optional<Instant> activeAt(Instant now) {
      Instant earliest = now.minus(config.duration());
      if (now.isBefore(validFrom)) {
        last = times.lastBetween(earliest, now);
        look(now);
      } else if (!now.isBefore(validUntil)) {
        Instant from = earliest.isAfter(validUntil) ? earliest : validUntil;
        last = times.lastBetween(from, now).or(() -> last);
        look(now);
      }
      return last.filter(fired -> fired.plus(config.duration()).isAfter(now));
    }

    private void look(Instant now) {
      validFrom = now;
      validUntil = times.after(now).orElse(Instant.MAX);
    }
  }

  /**
   * Makes the schedules of a site; they do not run yet.
   *
   * @param listener is told what the schedules ask for whenever that changes
   * @throws InvalidSchedule when a cron expression is none
   */
  public Schedules(Site site, Time time, Loops loops, Consumer<List<Request>> listener) {
    this.time = time;
    this.listener = listener;
    for (ScheduleConfig config : site.schedules()) {
      entries.add(
          new Entry(config, new CivilTimes(config.cron(), config.zone().orElse(site.timeZone()))));
    }
    this.loop = loops.loop("schedules", this::turn);
  }

  /** Starts the thread. */
  public void start() {
    loop.start();
  }

  @Override
  public void close() {
    loop.close();
  }

  /**
   * The fire times of a span of time, in order.
   *
   * @param from inclusive
   * @param to exclusive
   * @param most how many at most, of each schedule
   */
  public List<Firing> preview(Instant from, Instant to, int most) {
    List<Firing> firings = new ArrayList<>();
    for (Entry entry : entries) {
      Optional<Instant> next = entry.times.after(from.minusNanos(1));
      for (int i = 0; i < most && next.isPresent() && next.get().isBefore(to); i++) {
        firings.add(new Firing(entry.config.id(), next.get()));
        next = entry.times.after(next.get());
      }
    }
    firings.sort(Comparator.comparing(Firing::time).thenComparing(Firing::schedule));
    return firings;
  }

  /** Package-private so that tests can go step by step. */
  Duration turn(long nowNanos) {
    Instant now = time.now();
    List<Request> asks = new ArrayList<>();
    for (Entry entry : entries) {
      entry.activeAt(now).ifPresent(fired -> asks.add(request(entry.config, fired)));
    }
    if (!asks.equals(asked)) {
      asked = List.copyOf(asks);
      listener.accept(asked);
    }
    return PERIOD;
  }

  private static Request request(ScheduleConfig config, Instant fired) {
    return new Request(
        config.id(),
        config.point(),
        new Wish.Set(config.value()),
        config.level(),
        config.reason(),
        new Source(Source.Kind.SCHEDULE, config.id(), ""),
        fired,
        config.duration(),
        Set.of());
  }
}
