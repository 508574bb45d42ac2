package org.wattward.controller.simulation;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.wattward.sim.district.Flow;

/** The report as one HTML page that needs no other file and no network. */
public final class ChartPage {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 240;
  private static final int LEFT = 60;
  private static final int BOTTOM = 24;
  private static final int TOP = 12;
  private static final int DURATION_POINTS = 400;
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>TITLE</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <style>
      :root{color-scheme:light dark;--ink:#1d2733;--soft:#5d6b7a;--line:#d8dee5;--with:#1f7a4d;--without:#9aa7b4;--paper:#fff}
      @media (prefers-color-scheme:dark){:root{--ink:#e8edf2;--soft:#9fb0c0;--line:#33404d;--with:#4cc38a;--without:#66788a;--paper:#12181f}}
      body{font:15px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:62rem;margin:2rem auto;padding:0 1rem}
      h1{font-size:1.5rem}h2{font-size:1.05rem;margin-top:2rem}p,figcaption{color:var(--soft)}figure{margin:0}
      table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
      th,td{padding:.25rem .5rem;border-bottom:1px solid var(--line);text-align:right}th:first-child,td:first-child{text-align:left}
      svg{width:100%;height:auto}svg text{fill:var(--soft);font-size:12px}.with{fill:var(--with);color:var(--with)}.without{fill:var(--without);color:var(--without)}
      .curve{fill:none;stroke:currentColor;stroke-width:2}.grid{stroke:var(--line)}canvas{width:100%;height:220px;image-rendering:pixelated}
      </style></head><body>
      """;

  private final Report report;
  private final StringBuilder html = new StringBuilder();

  private ChartPage(Report report) {
    this.report = report;
  }

  /**
   * Makes the page.
   *
   * @param title its heading
   * @param text what was simulated, a sentence or two
   */
  public static String of(Report report, String title, String text) {
    return new ChartPage(report).page(title, text);
  }

  private String page(String title, String text) {
    html.append(HEAD.replace("TITLE", escaped(title)));
    html.append("<h1>%s</h1><p>%s</p>\n".formatted(escaped(title), escaped(text)));
    table();
    months("Electricity import, MWh a month", f -> f.getOrDefault(Flow.IMPORT_WH, 0.0) / 1e6);
    months("Street lighting, MWh a month", f -> f.getOrDefault(Flow.LIGHTING_WH, 0.0) / 1e6);
    months(
        "Network heat from elsewhere, MWh a month",
        f -> f.getOrDefault(Flow.OTHER_HEAT_WH, 0.0) / 1e6);
    duration();
    heatMap();
    return html.append("</body></html>\n").toString();
  }

  private void table() {
    html.append("<table><thead><tr><th></th><th>with rules</th><th>without</th>")
        .append("<th>difference</th><th>unit</th></tr></thead><tbody>\n");
    for (Line line : report.lines()) {
      html.append(
          "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n"
              .formatted(
                  escaped(line.name()),
                  number(line.value()),
                  shown(line.baseline()),
                  line.change().isPresent()
                      ? String.format(Locale.ROOT, "%+.1f %%", 100 * line.change().getAsDouble())
                      : "",
                  escaped(line.unit())));
    }
    html.append("</tbody></table>\n");
  }

  private static String shown(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%,.0f", value);
  }

  private void months(String title, ToDoubleFunction<Map<Flow, Double>> of) {
    var with = report.figures().months();
    var without = report.baseline().map(Figures::months);
    double most = 1e-9;
    for (var month : with.values()) {
      most = Math.max(most, of.applyAsDouble(month.flows()));
    }
    for (var month : without.orElse(new java.util.TreeMap<>()).values()) {
      most = Math.max(most, of.applyAsDouble(month.flows()));
    }
    begin(title, most);
    double slot = (double) (WIDTH - LEFT) / with.size();
    int index = 0;
    for (var entry : with.entrySet()) {
      double x = LEFT + index++ * slot;
      if (without.isPresent()) {
        var month = without.get().get(entry.getKey());
        double share = month == null ? 0 : of.applyAsDouble(month.flows()) / most;
        bar("without", x + slot * 0.1, slot * 0.38, share);
      }
      bar(
          "with",
          x + slot * (without.isPresent() ? 0.5 : 0.2),
          slot * (without.isPresent() ? 0.38 : 0.6),
          of.applyAsDouble(entry.getValue().flows()) / most);
      html.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
              x + slot / 2,
              HEIGHT - 6,
              entry.getKey()));
    }
    end("Green: with rules; grey: without.");
  }

  private void bar(String kind, double x, double width, double share) {
    double height = Math.max(0, share) * (HEIGHT - TOP - BOTTOM);
    html.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
            kind,
            x,
            HEIGHT - BOTTOM - height,
            width,
            height));
  }

  private void duration() {
    double[] with = sorted(report.figures());
    double[] without = report.baseline().map(ChartPage::sorted).orElse(new double[0]);
    double most = Math.max(with[0], without.length > 0 ? without[0] : 0);
    double least =
        Math.min(
            0,
            Math.min(with[with.length - 1], without.length > 0 ? without[without.length - 1] : 0));
    begin("Power at the transformers over the time, kW, greatest first", most / 1000);
    curve("without", without, least, most);
    curve("with", with, least, most);
    end(
        String.format(
            Locale.ROOT,
            "Means of 15 min from %.0f kW down to %.0f kW; below 0 is fed back.",
            most / 1000,
            least / 1000));
  }

  private static double[] sorted(Figures figures) {
    double[] values = figures.netW().sortedW();
    for (int i = 0; i < values.length / 2; i++) {
      double low = values[i];
      values[i] = values[values.length - 1 - i];
      values[values.length - 1 - i] = low;
    }
    return values;
  }

  private void curve(String kind, double[] values, double least, double most) {
    if (values.length == 0) {
      return;
    }
    html.append("<polyline class=\"curve ").append(kind).append("\" points=\"");
    for (int i = 0; i <= DURATION_POINTS; i++) {
      int at = (int) ((long) (values.length - 1) * i / DURATION_POINTS);
      double share = (values[at] - least) / Math.max(1, most - least);
      html.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f ",
              LEFT + (double) (WIDTH - LEFT) * i / DURATION_POINTS,
              HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)));
    }
    html.append("\"/>");
  }

  private void begin(String title, double most) {
    html.append(
        String.format(
            Locale.ROOT,
            "<h2>%s</h2><figure><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
            escaped(title),
            WIDTH,
            HEIGHT,
            escaped(title)));
    html.append(
        String.format(
            Locale.ROOT,
            "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>"
                + "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
            LEFT,
            WIDTH,
            HEIGHT - BOTTOM,
            HEIGHT - BOTTOM,
            LEFT - 6,
            TOP + 10,
            number(most)));
  }

  private void end(String caption) {
    html.append("</svg><figcaption>").append(escaped(caption)).append("</figcaption></figure>\n");
  }

  /** A column for each day, a row for each quarter of an hour. */
  private void heatMap() {
    Curve net = report.figures().netW();
    html.append("<h2>Power at the transformers, hour by hour and day by day</h2><figure>")
        .append("<canvas id=\"map\"></canvas><figcaption>Days from left to right, hours of the day")
        .append(
            " (UTC) from top to bottom; green is fed back, red is import.</figcaption></figure>")
        .append("<script>const v=[");
    for (int i = 0; i < net.size(); i += 4) {
      double mean = 0;
      int until = Math.min(i + 4, net.size());
      for (int j = i; j < until; j++) {
        mean += net.powerW(j) / (until - i);
      }
      html.append(Math.round(mean / 1000)).append(',');
    }
    html.append(
        """
        ];
        const c=document.getElementById('map'),d=Math.ceil(v.length/24),g=c.getContext('2d');c.width=d;c.height=24;
        const m=Math.max(1,...v),n=Math.max(1,-Math.min(...v));
        v.forEach((x,i)=>{const s=x>=0?x/m:x/n;g.fillStyle=x>=0?`hsl(14 70% ${96-56*s}%)`:`hsl(152 60% ${96+56*s}%)`;
        g.fillRect(Math.floor(i/24),i%24,1,1)});
        </script>
        """);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
