package org.wattward.controller.arbitration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.wattward.controller.arbitration.Decision.Input;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;

/** Questions for the arbiter, from the short form of the truth table. */
final class Cases {
  static final PointId POINT = PointId.parse("heatpump-07/powerLimit");
  static final PointId STALE = PointId.parse("meter-01/power");
  static final PointId BAD = PointId.parse("meter-02/power");
  static final PointId UNREAD = PointId.parse("meter-03/power");
  static final long NOW = 1_000_000_000_000L;
  private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");

  private Cases() {}

  static Question question(String equipment, String before, String requests) {
    List<Taken> taken = new ArrayList<>();
    for (String request : requests.split(";")) {
      if (!request.isBlank()) {
        taken.add(taken(request.strip().split(" "), taken.size()));
      }
    }
    return new Question(
        equipment(equipment), taken, readings(), memory(before), NOW, circumstances(equipment));
  }

  private static Circumstances circumstances(String text) {
    List<String> words = Arrays.asList(text.split(" "));
    return new Circumstances(
        words.contains("blocked10")
            ? Optional.of(new Circumstances.Blocked(10, "There is no flow."))
            : Optional.empty(),
        words.contains("full20")
            ? Optional.of(new Circumstances.Full(NOW + 20_000_000_000L, "Others just changed."))
            : Optional.empty());
  }

  static Equipment equipment(String text) {
    List<String> words = Arrays.asList(text.split(" "));
    boolean battery = words.contains("battery");
    Writing writing =
        new Writing(
            battery ? -100 : 0,
            100,
            words.contains("step10") ? 10 : 0,
            0,
            battery ? 0 : 60,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofSeconds(words.contains("spacing10") ? 10 : 0),
            0.5,
            words.contains("ramp5") ? 5 : Double.POSITIVE_INFINITY,
            Duration.ofSeconds(words.contains("hold60") ? 60 : 0));
    return new Equipment(POINT, Unit.W, writing, words.contains("starts2") ? 2 : 0);
  }

  private static PointMemory memory(String before) {
    if (before.equals("-")) {
      return PointMemory.NONE;
    }
    String[] valueAndAge = before.split("@");
    long changed = NOW - (long) (Double.parseDouble(valueAndAge[1]) * 1e9);
    return new PointMemory(
        OptionalDouble.of(Double.parseDouble(valueAndAge[0])),
        changed,
        List.of(NOW - 3_000_000_000_000L, NOW - 1_200_000_000_000L));
  }

  private static Map<PointId, Input> readings() {
    Map<PointId, Input> readings = new HashMap<>();
    Instant then = TIME.minusSeconds(7);
    readings.put(STALE, new Input(Reading.good(STALE, then, 12_300).stale(), Unit.W, 7.2));
    readings.put(BAD, new Input(Reading.bad(BAD, then, "No reading for 35 s."), Unit.W, 35));
    return readings;
  }

  private static Taken taken(String[] words, int order) {
    List<String> marks = Arrays.asList(words).subList(4, words.length);
    Request request =
        new Request(
            words[0],
            POINT,
            wish(words[2], words[3]),
            Integer.parseInt(words[1]),
            "Because the case says so.",
            new Source(Source.Kind.RULE, words[0], "cases 1.0.0"),
            TIME,
            Duration.ofMinutes(10),
            basis(marks));
    long deadline = marks.contains("expired") ? NOW : NOW + 60_000_000_000L;
    return new Taken(request, "", deadline, order, marks.contains("gone") ? "Taken back." : "");
  }

  private static Set<PointId> basis(List<String> marks) {
    if (marks.contains("stale")) {
      return Set.of(STALE);
    }
    if (marks.contains("bad")) {
      return Set.of(BAD);
    }
    return marks.contains("unread") ? Set.of(UNREAD) : Set.of();
  }

  private static Wish wish(String kind, String text) {
    if (kind.equals("set")) {
      return new Wish.Set(Double.parseDouble(text));
    }
    int dots = text.indexOf("..");
    String min = text.substring(0, dots);
    String max = text.substring(dots + 2);
    return new Wish.Limit(
        min.isEmpty() ? Double.NEGATIVE_INFINITY : Double.parseDouble(min),
        max.isEmpty() ? Double.POSITIVE_INFINITY : Double.parseDouble(max));
  }
}
