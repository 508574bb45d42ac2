package org.wattward.controller.api;

import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import org.wattward.controller.record.History.Sample;
import org.wattward.controller.record.RawSeries;

/**
 * How series are written. Points' names, units and times hold no character that either form would
 * have to quote.
 */
enum SeriesText {
  JSON("application/json") {
    @Override
    void begin(Writer out, Instant from, Instant to, boolean raw) throws IOException {
      out.write("{\"from\":\"%s\",\"to\":\"%s\",\"series\":[".formatted(from, to));
    }

    @Override
    void samples(Writer out, Heading heading, List<Sample> samples) throws IOException {
      head(out, heading, "samples");
      String comma = "";
      for (Sample each : samples) {
        out.write(comma);
        out.write("{\"time\":\"" + each.time() + "\",");
        if (each.goodShare() > 0) {
          out.write(
              "\"min\":" + each.min() + ",\"max\":" + each.max() + ",\"mean\":" + each.mean());
          out.write(",\"last\":" + each.last() + ",");
        }
        out.write("\"goodShare\":" + each.goodShare() + "}");
        comma = ",";
      }
      out.write("]}");
    }

    @Override
    void readings(Writer out, Heading heading, RawSeries readings) throws IOException {
      head(out, heading, "readings");
      for (int i = 0; i < readings.size(); i++) {
        out.write(i == 0 ? "" : ",");
        out.write("{\"time\":\"" + readings.time(i) + "\",\"value\":" + readings.value(i));
        out.write(",\"quality\":\"" + readings.quality(i) + "\"}");
      }
      out.write("]}");
    }

    private void head(Writer out, Heading heading, String what) throws IOException {
      out.write(heading.first ? "" : ",");
      out.write("{\"point\":\"" + heading.point + "\",\"unit\":\"" + heading.unit + "\",");
      out.write("\"" + what + "\":[");
    }

    @Override
    void end(Writer out) throws IOException {
      out.write("]}\n");
    }
  },

  CSV("text/csv;charset=UTF-8") {
    @Override
    void begin(Writer out, Instant from, Instant to, boolean raw) throws IOException {
      out.write(
          raw
              ? "time,point,unit,value,quality\n"
              : "time,point,unit,min,max,mean,last,goodShare\n");
    }

    @Override
    void samples(Writer out, Heading heading, List<Sample> samples) throws IOException {
      for (Sample each : samples) {
        out.write(each.time() + "," + heading.point + "," + heading.unit + ",");
        out.write(
            each.goodShare() > 0
                ? each.min() + "," + each.max() + "," + each.mean() + "," + each.last()
                : ",,,");
        out.write("," + each.goodShare() + "\n");
      }
    }

    @Override
    void readings(Writer out, Heading heading, RawSeries readings) throws IOException {
      for (int i = 0; i < readings.size(); i++) {
        out.write(readings.time(i) + "," + heading.point + "," + heading.unit + ",");
        out.write(readings.value(i) + "," + readings.quality(i) + "\n");
      }
    }

    @Override
    void end(Writer out) {}
  };

  private final String mediaType;

  SeriesText(String mediaType) {
    this.mediaType = mediaType;
  }

  /** Whose series. */
  record Heading(String point, String unit, boolean first) {}

  String mediaType() {
    return mediaType;
  }

  abstract void begin(Writer out, Instant from, Instant to, boolean raw) throws IOException;

  abstract void samples(Writer out, Heading heading, List<Sample> samples) throws IOException;

  abstract void readings(Writer out, Heading heading, RawSeries readings) throws IOException;

  abstract void end(Writer out) throws IOException;
}
