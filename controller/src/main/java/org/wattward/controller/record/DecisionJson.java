package org.wattward.controller.record;

import org.wattward.controller.arbitration.Decision;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.quantity.Unit;
import org.wattward.rules.request.Wish;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * A decision as JSON and back, whole. Points and units are their texts, a quality is {@code
 * "GOOD"}, {@code "STALE"} or {@code {"bad": reason}}, a wish {@code {"set": value}} or {@code
 * {"min": …, "max": …}} with {@code "-Infinity"} where there is no bound.
 */
final class DecisionJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(
              new SimpleModule("wattward")
                  .addSerializer(PointId.class, new TextOf<PointId>())
                  .addSerializer(Unit.class, new TextOf<Unit>())
                  .addSerializer(Quality.class, new QualityOut())
                  .addSerializer(Wish.class, new WishOut())
                  .addDeserializer(PointId.class, new PointIn())
                  .addDeserializer(Unit.class, new UnitIn())
                  .addDeserializer(Quality.class, new QualityIn())
                  .addDeserializer(Wish.class, new WishIn()))
          .build();

  private DecisionJson() {}

  static String write(Decision decision) {
    return MAPPER.writeValueAsString(decision);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  static Decision read(String json) {
    try {
      return MAPPER.readValue(json, Decision.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("This is no decision: " + e.getMessage(), e);
    }
  }

  private static final class TextOf<T> extends ValueSerializer<T> {
    @Override
    public void serialize(T value, JsonGenerator out, SerializationContext context) {
      out.writeString(value.toString());
    }
  }

  private static final class PointIn extends ValueDeserializer<PointId> {
    @Override
    public PointId deserialize(JsonParser in, DeserializationContext context) {
      return PointId.parse(in.getString());
    }
  }

  private static final class UnitIn extends ValueDeserializer<Unit> {
    @Override
    public Unit deserialize(JsonParser in, DeserializationContext context) {
      String symbol = in.getString();
      return Unit.of(symbol)
          .orElseThrow(() -> new IllegalArgumentException("\"" + symbol + "\" is no unit."));
    }
  }

  private static final class QualityOut extends ValueSerializer<Quality> {
    @Override
    public void serialize(Quality quality, JsonGenerator out, SerializationContext context) {
      switch (quality) {
        case Quality.Known known -> out.writeString(known.name());
        case Quality.Bad(String reason) -> {
          out.writeStartObject();
          out.writeStringProperty("bad", reason);
          out.writeEndObject();
        }
      }
    }
  }

  private static final class QualityIn extends ValueDeserializer<Quality> {
    @Override
    public Quality deserialize(JsonParser in, DeserializationContext context) {
      JsonNode node = context.readTree(in);
      return node.isObject()
          ? new Quality.Bad(node.get("bad").stringValue())
          : Quality.Known.valueOf(node.stringValue());
    }
  }

  private static final class WishOut extends ValueSerializer<Wish> {
    @Override
    public void serialize(Wish wish, JsonGenerator out, SerializationContext context) {
      out.writeStartObject();
      switch (wish) {
        case Wish.Set(double value) -> out.writeNumberProperty("set", value);
        case Wish.Limit(double min, double max) -> {
          out.writeNumberProperty("min", min);
          out.writeNumberProperty("max", max);
        }
      }
      out.writeEndObject();
    }
  }

  private static final class WishIn extends ValueDeserializer<Wish> {
    @Override
    public Wish deserialize(JsonParser in, DeserializationContext context) {
      JsonNode node = context.readTree(in);
      return node.has("set")
          ? new Wish.Set(number(node, "set"))
          : new Wish.Limit(number(node, "min"), number(node, "max"));
    }

    private static double number(JsonNode node, String name) {
      JsonNode found = node.get(name);
      return found.isString() ? Double.parseDouble(found.stringValue()) : found.doubleValue();
    }
  }
}
