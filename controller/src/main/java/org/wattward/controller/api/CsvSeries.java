package org.wattward.controller.api;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.wattward.controller.record.History.Sample;
import org.wattward.controller.record.RawSeries;

/**
 * One table of all series. Points' names, units and times hold no character that would have to be
 * quoted.
 */
final class CsvSeries implements SeriesWriter {
  private final Writer out;
  private final SeriesForm.Frame frame;
  private String series = "";

  CsvSeries(Writer out, SeriesForm.Frame frame) throws IOException {
    this.out = out;
    this.frame = frame;
    out.write(
        frame.raw()
            ? "time,point,unit,value,quality\n"
            : "time,point,unit,min,max,mean,last,goodShare\n");
  }

  @Override
  public void next(String point, String unit) {
    series = "," + point + "," + unit + ",";
  }

  @Override
  public void samples(List<Sample> samples) throws IOException {
    for (Sample each : samples) {
      out.write(frame.text(each.time()) + series);
      out.write(
          each.goodShare() > 0
              ? each.min() + "," + each.max() + "," + each.mean() + "," + each.last()
              : ",,,");
      out.write("," + each.goodShare() + "\n");
    }
  }

  @Override
  public void readings(RawSeries readings) throws IOException {
    for (int i = 0; i < readings.size(); i++) {
      out.write(frame.text(readings.time(i)) + series);
      out.write(readings.value(i) + "," + readings.quality(i) + "\n");
    }
  }

  @Override
  public void finish() throws IOException {
    out.flush();
  }

  @Override
  public void close() {
    // What was not finished stays unwritten.
  }
}
