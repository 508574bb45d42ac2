package org.wattward.controller.api;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.wattward.controller.record.History.Sample;
import org.wattward.controller.record.RawSeries;

/** An object with an array of series. Names, units and times need no escapes. */
final class JsonSeries implements SeriesWriter {
  private final Writer out;
  private final SeriesForm.Frame frame;
  private String beforeSeries = "";
  private String beforeValue = "";

  JsonSeries(Writer out, SeriesForm.Frame frame) throws IOException {
    this.out = out;
    this.frame = frame;
    out.write(
        "{\"from\":\"%s\",\"to\":\"%s\",\"series\":["
            .formatted(frame.text(frame.from()), frame.text(frame.to())));
  }

  @Override
  public void next(String point, String unit) throws IOException {
    out.write(beforeSeries);
    out.write("{\"point\":\"" + point + "\",\"unit\":\"" + unit + "\",");
    out.write(frame.raw() ? "\"readings\":[" : "\"samples\":[");
    beforeSeries = "]},";
    beforeValue = "";
  }

  @Override
  public void samples(List<Sample> samples) throws IOException {
    for (Sample each : samples) {
      out.write(beforeValue);
      out.write("{\"time\":\"" + frame.text(each.time()) + "\",");
      if (each.goodShare() > 0) {
        out.write("\"min\":" + each.min() + ",\"max\":" + each.max() + ",\"mean\":" + each.mean());
        out.write(",\"last\":" + each.last() + ",");
      }
      out.write("\"goodShare\":" + each.goodShare() + "}");
      beforeValue = ",";
    }
  }

  @Override
  public void readings(RawSeries readings) throws IOException {
    for (int i = 0; i < readings.size(); i++) {
      out.write(beforeValue);
      out.write("{\"time\":\"" + frame.text(readings.time(i)) + "\",\"value\":");
      // JSON has no word for what is no number.
      out.write(Double.isFinite(readings.value(i)) ? Double.toString(readings.value(i)) : "null");
      out.write(",\"quality\":\"" + readings.quality(i) + "\"}");
      beforeValue = ",";
    }
  }

  @Override
  public void finish() throws IOException {
    out.write(beforeSeries.isEmpty() ? "]}\n" : "]}]}\n");
    out.flush();
  }

  @Override
  public void close() {
    // What was not finished stays unwritten.
  }
}
