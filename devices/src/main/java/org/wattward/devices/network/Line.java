package org.wattward.devices.network;

import static java.lang.Double.isFinite;

/**
 * A line or cable between two buses of one voltage level, with a switch at each end. A line open at
 * one end stays energised and draws its charging current; open at both it is dead.
 *
 * @param id its id, unique among lines and transformers
 * @param from a bus
 * @param to another bus
 * @param resistanceOhm series resistance of the whole line
 * @param reactanceOhm series reactance of the whole line
 * @param susceptanceS shunt susceptance of the whole line in siemens
 * @param maxCurrentA rated current, above 0
 * @param fromClosed whether the switch at {@code from} is closed
 * @param toClosed whether the switch at {@code to} is closed
 */
public record Line(
    String id,
    String from,
    String to,
    double resistanceOhm,
    double reactanceOhm,
    double susceptanceS,
    double maxCurrentA,
    boolean fromClosed,
    boolean toClosed) {
  public Line {
    if (from.equals(to)) {
      throw new InvalidGrid("Line %s begins and ends at bus %s.".formatted(id, from));
    }
    if (!isFinite(resistanceOhm + reactanceOhm + susceptanceS)
        || resistanceOhm < 0
        || Math.hypot(resistanceOhm, reactanceOhm) == 0) {
      throw new InvalidGrid(
          "Line %s has %s ohm resistance and %s ohm reactance; it needs an impedance. Maybe its length is 0; use a coupler for a bare connection."
              .formatted(id, resistanceOhm, reactanceOhm));
    }
    if (!(maxCurrentA > 0)) {
      throw new InvalidGrid(
          "Line %s has a rated current of %s A; it must be above 0.".formatted(id, maxCurrentA));
    }
  }

  /** The same line with both switches as given. */
  public Line withClosed(boolean closed) {
    return new Line(
        id, from, to, resistanceOhm, reactanceOhm, susceptanceS, maxCurrentA, closed, closed);
  }
}
