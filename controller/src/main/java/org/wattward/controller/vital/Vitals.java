package org.wattward.controller.vital;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.devices.time.Time;

/**
 * Loops that can be asked whether they still go round. Each is woken and must come to the end of a
 * turn; one that is stuck in a turn does not. Any thread.
 */
public final class Vitals implements Loops {
  /** A write and its reading back may take five seconds, so a turn may take a few of them. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Loops inner;
  private final Time time;
  private final Map<String, Pulse> pulses = new ConcurrentHashMap<>();

  /** What a controller consists of. */
  public enum Part {
    /** Takes in readings and lets them age. */
    ACQUISITION("acquisition"),
    /** Decide. */
    ZONES("zone-"),
    /** Arbitrates. */
    ARBITER("control"),
    /** Writes. */
    WRITER("write-");

    private final String loops;

    Part(String loops) {
      this.loops = loops;
    }
  }

  /**
   * How a part is.
   *
   * @param part which
   * @param answers whether all its loops came round in time
   * @param loops how many it has
   * @param silent the one that was silent for longest, and for how long; empty when all answer
   */
  public record Answer(Part part, boolean answers, int loops, String silent) {}

  /** Watches loops that somebody else makes. */
  public Vitals(Loops inner, Time time) {
    this.inner = inner;
    this.time = time;
  }

  @Override
  public Loop loop(String name, Loop.Work work) {
    Pulse pulse = new Pulse(name);
    pulse.loop =
        inner.loop(
            name,
            nowNanos -> {
              try {
                return work.turn(nowNanos);
              } finally {
                pulse.turns.incrementAndGet();
              }
            });
    return new Watched(pulse);
  }

  @Override
  public boolean await(Semaphore permits, Duration timeout) throws InterruptedException {
    return inner.await(permits, timeout);
  }

  /** Asks all loops that run, and says of each part whether its loops answered before. */
  public List<Answer> ask() {
    long nowNanos = time.nanos();
    Map<Part, List<Pulse>> byPart = new EnumMap<>(Part.class);
    for (Pulse pulse : pulses.values()) {
      pulse.ask(nowNanos);
      pulse
          .part()
          .ifPresent(part -> byPart.computeIfAbsent(part, _ -> new ArrayList<>()).add(pulse));
    }
    List<Answer> answers = new ArrayList<>();
    byPart.forEach((part, all) -> answers.add(answer(part, all, nowNanos)));
    return answers;
  }

  private static Answer answer(Part part, List<Pulse> all, long nowNanos) {
    Pulse slowest = all.getFirst();
    for (Pulse pulse : all) {
      slowest = pulse.silentNanos(nowNanos) > slowest.silentNanos(nowNanos) ? pulse : slowest;
    }
    long silentNanos = slowest.silentNanos(nowNanos);
    boolean answers = silentNanos <= PATIENCE.toNanos();
    return new Answer(
        part,
        answers,
        all.size(),
        answers
            ? ""
            : "%s has not answered for %d s.".formatted(slowest.name, silentNanos / 1_000_000_000));
  }

  /** What is known of a loop. Asked by one thread at a time. */
  private static final class Pulse {
    private final String name;
    private final AtomicLong turns = new AtomicLong();
    private @Nullable Loop loop;
    private long turnsWhenAsked = -1;
    private long askedNanos;

    Pulse(String name) {
      this.name = name;
    }

    Optional<Part> part() {
      for (Part part : Part.values()) {
        if (name.startsWith(part.loops)) {
          return Optional.of(part);
        }
      }
      return Optional.empty();
    }

    synchronized void ask(long nowNanos) {
      if (turnsWhenAsked < 0 || turns.get() > turnsWhenAsked) {
        turnsWhenAsked = turns.get();
        askedNanos = nowNanos;
        Loop known = loop;
        if (known != null) {
          known.wake();
        }
      }
    }

    synchronized long silentNanos(long nowNanos) {
      return turnsWhenAsked < 0 || turns.get() > turnsWhenAsked ? 0 : nowNanos - askedNanos;
    }
  }

  /** Counts as long as it runs. */
  private final class Watched implements Loop {
    private final Pulse pulse;
    private final Loop loop;

    Watched(Pulse pulse) {
      this.pulse = pulse;
      this.loop = Objects.requireNonNull(pulse.loop);
    }

    @Override
    public void start() {
      pulses.put(pulse.name, pulse);
      loop.start();
    }

    @Override
    public void wake() {
      loop.wake();
    }

    @Override
    public long faults() {
      return loop.faults();
    }

    @Override
    public void close() {
      pulses.remove(pulse.name);
      loop.close();
    }
  }
}
