package org.wattward.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wattward.controller.record.History.Sample;

class SeriesTextTest {
  private static final Instant FROM = Instant.parse("2026-11-21T12:00:00Z");
  private static final List<Sample> SAMPLES =
      List.of(
          new Sample(FROM, 1, 3, 2.5, 3, 1),
          new Sample(FROM.plusSeconds(60), 0, 0, 0, 0, 0),
          new Sample(FROM.plusSeconds(120), -1, -1, -1, -1, 0.5));

  @Test
  void aGapHasNoValuesInCsv() throws IOException {
    assertThat(written(SeriesText.CSV))
        .isEqualTo(
            """
            time,point,unit,min,max,mean,last,goodShare
            2026-11-21T12:00:00Z,meter-1/power,W,1.0,3.0,2.5,3.0,1.0
            2026-11-21T12:01:00Z,meter-1/power,W,,,,,0.0
            2026-11-21T12:02:00Z,meter-1/power,W,-1.0,-1.0,-1.0,-1.0,0.5
            """);
  }

  @Test
  void aGapHasNoValuesInJson() throws IOException {
    assertThat(written(SeriesText.JSON))
        .isEqualTo(
            """
            {"from":"2026-11-21T12:00:00Z","to":"2026-11-21T12:03:00Z","series":[
            {"point":"meter-1/power","unit":"W","samples":[
            {"time":"2026-11-21T12:00:00Z",
            "min":1.0,"max":3.0,"mean":2.5,"last":3.0,"goodShare":1.0},
            {"time":"2026-11-21T12:01:00Z","goodShare":0.0},
            {"time":"2026-11-21T12:02:00Z",
            "min":-1.0,"max":-1.0,"mean":-1.0,"last":-1.0,"goodShare":0.5}]}]}\
            """
                    .replace("\n", "")
                + "\n");
  }

  private static String written(SeriesText text) throws IOException {
    StringWriter out = new StringWriter();
    text.begin(out, FROM, FROM.plusSeconds(180), false);
    text.samples(out, new SeriesText.Heading("meter-1/power", "W", true), SAMPLES);
    text.end(out);
    return out.toString();
  }
}
