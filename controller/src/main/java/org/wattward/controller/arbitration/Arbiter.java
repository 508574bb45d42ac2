package org.wattward.controller.arbitration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.wattward.controller.arbitration.Decision.Claim;
import org.wattward.controller.arbitration.Decision.Clip;
import org.wattward.controller.arbitration.Decision.Verdict;
import org.wattward.devices.quantity.Unit;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;

/**
 * The one hand on every switch. Pure: the same question always gives the same ruling.
 *
 * <p>The order is this. Requests that expired, were taken back, or rest on a reading that is no
 * longer good, are withdrawn. Among the Sets the highest level wins, within a level the newest.
 * Without a Set the point has its relinquish default, which stands below every level. Limits are
 * taken from level 1 downwards, within a level the newest first; one that leaves no value together
 * with those before it is lost. Those of the winner's level and of higher ones bind; where nobody
 * sets anything, all of them bind the default, because a limit speaks of the point and not of who
 * sets it. Limits below the winner are lost unless the value satisfies them anyway. What the
 * equipment can bear comes last and always, see {@link EquipmentRules}.
 */
public final class Arbiter {
  private static final int BELOW_ALL = Request.LOWEST + 1;

  /** Highest level first, within a level the newest first; then by id, so that it is total. */
  private static final Comparator<Taken> PRECEDENCE =
      Comparator.comparingInt((Taken taken) -> taken.request().level())
          .thenComparing(Comparator.comparingLong(Taken::order).reversed())
          .thenComparing(taken -> taken.request().id())
          .thenComparing(Taken::owner);

  private final Question question;
  private final Unit unit;
  private final List<Claim> claims = new ArrayList<>();
  private final List<Clip> clips = new ArrayList<>();

  private Arbiter(Question question) {
    this.question = question;
    this.unit = question.equipment().unit();
  }

  /** Rules on a point. */
  public static Ruling rule(Question question) {
    return new Arbiter(question).rule();
  }

  private Ruling rule() {
    List<Taken> live = new ArrayList<>();
    List<Claim> withdrawn = new ArrayList<>();
    for (Taken taken : question.requests().stream().sorted(PRECEDENCE).toList()) {
      Optional<String> why = Withdrawal.of(taken, question);
      if (why.isPresent()) {
        withdrawn.add(new Claim(taken.request(), Verdict.WITHDRAWN, why.get()));
      } else {
        live.add(taken);
      }
    }
    Optional<Taken> winner = live.stream().filter(Arbiter::sets).findFirst();
    double wanted =
        winner
            .map(taken -> ((Wish.Set) taken.request().wish()).value())
            .orElse(question.equipment().writing().relinquishDefault());
    int level = winner.map(taken -> taken.request().level()).orElse(BELOW_ALL);

    Limits limits = new Limits(unit, level, wanted);
    live.forEach(limits::take);
    clips.addAll(limits.clips());
    EquipmentRules.Result result = equipmentRules(question.memory()).apply(limits, level);
    clips.addAll(result.clips());

    winner.ifPresent(taken -> claims.add(won(taken.request(), live)));
    for (Taken taken : live) {
      claimOf(taken, winner, limits).ifPresent(claims::add);
    }
    claims.addAll(withdrawn);
    PointMemory after =
        question
            .memory()
            .after(result.value(), question.equipment().writing().min(), question.nowNanos());
    // A change begins a hold and a pause of its own, so what is due next is asked of what is now.
    OptionalLong due =
        after.equals(question.memory())
            ? result.dueNanos()
            : equipmentRules(after).apply(limits, level).dueNanos();
    return new Ruling(claims, wanted, clips, result.value(), after, orExpiry(due, live));
  }

  private EquipmentRules equipmentRules(PointMemory memory) {
    return new EquipmentRules(
        question.equipment(), memory, question.nowNanos(), question.circumstances());
  }

  private static OptionalLong orExpiry(OptionalLong nextNanos, List<Taken> live) {
    OptionalLong due = nextNanos;
    for (Taken taken : live) {
      due = sooner(due, taken.deadlineNanos());
    }
    return due;
  }

  static OptionalLong sooner(OptionalLong due, long nanos) {
    return due.isPresent() && due.getAsLong() - nanos <= 0 ? due : OptionalLong.of(nanos);
  }

  private Claim won(Request request, List<Taken> live) {
    long sets = live.stream().filter(Arbiter::sets).count();
    String value = Words.value(((Wish.Set) request.wish()).value(), unit);
    String why =
        sets == 1
            ? "Wants %s, and nobody else sets the point.".formatted(value)
            : "Wants %s and stands above the other %d that set the point."
                .formatted(value, sets - 1);
    return new Claim(request, Verdict.WON, why);
  }

  private static boolean sets(Taken taken) {
    return taken.request().wish() instanceof Wish.Set;
  }

  private Optional<Claim> claimOf(Taken taken, Optional<Taken> winner, Limits limits) {
    return switch (taken.request().wish()) {
      case Wish.Limit _ -> Optional.of(limits.claim(taken));
      case Wish.Set set ->
          winner
              .filter(won -> !won.equals(taken))
              .map(won -> lost(taken.request(), set, won.request()));
    };
  }

  private Claim lost(Request request, Wish.Set set, Request winner) {
    String by =
        winner.level() < request.level() ? "which stands above it" : "which is newer on this level";
    String why =
        "Wanted %s and lost to %s, %s."
            .formatted(Words.value(set.value(), unit), Words.asker(winner), by);
    return new Claim(request, Verdict.LOST, why);
  }
}
