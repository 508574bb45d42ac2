package org.wattward.controller.why;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.arbitration.Decision.Claim;
import org.wattward.controller.arbitration.Decision.Clip;
import org.wattward.controller.arbitration.Decision.Verdict;
import org.wattward.controller.arbitration.Groups;
import org.wattward.controller.why.WhyNode.Kind;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.Effect;
import org.wattward.devices.template.PointTemplate;
import org.wattward.rules.request.Request;

/**
 * Takes a decision apart, for engineers: who won, who lost on which level and why, which limits and
 * which of the equipment's rules made what of the value, how a shared limit was divided, how far
 * the write came and what is measured. Pure, safe on any thread.
 */
public final class WhyTree {
  private final Site site;
  private final List<Groups.Shared> groups;
  private final Function<PointId, Optional<Reading>> readings;

  /**
   * Makes one.
   *
   * @param groups the limits that points share now; those of past decisions are in their reasons
   * @param readings what is measured now
   */
  public WhyTree(
      Site site, List<Groups.Shared> groups, Function<PointId, Optional<Reading>> readings) {
    this.site = site;
    this.groups = List.copyOf(groups);
    this.readings = readings;
  }

  /** The tree of a decision. */
  public WhyNode of(Decision decision) {
    List<WhyNode> children = new ArrayList<>();
    children.add(winner(decision));
    losers(decision).ifPresent(children::add);
    limits(decision).ifPresent(children::add);
    equipment(decision).ifPresent(children::add);
    withdrawn(decision).ifPresent(children::add);
    children.add(write(decision));
    String because =
        decision.zone().isEmpty()
            ? "Decided when a request or the time changed."
            : "Decided because of zone %s.".formatted(decision.zone());
    return new WhyNode(
        Kind.SETPOINT,
        "%s = %s".formatted(decision.point(), amount(decision, decision.setpoint())),
        because,
        null,
        "",
        decision.time(),
        children);
  }

  private WhyNode winner(Decision decision) {
    return decision.claims().stream()
        .filter(claim -> claim.verdict() == Verdict.WON)
        .findFirst()
        .map(claim -> request(Kind.WINNER, claim, decision))
        .orElseGet(() ->
            WhyNode.of(
                Kind.DEFAULT,
                "The default, %s".formatted(amount(decision, decision.wanted())),
                "Nobody sets the point, so it relinquishes to its default.",
                List.of()));
  }

  private Optional<WhyNode> losers(Decision decision) {
    Map<Integer, List<WhyNode>> byLevel = new TreeMap<>();
    decision.claims().stream()
        .filter(claim -> claim.verdict() == Verdict.LOST)
        .forEach(claim ->
            byLevel
                .computeIfAbsent(claim.request().level(), _ -> new ArrayList<>())
                .add(request(Kind.REQUEST, claim, decision)));
    if (byLevel.isEmpty()) {
      return Optional.empty();
    }
    List<WhyNode> levels = new ArrayList<>();
    byLevel.forEach((level, lost) ->
        levels.add(
            new WhyNode(Kind.LEVEL, "Level %d".formatted(level), "", level, "", null, lost)));
    int all = byLevel.values().stream().mapToInt(List::size).sum();
    return Optional.of(WhyNode.of(Kind.LOSERS, "Lost: %d".formatted(all), "", levels));
  }

  /** Those that changed the value come first, in order, each with what it made of it. */
  private Optional<WhyNode> limits(Decision decision) {
    List<Claim> binding =
        decision.claims().stream().filter(claim -> claim.verdict() == Verdict.LIMITS).toList();
    List<WhyNode> children = new ArrayList<>();
    for (int i = 0; i < binding.size(); i++) {
      WhyNode node = request(Kind.LIMIT, binding.get(i), decision);
      children.add(
          i < decision.clips().size() ? with(node, decision.clips().get(i), decision) : node);
    }
    decision.claims().stream()
        .filter(claim -> claim.verdict() == Verdict.SATISFIED)
        .forEach(claim -> children.add(request(Kind.LIMIT, claim, decision)));
    return children.isEmpty()
        ? Optional.empty()
        : Optional.of(
            WhyNode.of(
                Kind.LIMITS,
                "Limits: %d of %d bind".formatted(binding.size(), children.size()),
                "",
                children));
  }

  private static WhyNode with(WhyNode limit, Clip clip, Decision decision) {
    return new WhyNode(
        limit.kind(),
        "%s: %s".formatted(limit.title(), change(clip, decision)),
        limit.detail(),
        limit.level(),
        limit.tag(),
        limit.time(),
        limit.children());
  }

  private static String change(Clip clip, Decision decision) {
    return "%s → %s".formatted(amount(decision, clip.from()), amount(decision, clip.to()));
  }

  private static Optional<WhyNode> equipment(Decision decision) {
    long limits =
        decision.claims().stream().filter(claim -> claim.verdict() == Verdict.LIMITS).count();
    List<WhyNode> children =
        decision.clips().stream()
            .skip(limits)
            .map(clip ->
                WhyNode.of(
                    Kind.CLIP,
                    "%s: %s".formatted(clip.by(), change(clip, decision)),
                    clip.why(),
                    List.of()))
            .toList();
    return children.isEmpty()
        ? Optional.empty()
        : Optional.of(WhyNode.of(Kind.EQUIPMENT, "What the equipment can bear", "", children));
  }

  private Optional<WhyNode> withdrawn(Decision decision) {
    List<WhyNode> children =
        decision.claims().stream()
            .filter(claim -> claim.verdict() == Verdict.WITHDRAWN)
            .map(claim -> request(Kind.REQUEST, claim, decision))
            .toList();
    return children.isEmpty()
        ? Optional.empty()
        : Optional.of(WhyNode.of(Kind.WITHDRAWN, "No longer heeded", "", children));
  }

  private WhyNode request(Kind kind, Claim claim, Decision decision) {
    Request request = claim.request();
    List<WhyNode> children = new ArrayList<>();
    share(request, decision).ifPresent(children::add);
    decision.inputs().stream()
        .filter(input -> request.basis().contains(input.reading().point()))
        .map(WhyTree::reading)
        .forEach(children::add);
    String origin = request.source().origin();
    String title =
        "%s%s wants %s"
            .formatted(
                request.source().name(),
                origin.isEmpty() ? "" : " (" + origin + ")",
                Amounts.wish(request.wish(), decision.unit()));
    return new WhyNode(
        kind,
        title,
        "%s %s".formatted(sentence(request.reason()), sentence(claim.why())).strip(),
        request.level(),
        claim.verdict().name(),
        request.issued().plus(request.validFor()),
        children);
  }

  private Optional<WhyNode> share(Request request, Decision decision) {
    return groups.stream()
        .filter(group -> (group.request().id() + "/" + request.point()).equals(request.id()))
        .findFirst()
        .map(group -> {
          List<WhyNode> members = new ArrayList<>();
          group
              .shares()
              .forEach((member, share) ->
                  members.add(
                      WhyNode.of(
                          Kind.MEMBER,
                          "%s: %s".formatted(member, amount(decision, share)),
                          "",
                          List.of())));
          String how = group.request().sharing().name().toLowerCase(Locale.ROOT).replace('_', ' ');
          return WhyNode.of(
              Kind.SHARE,
              "Share of %s together, divided %s"
                  .formatted(amount(decision, group.request().total()), how),
              sentence(group.request().reason()),
              members);
        });
  }

  private static WhyNode reading(Decision.Input input) {
    Reading reading = input.reading();
    String value =
        switch (reading.quality()) {
          case Quality.Known.GOOD -> Amounts.text(reading.value(), input.unit());
          case Quality.Known.STALE -> Amounts.text(reading.value(), input.unit()) + ", stale";
          case Quality.Bad(String reason) -> "bad: " + reason;
        };
    return new WhyNode(
        Kind.READING,
        "%s: %s".formatted(reading.point(), value),
        String.format(Locale.ROOT, "%.1f s old then.", input.ageS()),
        null,
        "",
        reading.time(),
        List.of());
  }

  private WhyNode write(Decision decision) {
    Decision.Write write = decision.write();
    List<WhyNode> children = new ArrayList<>();
    write
        .steps()
        .forEach(step ->
            children.add(
                WhyNode.at(Kind.STEP, words(step.state()), step.state().name(), step.time())));
    effect(decision).ifPresent(children::add);
    String back =
        write
            .readBack()
            .map(value -> "Read back %s. ".formatted(amount(decision, value)))
            .orElse("");
    return new WhyNode(
        Kind.WRITE,
        "Write: " + words(write.state()),
        (back + write.reason()).strip(),
        null,
        write.state().name(),
        write.time(),
        children);
  }

  private Optional<WhyNode> effect(Decision decision) {
    PointId point = decision.point();
    return site.point(point)
        .flatMap(PointTemplate::writing)
        .flatMap(PointTemplate.Writing::effect)
        .map(effect -> {
          PointId power = new PointId(point.device(), effect.point());
          String now =
              readings
                  .apply(power)
                  .flatMap(reading -> reading.good().stream().boxed().findFirst())
                  .map(value -> " Now it is %s.".formatted(Amounts.text(value, powerUnit(power))))
                  .orElse(" It has no good reading now.");
          boolean follows = decision.write().state() == Decision.Write.State.EFFECTIVE;
          return new WhyNode(
              Kind.EFFECT,
              "%s %s".formatted(power, follows ? "follows" : "is not seen to follow"),
              "It must %s within %d s, give or take %s.%s"
                  .formatted(
                      expected(effect),
                      effect.within().toSeconds(),
                      Amounts.text(effect.toleranceW(), powerUnit(power)),
                      now),
              null,
              "",
              follows ? decision.write().time() : null,
              List.of());
        });
  }

  private Unit powerUnit(PointId power) {
    return site.point(power).map(PointTemplate::unit).orElse(Unit.W);
  }

  private static String expected(Effect effect) {
    String what = effect.percentOf().map(whole -> "that part of " + whole).orElse("the setpoint");
    return switch (effect.relation()) {
      case AT_MOST -> "take no more than " + what;
      case NEAR -> "be " + what;
      case EXPORT_AT_MOST -> "feed in no more than " + what;
    };
  }

  private static String words(Decision.Write.State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String amount(Decision decision, double value) {
    return Amounts.text(value, decision.unit());
  }

  private static String sentence(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() || stripped.endsWith(".") ? stripped : stripped + ".";
  }
}
