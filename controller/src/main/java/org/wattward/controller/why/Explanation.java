package org.wattward.controller.why;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.arbitration.Decision.Claim;
import org.wattward.controller.arbitration.Decision.Verdict;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.Effect;
import org.wattward.devices.template.PointTemplate;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;

/** Says why a point has its setpoint. Pure, safe on any thread. */
public final class Explanation {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Site site;
  private final ZoneId timeZone;

  /**
   * Makes one for a site.
   *
   * @param site names and local time
   */
  public Explanation(Site site) {
    this.site = site;
    this.timeZone = site.timeZone();
  }

  /** One or more sentences: the value, until when, because of what, who lost, what came back. */
  public String sentence(Decision decision) {
    StringJoiner text = new StringJoiner(" ");
    text.add(headline(decision));
    for (Claim claim : decision.claims()) {
      switch (claim.verdict()) {
        case LOST -> text.add(loser(claim, decision));
        case WITHDRAWN -> text.add(claim.why());
        case WON, LIMITS, SATISFIED -> {}
      }
    }
    decision.clips().forEach(clip -> text.add(clip.why()));
    text.add(written(decision));
    return text.toString().strip();
  }

  private String headline(Decision decision) {
    String what = title(decision) + " is set to " + amount(decision, decision.setpoint());
    Optional<Request> winner = decision.winner();
    Optional<Request> limit =
        decision.claims().stream()
            .filter(claim -> claim.verdict() == Verdict.LIMITS)
            .map(Claim::request)
            .findFirst();
    if (limit.isPresent()) {
      return "%s until %s, because %s".formatted(what, until(limit.get()), because(limit.get()));
    }
    return winner
        .map(won -> "%s until %s, because %s".formatted(what, until(won), because(won)))
        .orElseGet(() -> what + ", its default, because nobody asks for anything.");
  }

  /** A rule's reason is a sentence of its own; its capital goes, unless it begins "PV" or so. */
  private static String because(Request request) {
    String reason = reason(request.reason());
    boolean sentence = request.source().kind() == Source.Kind.RULE && reason.length() > 1;
    return sentence && !Character.isUpperCase(reason.charAt(1))
        ? Character.toLowerCase(reason.charAt(0)) + reason.substring(1)
        : reason;
  }

  private String loser(Claim claim, Decision decision) {
    Request request = claim.request();
    return "%s wanted %s (level %d) and lost: %s"
        .formatted(
            asker(request),
            Amounts.wish(request.wish(), decision.unit()),
            request.level(),
            reason(claim.why()));
  }

  private static String asker(Request request) {
    String name = request.source().name();
    return switch (request.source().kind()) {
      case RULE -> "The rule \"" + name + "\"";
      case SCHEDULE -> "The schedule \"" + name + "\"";
      case PROGRAM -> "The program " + name;
      case PERSON -> "The operator " + name;
    };
  }

  private String written(Decision decision) {
    Decision.Write write = decision.write();
    return switch (write.state()) {
      case NOT_NEEDED -> "The device already held it.";
      case REQUESTED, SENT -> write.reason().isEmpty() ? "It is being written." : write.reason();
      case ACCEPTED -> "The device took it at %s.".formatted(clock(write.time()));
      case VERIFIED ->
          "Read back %s at %s. %s"
              .formatted(
                  amount(decision, write.readBack().orElse(decision.setpoint())),
                  clock(write.time()),
                  write.reason())
              .strip();
      case EFFECTIVE -> effective(decision);
      case FAILED, UNKNOWN -> write.reason();
    };
  }

  /** {@code Read back 4.2 kW, power follows since 17:31:08.} */
  private String effective(Decision decision) {
    String held =
        decision
            .write()
            .readBack()
            .map(value -> "Read back " + amount(decision, value))
            .orElse("The device took it");
    String power =
        site.device(decision.point().device())
            .flatMap(device -> device.template().point(decision.point().name()))
            .flatMap(PointTemplate::writing)
            .flatMap(PointTemplate.Writing::effect)
            .map(Effect::point)
            .orElse("power");
    return "%s, %s follows since %s.".formatted(held, power, clock(decision.write().time()));
  }

  /** What people call the point: {@code Heat pump 07, power limit}. */
  public String title(Decision decision) {
    Optional<Device> device = site.device(decision.point().device());
    String name = device.map(Device::title).orElse(decision.point().device());
    String point =
        device
            .flatMap(known -> known.template().point(decision.point().name()))
            .map(PointTemplate::title)
            .orElse(decision.point().name());
    return name + ", " + point.toLowerCase(Locale.ROOT) + ",";
  }

  private static String amount(Decision decision, double value) {
    return Amounts.text(value, decision.unit());
  }

  private String until(Request request) {
    return clock(request.issued().plus(request.validFor()));
  }

  private String clock(Instant time) {
    return CLOCK.format(time.atZone(timeZone));
  }

  /** A reason in the middle of a sentence, with a full stop at its end. */
  private static String reason(String text) {
    String sentence = text.strip();
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }
}
