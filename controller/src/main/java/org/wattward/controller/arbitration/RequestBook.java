package org.wattward.controller.arbitration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request;

/**
 * All live requests, by point. Zones and schedules replace theirs as a whole; people and programs
 * give and take back single ones. Any thread; every call holds one lock for a moment.
 */
public final class RequestBook {
  /** Owner of the requests of people and programs. */
  public static final String NOBODY = "";

  /** So many requests one point bears, and all points together, from people and programs. */
  static final int MOST_OF_A_POINT = 200;

  static final int MOST = 50_000;

  private static final long SOONER_NANOS = 1_000_000_000;

  private final Time time;
  private final Runnable changed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<PointId, Map<Key, Taken>> byPoint = new HashMap<>();
  private final Map<Key, PointId> points = new HashMap<>();
  private final Map<String, Set<Key>> byOwner = new HashMap<>();
  private Map<PointId, Touch> dirty = new LinkedHashMap<>();
  private long order;

  private record Key(String owner, String id) {}

  /**
   * What became of a point's requests.
   *
   * @param zone the zone that led to it; empty when none did
   * @param waits whether only programs' orders changed, none of them a mandatory limit
   */
  record Touch(String zone, boolean waits) {
    private Touch and(Touch later) {
      return new Touch(zone.isEmpty() ? later.zone : zone, waits && later.waits);
    }
  }

  /**
   * Makes an empty book.
   *
   * @param changed called, without the lock, when a point's requests changed
   */
  public RequestBook(Time time, Runnable changed) {
    this.time = time;
    this.changed = changed;
  }

  /**
   * Takes a request of a person or a program, replacing theirs of the same id.
   *
   * @return why not, a sentence; empty when it was taken
   */
  public Optional<String> take(Request request) {
    Optional<String> refusal = locked(() -> refusal(request));
    if (refusal.isEmpty()) {
      locked(() -> put(NOBODY, "", request, remaining(request)));
      changed.run();
    }
    return refusal;
  }

  /**
   * Takes many requests of people and programs at once, as {@link #take} does one.
   *
   * @return of each why not, a sentence; empty when it was taken
   */
  public List<Optional<String>> takeAll(List<Request> requests) {
    List<Optional<String>> refusals =
        locked(() -> {
          List<Optional<String>> each = new ArrayList<>(requests.size());
          for (Request request : requests) {
            Optional<String> refusal = refusal(request);
            if (refusal.isEmpty()) {
              put(NOBODY, "", request, remaining(request));
            }
            each.add(refusal);
          }
          return each;
        });
    if (!requests.isEmpty()) {
      changed.run();
    }
    return refusals;
  }

  /** Puts back a request that outlived a restart. */
  public void restore(Request request, Duration remaining) {
    locked(() -> put(NOBODY, "", request, remaining));
    changed.run();
  }

  /**
   * Replaces all requests of an owner: those not made again are withdrawn, those made again live on
   * from now.
   *
   * @param owner a zone's or the schedules' name, not empty
   * @param cause what decisions that follow from it name as their zone
   * @param why why those not made again are withdrawn, a sentence
   */
  public void replace(String owner, String cause, List<Request> requests, String why) {
    boolean touched =
        locked(() -> {
          Set<Key> gone = new HashSet<>(byOwner.getOrDefault(owner, Set.of()));
          for (Request request : requests) {
            gone.remove(new Key(owner, request.id()));
            put(owner, cause, request, remaining(request));
          }
          gone.forEach(key -> end(key, cause, why));
          return !dirty.isEmpty();
        });
    if (touched) {
      changed.run();
    }
  }

  /**
   * Takes a person's or program's request back.
   *
   * @return it, if there was one
   */
  public Optional<Request> withdraw(String id, String why) {
    Optional<Request> ended = locked(() -> end(new Key(NOBODY, id), "", why));
    if (ended.isPresent()) {
      changed.run();
    }
    return ended;
  }

  /** The live requests of a point, highest level first, within a level the newest first. */
  public List<Request> requests(PointId point) {
    return select(taken -> taken.request().point().equals(point), List.of(point));
  }

  /** The live requests of one kind of source. */
  public List<Request> requests(Request.Source.Kind kind) {
    return locked(() -> select(taken -> taken.request().source().kind() == kind, byPoint.keySet()));
  }

  /**
   * What people, and programs by the address of overrides, have set by hand; the one that ends
   * first at the top.
   *
   * @param before how long before its end one is reminded of
   */
  public List<ManualOverride> overrides(Duration before) {
    return locked(() -> {
      long nowNanos = time.nanos();
      return byOwner.getOrDefault(NOBODY, Set.of()).stream()
          .flatMap(key -> {
            PointId point = points.get(key);
            Taken taken = point == null ? null : byPoint.getOrDefault(point, Map.of()).get(key);
            return Stream.ofNullable(taken);
          })
          .filter(taken -> taken.livesAt(nowNanos) && ManualOverride.isOne(taken.request()))
          .sorted(
              Comparator.comparingLong((Taken taken) -> taken.deadlineNanos() - nowNanos)
                  .thenComparing(taken -> taken.request().id()))
          .map(taken ->
              ManualOverride.of(
                  taken.request(), Duration.ofNanos(taken.deadlineNanos() - nowNanos), before))
          .toList();
    });
  }

  private List<Request> select(Predicate<Taken> wanted, Collection<PointId> among) {
    return locked(() -> {
      long nowNanos = time.nanos();
      return among.stream()
          .flatMap(point -> byPoint.getOrDefault(point, Map.of()).values().stream())
          .filter(taken -> taken.livesAt(nowNanos) && wanted.test(taken))
          .sorted(
              Comparator.comparingInt((Taken taken) -> taken.request().level())
                  .thenComparing(Comparator.comparingLong(Taken::order).reversed()))
          .map(Taken::request)
          .toList();
    });
  }

  /** All requests of a point as they were taken, those too that ended since they were settled. */
  List<Taken> taken(PointId point) {
    return locked(() -> List.copyOf(byPoint.getOrDefault(point, Map.of()).values()));
  }

  /** The points whose requests changed since the last call, with the zone that led to it. */
  Map<PointId, Touch> drain() {
    return locked(() -> {
      Map<PointId, Touch> drained = dirty;
      dirty = new LinkedHashMap<>();
      return drained;
    });
  }

  /** The points with a live request that rests on one of some readings. */
  Set<PointId> restingOn(Set<PointId> readings) {
    if (readings.isEmpty()) {
      return Set.of(); // nearly always: readings seldom become doubtful
    }
    return locked(() -> {
      Set<PointId> resting = new HashSet<>();
      byPoint.forEach((point, requests) -> {
        if (requests.values().stream().anyMatch(taken -> rests(taken, readings))) {
          resting.add(point);
        }
      });
      return resting;
    });
  }

  private static boolean rests(Taken taken, Set<PointId> readings) {
    return taken.request().basis().stream().anyMatch(readings::contains);
  }

  /**
   * Forgets a point's requests that ended or expired, once a decision has told of them.
   *
   * @return those of people and programs among them
   */
  List<Request> settle(PointId point, long nowNanos) {
    return locked(() -> {
      List<Request> forgotten = new ArrayList<>();
      for (Taken taken : List.copyOf(byPoint.getOrDefault(point, Map.of()).values())) {
        if (!taken.livesAt(nowNanos)) {
          remove(point, new Key(taken.owner(), taken.request().id()));
          if (taken.owner().equals(NOBODY)) {
            forgotten.add(taken.request());
          }
        }
      }
      return forgotten;
    });
  }

  private Optional<String> refusal(Request request) {
    PointId point = request.point();
    if (!remaining(request).isPositive()) {
      return Optional.of(
          "It was made at %s for %s and has expired already."
              .formatted(request.issued(), Words.span(request.validFor().toNanos())));
    }
    if (points.containsKey(new Key(NOBODY, request.id()))) {
      return Optional.empty();
    }
    if (byOwner.getOrDefault(NOBODY, Set.of()).size() >= MOST) {
      return Optional.of(
          "There are %d requests of people and programs already. Withdraw some first."
              .formatted(MOST));
    }
    return byPoint.getOrDefault(point, Map.of()).size() >= MOST_OF_A_POINT
        ? Optional.of(
            "%s has %d requests already. Withdraw some first.".formatted(point, MOST_OF_A_POINT))
        : Optional.empty();
  }

  /** A request's life counts from when it was made; a clock set back does not prolong it. */
  private Duration remaining(Request request) {
    Duration age = Duration.between(request.issued(), time.now());
    return age.isNegative() ? request.validFor() : request.validFor().minus(age);
  }

  private boolean put(String owner, String cause, Request request, Duration remaining) {
    Key key = new Key(owner, request.id());
    PointId before = points.get(key);
    Taken known = before == null ? null : byPoint.getOrDefault(before, Map.of()).get(key);
    if (before != null && !before.equals(request.point())) {
      end(key, cause, "It was replaced by one for %s.".formatted(request.point()));
      known = null;
    }
    boolean again = known != null && known.ended().isEmpty() && sameWish(known, request);
    long place = again && known != null ? known.order() : ++order;
    long deadlineNanos = time.nanos() + remaining.toNanos();
    byPoint
        .computeIfAbsent(request.point(), none -> new LinkedHashMap<>())
        .put(key, new Taken(request, owner, deadlineNanos, place, ""));
    points.put(key, request.point());
    byOwner.computeIfAbsent(owner, none -> new HashSet<>()).add(key);
    // Whoever waits for its end must know when that is sooner, as after the clock was set forward.
    boolean endsSooner =
        again && known != null && deadlineNanos - known.deadlineNanos() < -SOONER_NANOS;
    if (!again || endsSooner) {
      touch(request, cause);
    }
    return again;
  }

  private static boolean sameWish(Taken known, Request request) {
    Request before = known.request();
    return before.wish().equals(request.wish())
        && before.level() == request.level()
        && before.basis().equals(request.basis())
        && before.source().equals(request.source());
  }

  private Optional<Request> end(Key key, String cause, String why) {
    PointId point = points.get(key);
    Map<Key, Taken> requests = point == null ? null : byPoint.get(point);
    Taken taken = requests == null ? null : requests.get(key);
    if (point == null || requests == null || taken == null || !taken.livesAt(time.nanos())) {
      return Optional.empty();
    }
    requests.put(key, taken.ended(why));
    byOwner.getOrDefault(key.owner(), new HashSet<>()).remove(key);
    touch(taken.request(), cause);
    return Optional.of(taken.request());
  }

  /** A point that several changed is said to be the first named zone's doing. */
  private void touch(Request request, String cause) {
    boolean waits =
        request.source().kind() == Request.Source.Kind.PROGRAM
            && request.level() > Request.MANUAL_OPERATOR;
    dirty.merge(request.point(), new Touch(cause, waits), Touch::and);
  }

  private void remove(PointId point, Key key) {
    byPoint.getOrDefault(point, new HashMap<>()).remove(key);
    if (points.remove(key, point)) {
      byOwner.getOrDefault(key.owner(), new HashSet<>()).remove(key);
    }
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
