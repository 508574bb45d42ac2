package org.wattward.controller.receipt;

import java.time.DateTimeException;
import java.time.Instant;
import org.wattward.controller.receipt.Receipt.Stage;
import org.wattward.controller.receipt.Receipt.Step;
import org.wattward.devices.point.PointId;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An order as it is kept on disk: what was asked, and how it ended if it did. */
final class EntryLine {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private EntryLine() {}

  static String text(Entry entry) {
    Order order = entry.order;
    ObjectNode node = JSON.createObjectNode();
    node.put("kind", entry.source.kind().name());
    node.put("program", entry.source.name());
    node.put("key", order.key());
    node.put("point", order.point().toString());
    switch (order.wish()) {
      case Wish.Set(double value) -> node.put("set", value);
      case Wish.Limit(double min, double max) -> {
        node.put("min", Double.toString(min)); // as text, since JSON knows no infinity
        node.put("max", Double.toString(max));
      }
    }
    node.put("level", order.level());
    node.put("reason", order.reason());
    node.put("from", order.span().from().toString());
    node.put("to", order.span().to().toString());
    node.put("atOnce", order.span().isAtOnce());
    node.put("taken", entry.taken.toString());
    if (entry.stage().isOver()) {
      Receipt receipt = entry.receipt();
      node.put("stage", receipt.stage().name());
      node.put("since", receipt.since().toString());
      node.put("why", receipt.why());
    }
    return JSON.writeValueAsString(node);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @param keptAt when something was kept last; the calendar cannot be before it
   * @throws IllegalArgumentException when it is something else
   */
  static Entry read(String text, Instant keptAt) {
    try {
      JsonNode node = JSON.readTree(text);
      Source source =
          new Source(Source.Kind.valueOf(text(node, "kind")), text(node, "program"), "");
      Order order =
          new Order(
              text(node, "key"),
              PointId.parse(text(node, "point")),
              wish(node),
              node.required("level").intValue(),
              text(node, "reason"),
              new Order.Span(
                  Instant.parse(text(node, "from")),
                  Instant.parse(text(node, "to")),
                  node.required("atOnce").booleanValue()));
      Instant taken = Instant.parse(text(node, "taken"));
      Step accepted = new Step(Stage.ACCEPTED, taken, "It was taken before a restart.");
      Entry entry = new Entry(source, order, taken.isAfter(keptAt) ? taken : keptAt, accepted);
      if (node.has("stage")) {
        entry.to(
            Stage.valueOf(text(node, "stage")),
            Instant.parse(text(node, "since")),
            text(node, "why"));
      }
      return entry;
    } catch (JacksonException | DateTimeException e) {
      throw new IllegalArgumentException("This is no order: " + e.getMessage(), e);
    }
  }

  private static Wish wish(JsonNode node) {
    return node.has("set")
        ? new Wish.Set(node.required("set").doubleValue())
        : new Wish.Limit(
            Double.parseDouble(text(node, "min")), Double.parseDouble(text(node, "max")));
  }

  private static String text(JsonNode node, String name) {
    return node.required(name).stringValue();
  }
}
