package org.wattward.controller.receipt;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.point.PointId;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads orders as programs write them: one object, or an array of many.
 *
 * <p>{@code {"key": "k1", "point": "heatpump-07/powerLimit", "value": 4200, "duration": "PT30M",
 * "reason": "…"}}; {@code min} and/or {@code max} instead of {@code value} make a limit; {@code to}
 * instead of {@code duration}; {@code from} and {@code level} may be left out. Safe on any thread.
 */
public final class OrderReader {
  /** So many orders may come in one call. */
  public static final int MOST = 10_000;

  /** So long may one call be, bytes. */
  public static final int LONGEST = 8 << 20;

  private static final int EXTERNAL_SCHEDULER = 10;
  private static final int LONGEST_REASON = 500;
  private static final Set<String> KEYS =
      Set.of("key", "point", "value", "min", "max", "level", "from", "to", "duration", "reason");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Asker asker;
  private final Instant now;
  private final List<String> problems = new ArrayList<>();
  private String where = "";

  private OrderReader(Asker asker, Instant now) {
    this.asker = asker;
    this.now = now;
  }

  /**
   * What was read.
   *
   * @param isOne whether it was an object and not an array
   * @param problems sentences that say what is wrong and where; when there are any, no orders
   */
  public record Result(List<Order> orders, boolean isOne, List<String> problems) {
    public Result {
      orders = List.copyOf(orders);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads orders.
   *
   * @param json UTF-8
   * @param asker whose level is taken where an order gives none
   * @param now begin of those that give none
   */
  public static Result read(byte[] json, Asker asker, Instant now) {
    try {
      return read(JSON.readTree(json), asker, now);
    } catch (JacksonException e) {
      return new Result(
          List.of(), false, List.of("This is no JSON: " + e.getOriginalMessage() + "."));
    }
  }

  /** Reads orders from JSON that was parsed already. */
  public static Result read(JsonNode root, Asker asker, Instant now) {
    return new OrderReader(asker, now).read(root);
  }

  private Result read(JsonNode root) {
    boolean isOne = root.isObject();
    List<Order> orders = new ArrayList<>();
    if (isOne) {
      add(root, orders);
    } else if (!root.isArray() || root.isEmpty() || root.size() > MOST) {
      problems.add(
          "Give one order as an object, or an array of 1 to %d; this is %s."
              .formatted(
                  MOST,
                  root.isArray()
                      ? "an array of " + root.size()
                      : root.getNodeType().name().toLowerCase(Locale.ROOT)));
    } else {
      for (int i = 0; i < root.size(); i++) {
        where = "[%d]: ".formatted(i);
        add(root.get(i), orders);
      }
    }
    return new Result(problems.isEmpty() ? orders : List.of(), isOne, problems);
  }

  private void add(JsonNode node, List<Order> orders) {
    int before = problems.size();
    if (!node.isObject()) {
      problem("An order is an object.");
      return;
    }
    for (String name : node.propertyNames()) {
      if (!KEYS.contains(name)) {
        problem(
            "There is no \"%s\". An order has %s."
                .formatted(name, KEYS.stream().sorted().toList()));
      }
    }
    String key = text(node, "key", Order.LONGEST_KEY);
    PointId point = point(text(node, "point", Order.LONGEST_KEY));
    Wish wish = wish(node);
    int level = level(node);
    Order.@Nullable Span span = span(node);
    String reason = text(node, "reason", LONGEST_REASON);
    if (problems.size() == before && point != null && wish != null && span != null) {
      orders.add(new Order(key, point, wish, level, reason, span));
    }
  }

  private void problem(String sentence) {
    problems.add(where + sentence);
  }

  private String text(JsonNode node, String name, int longest) {
    JsonNode value = node.get(name);
    String text = value != null && value.isString() ? value.stringValue().strip() : "";
    if (text.isEmpty() || text.length() > longest) {
      problem("\"%s\" must be a text of 1 to %d characters.".formatted(name, longest));
      return "";
    }
    return text;
  }

  private @Nullable PointId point(String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      return PointId.parse(text);
    } catch (IllegalArgumentException e) {
      problem("\"point\": " + e.getMessage());
      return null;
    }
  }

  private @Nullable Wish wish(JsonNode node) {
    boolean isSet = node.has("value");
    boolean isLimit = node.has("min") || node.has("max");
    if (isSet == isLimit) {
      problem("Give either \"value\", or \"min\" and/or \"max\", in the point's unit.");
      return null;
    }
    try {
      return isSet
          ? new Wish.Set(number(node, "value", Double.NaN))
          : new Wish.Limit(
              number(node, "min", Double.NEGATIVE_INFINITY),
              number(node, "max", Double.POSITIVE_INFINITY));
    } catch (IllegalArgumentException e) {
      problem(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static double number(JsonNode node, String name, double missing) {
    JsonNode value = node.get(name);
    if (value == null) {
      return missing;
    }
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw new IllegalArgumentException("\"%s\" must be a finite number.".formatted(name));
    }
    return value.doubleValue();
  }

  private int level(JsonNode node) {
    JsonNode level = node.get("level");
    if (level == null) {
      return Math.max(EXTERNAL_SCHEDULER, asker.highestLevel());
    }
    if (!level.isInt() || level.intValue() < Request.HIGHEST || level.intValue() > Request.LOWEST) {
      problem("\"level\" must be a whole number from 1 (highest) to 16.");
      return Request.LOWEST;
    }
    return level.intValue();
  }

  private Order.@Nullable Span span(JsonNode node) {
    try {
      boolean isAtOnce = !node.has("from");
      Instant from = isAtOnce ? now : Instant.parse(text(node, "from", Order.LONGEST_KEY));
      if (node.has("to") == node.has("duration")) {
        problem("Give either \"to\" or \"duration\": everything expires.");
        return null;
      }
      Instant to =
          node.has("to")
              ? Instant.parse(text(node, "to", Order.LONGEST_KEY))
              : from.plus(Duration.parse(text(node, "duration", Order.LONGEST_KEY)));
      return new Order.Span(from, to, isAtOnce);
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      problem(
          "%s Times are written as 2026-03-01T18:00:00Z, durations as PT30M."
              .formatted(sentence(String.valueOf(e.getMessage()))));
      return null;
    }
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}
