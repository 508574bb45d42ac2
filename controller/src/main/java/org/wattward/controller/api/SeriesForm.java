package org.wattward.controller.api;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.wattward.controller.api.ApiErrors.Refusal;

/** Forms in which history is given. */
enum SeriesForm {
  JSON("application/json"),
  CSV("text/csv;charset=UTF-8"),
  /** Apache Arrow's streaming form. */
  ARROW("application/vnd.apache.arrow.stream");

  private final String mediaType;

  SeriesForm(String mediaType) {
    this.mediaType = mediaType;
  }

  /**
   * What is written.
   *
   * @param from start of the time span
   * @param to its end
   * @param raw whether readings as recorded, else samples
   * @param zone in which times are written
   */
  record Frame(Instant from, Instant to, boolean raw, ZoneId zone) {
    /** A time as text: {@code Z} in UTC, with its offset in local time. */
    String text(Instant time) {
      return zone.equals(ZoneOffset.UTC)
          ? time.toString()
          : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
    }
  }

  static SeriesForm named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "json" -> JSON;
      case "csv" -> CSV;
      case "arrow" -> {
        ArrowSeries.checkUsable();
        yield ARROW;
      }
      default ->
          throw Refusal.invalid("format is \"%s\"; it is json, csv or arrow.".formatted(name));
    };
  }

  String mediaType() {
    return mediaType;
  }

  /** Begins to write; the stream stays open when the writer is closed. */
  SeriesWriter begin(OutputStream out, Frame frame) throws IOException {
    return switch (this) {
      case JSON -> new JsonSeries(text(out), frame);
      case CSV -> new CsvSeries(text(out), frame);
      case ARROW -> new ArrowSeries(out, frame);
    };
  }

  private static BufferedWriter text(OutputStream out) {
    return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }
}
