package org.wattward.sim.physics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Supply and return temperature of a heat network or a house over the ambient temperature: linear
 * between its points, constant beyond.
 *
 * @param points by rising ambient temperature, at least one
 */
public record HeatingCurve(List<Point> points) {
  public HeatingCurve {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new InvalidModel("A heating curve needs a point.");
    }
    for (int index = 1; index < points.size(); index++) {
      if (points.get(index).ambientC <= points.get(index - 1).ambientC) {
        throw new InvalidModel(
            "The heating curve's ambient temperatures must rise; %s °C follows %s °C."
                .formatted(points.get(index).ambientC, points.get(index - 1).ambientC));
      }
    }
  }

  /**
   * A point of the curve.
   *
   * @param ambientC outdoor temperature
   * @param supplyC supply temperature
   * @param returnC return temperature, not above the supply
   */
  public record Point(double ambientC, double supplyC, double returnC) {
    public Point {
      Check.inRange("returnC", returnC, -20, supplyC);
    }
  }

  /** Lines of ambient, supply and return temperature; lines of another form are comments. */
  public static HeatingCurve read(InputStream text) {
    List<Point> points = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] cells = line.strip().split("\\s+", -1);
        if (cells.length == 3 && cells[0].matches("-?[0-9.]+")) {
          points.add(
              new Point(
                  Double.parseDouble(cells[0]),
                  Double.parseDouble(cells[1]),
                  Double.parseDouble(cells[2])));
        }
      }
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    return new HeatingCurve(points);
  }

  /**
   * A local network that slides from 90 °C at -12 °C to 70 °C from 0 °C up, return 50 °C: the
   * technical rules of E.ON Hanse Wärme (2012), p. 9.
   */
  public static HeatingCurve localNetwork() {
    return new HeatingCurve(List.of(new Point(-12, 90, 50), new Point(0, 70, 50)));
  }

  /** A house with radiators for 60/40 °C: Schäfer, "Fernwärmeversorgung" (Springer 2001). */
  public static HeatingCurve radiators() {
    return new HeatingCurve(
        List.of(
            new Point(-10, 60, 40),
            new Point(-5, 57, 39),
            new Point(0, 52, 37),
            new Point(5, 49, 34),
            new Point(10, 42, 31),
            new Point(15, 35, 29),
            new Point(20, 22, 22)));
  }

  /** Supply temperature. */
  public double supplyC(double ambientC) {
    int above = above(ambientC);
    if (above == 0 || above == points.size()) {
      return points.get(Math.min(above, points.size() - 1)).supplyC;
    }
    Point low = points.get(above - 1);
    Point high = points.get(above);
    return low.supplyC + share(low, high, ambientC) * (high.supplyC - low.supplyC);
  }

  /** Return temperature. */
  public double returnC(double ambientC) {
    int above = above(ambientC);
    if (above == 0 || above == points.size()) {
      return points.get(Math.min(above, points.size() - 1)).returnC;
    }
    Point low = points.get(above - 1);
    Point high = points.get(above);
    return low.returnC + share(low, high, ambientC) * (high.returnC - low.returnC);
  }

  /** The number of points not above the ambient temperature. */
  private int above(double ambientC) {
    int above = 0;
    while (above < points.size() && points.get(above).ambientC <= ambientC) {
      above++;
    }
    return above;
  }

  private static double share(Point low, Point high, double ambientC) {
    return (ambientC - low.ambientC) / (high.ambientC - low.ambientC);
  }
}
