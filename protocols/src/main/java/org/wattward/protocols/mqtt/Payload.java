package org.wattward.protocols.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a message says, read once for all the points in it. Nothing in it is believed: sizes and
 * nesting are bounded, and what is no number is said to be none. Pure; one thread.
 */
final class Payload {
  private static final int MOST_BYTES = 256 * 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Later than any sensible time in seconds: a device that sends milliseconds lies beyond. */
  private static final double LAST_SECOND = 4_102_444_800.0; // 2100-01-01

  private final byte[] bytes;
  private @Nullable JsonNode root;
  private @Nullable String fault;

  Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  /** What was found: a number, nothing there, or something that is no number. */
  sealed interface Found {
    /** A number; switches are 0 and 1. */
    record Value(double number) implements Found {}

    /** The payload is sound but does not hold it. */
    record Absent() implements Found {}

    /**
     * It cannot be used.
     *
     * @param reason the end of a sentence
     */
    record Unusable(String reason) implements Found {}
  }

  /**
   * Finds a value.
   *
   * @param pointer RFC 6901 pointer into JSON, or empty when the payload is the number
   */
  Found value(String pointer) {
    if (bytes.length > MOST_BYTES) {
      return new Found.Unusable(
          "the message has %d bytes, more than %d".formatted(bytes.length, MOST_BYTES));
    }
    if (pointer.isEmpty()) {
      return number(new String(bytes, StandardCharsets.UTF_8));
    }
    JsonNode json = json();
    if (json == null) {
      return new Found.Unusable(String.valueOf(fault));
    }
    JsonNode node = json.at(JsonPointer.compile(pointer));
    if (node.isMissingNode()) {
      return new Found.Absent();
    }
    if (node.isNumber()) {
      return new Found.Value(node.doubleValue());
    }
    if (node.isBoolean()) {
      return new Found.Value(node.booleanValue() ? 1 : 0);
    }
    if (node.isString()) {
      return number(node.stringValue());
    }
    return new Found.Unusable(
        "%s holds %s".formatted(pointer, node.getNodeType().name().toLowerCase(Locale.ROOT)));
  }

  /**
   * Finds a time.
   *
   * @param pointer RFC 6901 pointer to an RFC 3339 time or Unix seconds
   * @return nothing when there is none that makes sense
   */
  Optional<Instant> time(String pointer) {
    JsonNode json = bytes.length > MOST_BYTES ? null : json();
    if (json == null) {
      return Optional.empty();
    }
    JsonNode node = json.at(JsonPointer.compile(pointer));
    if (node.isNumber()) {
      return seconds(node.doubleValue());
    }
    if (!node.isString()) {
      return Optional.empty();
    }
    String text = node.stringValue().strip();
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      OptionalDouble number = parsed(text);
      return number.isPresent() ? seconds(number.getAsDouble()) : Optional.empty();
    }
  }

  private static Optional<Instant> seconds(double seconds) {
    return seconds > 0 && seconds < LAST_SECOND
        ? Optional.of(Instant.ofEpochMilli(Math.round(seconds * 1000)))
        : Optional.empty();
  }

  private @Nullable JsonNode json() {
    if (root == null && fault == null) {
      try {
        JsonNode read = JSON.readTree(bytes);
        if (read.isMissingNode()) {
          fault = "the message is empty";
        } else {
          root = read;
        }
      } catch (JacksonException e) {
        fault = "the message is no JSON: " + e.getOriginalMessage();
      }
    }
    return root;
  }

  private static Found number(String text) {
    String plain = text.strip();
    OptionalDouble number = parsed(plain);
    if (number.isPresent()) {
      return new Found.Value(number.getAsDouble());
    }
    return switch (plain.toLowerCase(Locale.ROOT)) {
      case "true", "on" -> new Found.Value(1);
      case "false", "off" -> new Found.Value(0);
      default ->
          new Found.Unusable(
              "\"%s\" is no number"
                  .formatted(plain.length() > 40 ? plain.substring(0, 40) + "…" : plain));
    };
  }

  private static OptionalDouble parsed(String text) {
    // Double.parseDouble would also take "NaN", "1f" and "0x1p3", which no device means
    if (!text.matches("[-+]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][-+]?\\d{1,3})?")) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Double.parseDouble(text));
  }
}
