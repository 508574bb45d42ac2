package org.wattward.sim.scenario;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalInt;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;

/**
 * Reads times of day and what begins at them.
 *
 * @param zone what local times are in
 * @param start when the scenario begins, if its file says so
 * @param days how many days it takes, if its file says so
 * @param problems takes what is wrong
 */
record Moments(ZoneId zone, Optional<Instant> start, OptionalInt days, Problems problems) {

  /** A time of day whose shape was checked; a date that there is not is a problem. */
  static Optional<Instant> timeOfDay(YamlNode node, ZoneId zone, Problems problems) {
    String text = node instanceof YamlNode.Scalar scalar ? scalar.value() : "";
    try {
      boolean local = text.matches(".*T\\d\\d:\\d\\d(:\\d\\d)?");
      return Optional.of(
          local
              ? LocalDateTime.parse(text).atZone(zone).toInstant()
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      String why = e.getCause() instanceof DateTimeException cause ? ": " + cause.getMessage() : "";
      problems.add(
          node,
          "\"%s\" is no time of day%s.".formatted(text, why),
          "Write a date and time that exist, such as 2026-01-14T18:30.");
      return Optional.empty();
    }
  }

  /** When an item begins; nothing when it does not say so. */
  Optional<Moment> beginning(Mapping item) {
    Optional<YamlNode> after = item.get("after");
    Optional<YamlNode> at = item.get("at");
    if (after.isPresent() && at.isPresent()) {
      problems.add(at.get(), "It begins both after a while and at a time.", "Leave one away.");
      return Optional.empty();
    }
    Optional<Moment> moment =
        after.isPresent()
            ? Optional.of(new Moment.After(new Fields(item).duration("after", Duration.ZERO)))
            : at.flatMap(node -> timeOfDay(node, zone, problems)).map(Moment.At::new);
    moment.ifPresent(it -> checkWithin(after.or(() -> at).orElse(item), it));
    return moment;
  }

  /** When an item begins that must say so. */
  Optional<Moment> requiredBeginning(Mapping item) {
    if (item.get("after").isEmpty() && item.get("at").isEmpty()) {
      problems.add(
          item, "It is not said when this begins.", "Add after: 10 min, or at: a time of day.");
      return Optional.empty();
    }
    return beginning(item);
  }

  private void checkWithin(YamlNode node, Moment moment) {
    Instant zero = start.orElse(Instant.EPOCH);
    Instant at = moment.from(zero);
    if (start.isPresent() && at.isBefore(zero)) {
      problems.add(
          node,
          "This is %s before the start.".formatted(words(Duration.between(at, zero))),
          "The scenario begins at %s.".formatted(zero.atZone(zone).toOffsetDateTime()));
    }
    boolean canTell = start.isPresent() || moment instanceof Moment.After;
    if (canTell && days.isPresent()) {
      Duration whole = Duration.ofDays(days.getAsInt());
      if (!at.isBefore(zero.plus(whole))) {
        problems.add(
            node,
            "This is %s after the start, when the scenario is over."
                .formatted(words(Duration.between(zero, at))),
            "It takes %d days; begin earlier or raise days.".formatted(days.getAsInt()));
      }
    }
  }

  /** A duration as a file would have it. */
  static String words(Duration span) {
    if (span.toSeconds() % 3600 == 0) {
      return span.toHours() + " h";
    }
    return span.toSeconds() % 60 == 0 ? span.toMinutes() + " min" : span.toMillis() / 1e3 + " s";
  }
}
