package org.wattward.controller.arbitration;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.wattward.controller.arbitration.ControlMemory.KeptPoint;
import org.wattward.controller.arbitration.ControlMemory.KeptRequest;
import org.wattward.devices.point.PointId;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One line of the memory file, as JSON. */
sealed interface MemoryLine {
  /** The state of a point. */
  record OfPoint(KeptPoint point) implements MemoryLine {}

  /** A live request. */
  record OfRequest(KeptRequest request) implements MemoryLine {}

  /** A request that ended. */
  record Forgotten(String requestId) implements MemoryLine {}

  JsonMapper MAPPER = JsonMapper.builder().build();

  /** The line without its end. */
  default String text() {
    ObjectNode node = MAPPER.createObjectNode();
    switch (this) {
      case OfPoint(KeptPoint point) -> {
        node.put("point", point.point().toString());
        node.put("setpoint", point.setpoint());
        node.put("changed", point.changed().toString());
        ArrayNode starts = node.putArray("starts");
        point.starts().forEach(start -> starts.add(start.toString()));
      }
      case OfRequest(KeptRequest kept) -> {
        put(node.putObject("request"), kept.request());
        node.put("remaining", kept.remaining().toString());
        node.put("at", kept.at().toString());
      }
      case Forgotten(String id) -> node.put("forget", id);
    }
    return MAPPER.writeValueAsString(node);
  }

  private static void put(ObjectNode node, Request request) {
    node.put("id", request.id());
    node.put("point", request.point().toString());
    switch (request.wish()) {
      case Wish.Set(double value) -> node.put("set", value);
      case Wish.Limit(double min, double max) -> {
        node.put("min", Double.toString(min)); // as text, since JSON knows no infinity
        node.put("max", Double.toString(max));
      }
    }
    node.put("level", request.level());
    node.put("reason", request.reason());
    node.put("kind", request.source().kind().name());
    node.put("name", request.source().name());
    node.put("origin", request.source().origin());
    node.put("issued", request.issued().toString());
    node.put("validFor", request.validFor().toString());
    ArrayNode basis = node.putArray("basis");
    request.basis().stream().sorted().forEach(point -> basis.add(point.toString()));
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static MemoryLine read(String line) {
    try {
      JsonNode node = MAPPER.readTree(line);
      if (node.has("forget")) {
        return new Forgotten(text(node, "forget"));
      }
      return node.has("request")
          ? new OfRequest(
              new KeptRequest(
                  request(node.required("request")),
                  Duration.parse(text(node, "remaining")),
                  Instant.parse(text(node, "at"))))
          : new OfPoint(point(node));
    } catch (JacksonException | DateTimeException e) {
      throw new IllegalArgumentException("This is no line of a memory: " + e.getMessage(), e);
    }
  }

  private static KeptPoint point(JsonNode node) {
    List<Instant> starts = new ArrayList<>();
    node.required("starts").forEach(start -> starts.add(Instant.parse(start.stringValue())));
    return new KeptPoint(
        PointId.parse(text(node, "point")),
        node.required("setpoint").doubleValue(),
        Instant.parse(text(node, "changed")),
        starts);
  }

  private static Request request(JsonNode node) {
    Set<PointId> basis = new HashSet<>();
    node.required("basis").forEach(point -> basis.add(PointId.parse(point.stringValue())));
    Wish wish =
        node.has("set")
            ? new Wish.Set(node.required("set").doubleValue())
            : new Wish.Limit(
                Double.parseDouble(text(node, "min")), Double.parseDouble(text(node, "max")));
    return new Request(
        text(node, "id"),
        PointId.parse(text(node, "point")),
        wish,
        node.required("level").intValue(),
        text(node, "reason"),
        new Source(
            Source.Kind.valueOf(text(node, "kind")), text(node, "name"), text(node, "origin")),
        Instant.parse(text(node, "issued")),
        Duration.parse(text(node, "validFor")),
        basis);
  }

  private static String text(JsonNode node, String name) {
    return node.required(name).stringValue();
  }
}
