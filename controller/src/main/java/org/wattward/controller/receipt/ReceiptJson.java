package org.wattward.controller.receipt;

import java.util.List;
import org.wattward.rules.request.Wish;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Receipts as programs read them, the same by REST, by events and by MQTT. */
public final class ReceiptJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ReceiptJson() {}

  /** One receipt as an object. */
  public static ObjectNode of(Receipt receipt) {
    Order order = receipt.order();
    ObjectNode node = JSON.createObjectNode();
    node.put("key", order.key());
    node.put("program", receipt.source().name());
    node.put("stage", receipt.stage().name());
    node.put("since", receipt.since().toString());
    node.put("why", receipt.why());
    node.put("sequence", receipt.sequence());
    node.put("point", order.point().toString());
    switch (order.wish()) {
      case Wish.Set(double value) -> node.put("value", value);
      case Wish.Limit(double min, double max) -> {
        if (Double.isFinite(min)) {
          node.put("min", min);
        }
        if (Double.isFinite(max)) {
          node.put("max", max);
        }
      }
    }
    node.put("level", order.level());
    node.put("from", order.span().from().toString());
    node.put("to", order.span().to().toString());
    node.put("reason", order.reason());
    put(node, receipt.outcome());
    ArrayNode steps = node.putArray("steps");
    for (Receipt.Step step : receipt.steps()) {
      ObjectNode each = steps.addObject();
      each.put("stage", step.stage().name());
      each.put("time", step.time().toString());
      each.put("why", step.why());
    }
    return node;
  }

  private static void put(ObjectNode node, Receipt.Outcome outcome) {
    outcome.setpoint().ifPresent(value -> node.put("setpoint", value));
    if (!outcome.supersededBy().isEmpty()) {
      node.put("supersededBy", outcome.supersededBy());
    }
    if (!outcome.clips().isEmpty()) {
      outcome.clips().forEach(node.putArray("clips")::add);
    }
    if (!outcome.write().isEmpty()) {
      node.put("write", outcome.write());
    }
    outcome.decision().ifPresent(id -> node.put("decision", id.toString()));
  }

  /** As it is sent: UTF-8. */
  public static byte[] bytes(JsonNode json) {
    return JSON.writeValueAsBytes(json);
  }

  /** Some receipts as an array. */
  public static ArrayNode of(List<Receipt> receipts) {
    ArrayNode array = JSON.createArrayNode();
    receipts.forEach(receipt -> array.add(of(receipt)));
    return array;
  }
}
