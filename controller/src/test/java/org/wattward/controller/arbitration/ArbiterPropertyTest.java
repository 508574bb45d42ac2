package org.wattward.controller.arbitration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.wattward.controller.arbitration.Decision.Claim;
import org.wattward.controller.arbitration.Decision.Input;
import org.wattward.controller.arbitration.Decision.Verdict;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;

/**
 * What holds for every arbitration. Each run is a random point, whose random requests come, end and
 * lose their readings over a few decisions. Other runs: {@code -Dwattward.seed=…}, {@code
 * -Dwattward.runs=…}.
 */
class ArbiterPropertyTest {
  private static final int RUNS = Integer.getInteger("wattward.runs", 100_000);
  private static final long SEED = Long.getLong("wattward.seed", 20_260_301L);
  private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<PointId> BASIS =
      Stream.of("meter-01/power", "meter-02/power", "meter-03/power").map(PointId::parse).toList();

  @Test
  void everyRulingKeepsThePromises() {
    System.out.printf("%d runs of the arbiter from seed %d%n", RUNS, SEED);
    for (int run = 0; run < RUNS; run++) {
      try {
        new Run(new Random(SEED + run)).go();
      } catch (AssertionError e) {
        throw new AssertionError("Run with seed " + (SEED + run) + ": " + e.getMessage(), e);
      }
    }
  }

  /** Cheaper than an assertion library where it is called ten million times. */
  private static void promise(boolean kept, String otherwise, Object... values) {
    if (!kept) {
      throw new AssertionError(otherwise + ": " + Arrays.toString(values));
    }
  }

  /** One random point and its history. */
  private static final class Run {
    private final Random random;
    private final Equipment equipment;
    private final List<Taken> requests = new ArrayList<>();
    private PointMemory memory;
    private long nowNanos = -5_000_000_000L;
    private long order;

    Run(Random random) {
      this.random = random;
      this.equipment = equipment(random);
      this.memory =
          random.nextBoolean()
              ? PointMemory.NONE
              : new PointMemory(
                  OptionalDouble.of(value()),
                  nowNanos - random.nextInt(100) * 1_000_000_000L,
                  List.of());
    }

    void go() {
      int decisions = 3 + random.nextInt(4);
      for (int i = 0; i < decisions; i++) {
        change();
        Map<PointId, Input> readings = readings();
        Question question = new Question(equipment, requests, readings, memory, nowNanos);
        Ruling ruling = Arbiter.rule(question);
        promises(question, ruling);
        memory = ruling.memory();
        nothingChangesBeforeItIsDue(question, ruling);
        nowNanos += (long) (random.nextDouble() * random.nextInt(1, 60) * 1e9);
      }
      theDefaultIsReachedInTheEnd();
    }

    private void change() {
      for (int n = random.nextInt(4); n > 0; n--) {
        requests.add(request());
      }
      requests.replaceAll(t -> random.nextInt(12) == 0 ? t.ended("Taken back.") : t);
    }

    private void promises(Question question, Ruling ruling) {
      oneOwnerOfTheHighestLiveLevel(question, ruling);
      everyRequestIsAnsweredOnce(question, ruling);
      nothingRestsOnADoubtfulReading(question, ruling);
      limitsHold(ruling);
      theEquipmentIsSpared(question, ruling);
      theOrderOfTheQuestionDoesNotMatter(question, ruling);
    }

    private void oneOwnerOfTheHighestLiveLevel(Question question, Ruling ruling) {
      Optional<Taken> best =
          question.requests().stream()
              .filter(t -> lives(t, question) && t.request().wish() instanceof Wish.Set)
              .reduce((a, b) -> stands(a, b) ? a : b);
      List<Request> winners =
          ruling.claims().stream()
              .filter(claim -> claim.verdict() == Verdict.WON)
              .map(Claim::request)
              .toList();
      promise(
          winners.equals(best.map(Taken::request).stream().toList()),
          "Another won than the highest live Set",
          winners,
          best);
      double wanted =
          best.map(t -> ((Wish.Set) t.request().wish()).value())
              .orElse(equipment.writing().relinquishDefault());
      promise(
          ruling.wanted() == wanted,
          "Another value is wanted than the winner's",
          ruling.wanted(),
          wanted);
    }

    private static double seconds(Duration duration) {
      return duration.toMillis() / 1e3;
    }

    private static boolean stands(Taken a, Taken b) {
      return a.request().level() != b.request().level()
          ? a.request().level() < b.request().level()
          : a.order() > b.order();
    }

    private static boolean lives(Taken taken, Question question) {
      return taken.ended().isEmpty()
          && taken.deadlineNanos() > question.nowNanos()
          && taken.request().basis().stream().allMatch(p -> isGood(question, p));
    }

    private static boolean isGood(Question question, PointId point) {
      Input input = question.readings().get(point);
      return input != null && input.reading().quality().isGood();
    }

    private static void everyRequestIsAnsweredOnce(Question question, Ruling ruling) {
      List<String> answered =
          ruling.claims().stream().map(claim -> claim.request().id()).sorted().toList();
      List<String> asked =
          question.requests().stream().map(taken -> taken.request().id()).sorted().toList();
      promise(answered.equals(asked), "Not every request was answered once", answered, asked);
    }

    private static void nothingRestsOnADoubtfulReading(Question question, Ruling ruling) {
      for (Claim claim : ruling.claims()) {
        boolean good = claim.request().basis().stream().allMatch(p -> isGood(question, p));
        promise(
            good || claim.verdict() == Verdict.WITHDRAWN,
            "A claim rests on a doubtful reading",
            claim);
      }
    }

    private static void limitsHold(Ruling ruling) {
      double limited = ruling.wanted();
      int clips = 0;
      for (Claim claim : ruling.claims()) {
        clips += claim.verdict() == Verdict.LIMITS ? 1 : 0;
      }
      for (Decision.Clip clip : ruling.clips().subList(0, clips)) {
        promise(clip.from() == limited, "A clip does not follow on the one before", clip, limited);
        limited = clip.to();
      }
      for (Claim claim : ruling.claims()) {
        boolean heeded = claim.verdict() == Verdict.LIMITS || claim.verdict() == Verdict.SATISFIED;
        if (heeded && claim.request().wish() instanceof Wish.Limit limit) {
          promise(
              limit.min() <= limited && limited <= limit.max(),
              "A limit does not hold",
              limited,
              limit);
        }
      }
    }

    private void theEquipmentIsSpared(Question question, Ruling ruling) {
      Writing writing = equipment.writing();
      double value = ruling.setpoint();
      promise(
          writing.min() <= value && value <= writing.max(), "The setpoint is out of range", value);
      if (question.memory().setpoint().isEmpty()) {
        return;
      }
      double found = question.memory().setpoint().getAsDouble();
      double before = Math.clamp(found, writing.min(), writing.max());
      if (value == before || found != before) {
        return; // what was found out of range is brought into it, whatever else holds
      }
      double sinceS = (nowNanos - question.memory().changedNanos()) / 1e9;
      promise(sinceS >= seconds(writing.minSpacing()), "Written too soon, after seconds", sinceS);
      if (Double.isFinite(writing.maxRampPerS())) {
        double stepS = writing.step() / writing.maxRampPerS();
        double windowS = Math.max(1, Math.max(seconds(writing.minSpacing()), stepS));
        double reach = writing.maxRampPerS() * Math.min(sinceS, windowS);
        promise(
            Math.abs(value - before) <= reach + 1e-6,
            "Further than its reach",
            before,
            value,
            reach);
      }
      boolean hard =
          ruling.claims().stream()
              .anyMatch(claim ->
                  claim.request().level() <= 5
                      && (claim.verdict() == Verdict.WON
                          || claim.verdict() == Verdict.LIMITS
                          || claim.verdict() == Verdict.SATISFIED));
      promise(
          hard || sinceS >= seconds(writing.minHold()), "Held too shortly, for seconds", sinceS);
    }

    private void theOrderOfTheQuestionDoesNotMatter(Question question, Ruling ruling) {
      List<Taken> shuffled = new ArrayList<>(question.requests());
      Collections.shuffle(shuffled, random);
      Question same =
          new Question(
              equipment, shuffled, question.readings(), question.memory(), question.nowNanos());
      promise(Arbiter.rule(same).equals(ruling), "Another order gives another ruling", same);
    }

    private void nothingChangesBeforeItIsDue(Question question, Ruling ruling) {
      long horizon = ruling.dueNanos().orElse(nowNanos + 3_600_000_000_000L);
      promise(horizon > nowNanos, "Due before now", horizon);
      long between = nowNanos + (long) (random.nextDouble() * (horizon - 1 - nowNanos));
      Ruling later =
          Arbiter.rule(
              new Question(equipment, question.requests(), question.readings(), memory, between));
      promise(
          later.setpoint() == ruling.setpoint() && verdicts(later).equals(verdicts(ruling)),
          "The outcome changed before it was due",
          ruling,
          later);
    }

    private static List<String> verdicts(Ruling ruling) {
      return ruling.claims().stream().map(c -> c.request().id() + c.verdict()).toList();
    }

    /** Follows what is due until nothing is, as the control loop does. */
    private void theDefaultIsReachedInTheEnd() {
      requests.replaceAll(taken -> taken.ended("Taken back."));
      for (int i = 0; i < 500; i++) {
        Ruling ruling =
            Arbiter.rule(new Question(equipment, requests, readings(), memory, nowNanos));
        memory = ruling.memory();
        if (ruling.dueNanos().isEmpty()) {
          promise(
              ruling.setpoint() == equipment.writing().relinquishDefault(),
              "The default was not reached",
              ruling,
              equipment);
          return;
        }
        nowNanos = ruling.dueNanos().getAsLong();
      }
      throw new AssertionError("The default was not reached: " + memory + " of " + equipment);
    }

    private Request requestOf(Wish wish) {
      order++;
      return new Request(
          "r" + order,
          Cases.POINT,
          wish,
          1 + random.nextInt(16),
          "At random.",
          new Source(Source.Kind.PROGRAM, "p" + order, ""),
          TIME,
          Duration.ofMinutes(1),
          random.nextInt(3) == 0 ? Set.of(BASIS.get(random.nextInt(BASIS.size()))) : Set.of());
    }

    private Taken request() {
      Wish wish =
          random.nextInt(5) < 2
              ? new Wish.Set(value())
              : limit(value(), value(), random.nextInt(3));
      long lifeNanos = (long) (random.nextDouble() * 120e9) - 2_000_000_000L;
      return new Taken(requestOf(wish), "", nowNanos + lifeNanos, order, "");
    }

    private static Wish limit(double a, double b, int open) {
      double min = open == 1 ? Double.NEGATIVE_INFINITY : Math.min(a, b);
      double max = open == 2 ? Double.POSITIVE_INFINITY : Math.max(a, b);
      return new Wish.Limit(min, max);
    }

    private double value() {
      return random.nextInt(-15, 16) * 10 + (random.nextBoolean() ? 0 : random.nextDouble() * 10);
    }

    private Map<PointId, Input> readings() {
      Map<PointId, Input> readings = new HashMap<>();
      for (PointId point : BASIS) {
        Reading good = Reading.good(point, TIME, 1);
        Reading reading =
            switch (random.nextInt(6)) {
              case 0 -> good.stale();
              case 1 -> Reading.bad(point, TIME, "At random.");
              default -> good;
            };
        readings.put(point, new Input(reading, Unit.W, 1));
      }
      return readings;
    }

    private static Equipment equipment(Random random) {
      boolean negative = random.nextBoolean();
      double step = random.nextInt(3) == 0 ? random.nextInt(1, 30) : 0;
      double min = negative ? -100 : 0;
      double steps = step == 0 ? random.nextDouble() * 100 : random.nextInt(3) * step;
      Writing writing =
          new Writing(
              min,
              100,
              step,
              min,
              min + steps,
              Duration.ZERO,
              Duration.ZERO,
              Duration.ofSeconds(random.nextInt(3) == 0 ? random.nextInt(1, 20) : 0),
              0,
              random.nextInt(3) == 0 ? random.nextInt(1, 20) : Double.POSITIVE_INFINITY,
              Duration.ofSeconds(random.nextInt(3) == 0 ? random.nextInt(1, 90) : 0));
      return new Equipment(Cases.POINT, Unit.W, writing, random.nextInt(4) == 0 ? 2 : 0);
    }
  }
}
