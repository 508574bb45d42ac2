package org.wattward.controller.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.wattward.controller.keep.Keep;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.devices.site.ScheduleConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;

/**
 * Turns civil schedules into requests. What is asked for is a function of the calendar alone: a
 * schedule asks from each of its begins until its end. So a clock set forward or back loses no
 * schedule and doubles none, and a start in the middle of one takes it up. Each request ends when
 * the calendar, as it is set now, says; when the clock was set meanwhile, it is asked anew.
 *
 * <p>One thread asks; the other calls are for any thread.
 */
public final class Schedules implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration CLOCK_WAS_SET = Duration.ofSeconds(2);

  /** As often as a schedule of each minute begins in a week. */
  private static final int MOST_OF_ONE = 10_000;

  private final Time time;
  private final Consumer<List<Request>> listener;
  private final ScheduleBook book;
  private final Loop loop;
  private List<Watched> watched = List.of();
  private List<Request> asked = List.of();
  private Instant lookedAt = Instant.MIN;
  private long lookedNanos;

  /**
   * A schedule as it stands.
   *
   * @param config what it says
   * @param isOfFile whether it stands in the site file
   * @param now as it holds now, if it does
   * @param next its next begin, if there is one
   */
  public record Standing(
      ScheduleConfig config,
      boolean isOfFile,
      Optional<Occurrence> now,
      Optional<Occurrence> next) {}

  /** A timetable and what was found out about it at the last look. */
  private static final class Watched {
    private final Timetable timetable;
    private Optional<Occurrence> found = Optional.empty();
    private Instant validFrom = Instant.MAX;
    private Instant validUntil = Instant.MIN;

    Watched(Timetable timetable) {
      this.timetable = timetable;
    }

    Optional<Occurrence> at(Instant now) {
      if (now.isBefore(validFrom) || !now.isBefore(validUntil)) {
        found = timetable.at(now);
        validFrom = now;
        validUntil = timetable.after(now).map(Occurrence::begin).orElse(Instant.MAX);
        found
            .map(Occurrence::end)
            .filter(end -> end.isBefore(validUntil))
            .ifPresent(end -> validUntil = end);
      }
      return found;
    }
  }

  /**
   * Makes the schedules of a site; they do not run yet.
   *
   * @param keep where those are kept that people add; closed with this
   * @param listener is told what the schedules ask for whenever that changes
   * @throws InvalidSchedule when a cron expression is none
   */
  public Schedules(Site site, Time time, Loops loops, Keep keep, Consumer<List<Request>> listener) {
    this.time = time;
    this.listener = listener;
    this.book = new ScheduleBook(site, keep);
    this.loop = loops.loop("schedules", this::turn);
  }

  /** Starts the thread. */
  public void start() {
    loop.start();
  }

  @Override
  public void close() {
    loop.close();
    book.close();
  }

  /** All schedules that are followed, those of the site file first. */
  public List<Standing> list() {
    Instant now = time.now();
    return book.timetables().stream()
        .map(timetable ->
            new Standing(
                timetable.config(),
                book.isOfFile(timetable.config().id()),
                timetable.at(now),
                timetable.after(now)))
        .toList();
  }

  /** Added schedules that do not fit the site any more and are not followed, and why. */
  public Map<String, String> aside() {
    return book.aside();
  }

  /**
   * Adds a schedule; it is kept across restarts.
   *
   * @return why not, a sentence; empty when it was added
   */
  public Optional<String> add(ScheduleConfig config) {
    return told(book.add(config));
  }

  /**
   * Puts a schedule in the place of the added one of its name.
   *
   * @return why not, a sentence; empty when it was changed
   */
  public Optional<String> change(ScheduleConfig config) {
    return told(book.change(config));
  }

  /**
   * Removes an added schedule; what it asks for ends at once.
   *
   * @return why not, a sentence; empty when it was removed
   */
  public Optional<String> remove(String id) {
    return told(book.remove(id));
  }

  private Optional<String> told(Optional<String> refusal) {
    if (refusal.isEmpty()) {
      loop.wake();
    }
    return refusal;
  }

  /**
   * What holds within a span of time, in order: first what holds at its begin already; of each
   * schedule 10,000 at most.
   *
   * @param from inclusive
   * @param to exclusive
   */
  public List<Occurrence> preview(Instant from, Instant to) {
    return preview(book.timetables(), from, to);
  }

  /** The same for the schedules of a site file that does not run. */
  public static List<Occurrence> preview(Site site, Instant from, Instant to) {
    try (ScheduleBook book = new ScheduleBook(site, Keep.NONE)) {
      return preview(book.timetables(), from, to);
    }
  }

  private static List<Occurrence> preview(List<Timetable> timetables, Instant from, Instant to) {
    List<Occurrence> occurrences = new ArrayList<>();
    for (Timetable timetable : timetables) {
      timetable.at(from).filter(it -> it.begin().isBefore(from)).ifPresent(occurrences::add);
      Optional<Occurrence> next = timetable.after(from.minusNanos(1));
      for (int i = 0; i < MOST_OF_ONE && next.isPresent() && next.get().begin().isBefore(to); i++) {
        occurrences.add(next.get());
        next = timetable.after(next.get().begin());
      }
    }
    occurrences.sort(
        Comparator.comparing(Occurrence::begin)
            .thenComparing(occurrence -> occurrence.schedule().id()));
    return occurrences;
  }

  private Duration turn(long nowNanos) {
    Instant now = time.now();
    watch();
    List<Request> asks = new ArrayList<>();
    for (Watched one : watched) {
      one.at(now).ifPresent(occurrence -> asks.add(request(occurrence)));
    }
    boolean clockWasSet = clockWasSet(now, nowNanos) && !asks.isEmpty();
    if (clockWasSet || !asks.equals(asked)) {
      asked = List.copyOf(asks);
      listener.accept(asked);
    }
    return PERIOD;
  }

  /** Takes in what people changed. */
  private void watch() {
    List<Timetable> timetables = book.timetables();
    if (!timetables.equals(watched.stream().map(one -> one.timetable).toList())) {
      watched = timetables.stream().map(Watched::new).toList();
    }
  }

  /** Whether the calendar went otherwise than the monotonic clock since the last look. */
  private boolean clockWasSet(Instant now, long nowNanos) {
    boolean isFirst = lookedAt.equals(Instant.MIN);
    Duration passed = Duration.ofNanos(nowNanos - lookedNanos);
    Instant expected = isFirst ? now : lookedAt.plus(passed);
    lookedAt = now;
    lookedNanos = nowNanos;
    return Duration.between(expected, now).abs().compareTo(CLOCK_WAS_SET) > 0;
  }

  private static Request request(Occurrence occurrence) {
    ScheduleConfig config = occurrence.schedule();
    return new Request(
        config.id(),
        config.point(),
        new Wish.Set(occurrence.value()),
        config.level(),
        occurrence.reason(),
        new Source(Source.Kind.SCHEDULE, config.id(), ""),
        occurrence.begin(),
        Duration.between(occurrence.begin(), occurrence.end()),
        Set.of());
  }
}
