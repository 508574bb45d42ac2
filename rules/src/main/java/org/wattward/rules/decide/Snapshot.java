package org.wattward.rules.decide;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Zone;

/**
 * All that one decision of a zone may know, and nothing else. Immutable; the same snapshot always
 * gives the same decision.
 *
 * @param zone whose decision
 * @param time the time of the decision, UTC
 * @param timeZone local time of the site
 * @param sunElevationDeg elevation of the sun's centre over the horizon, with refraction
 * @param devices the zone's devices
 * @param readings the last reading of every point of these devices that was ever read, with its
 *     quality at {@code time}
 * @param setpoints the setpoints in force, in the points' units
 * @param events the demand-response events that are announced or active
 * @param prices electricity prices from now on, in order of time
 * @param held how long named conditions have held
 * @param expected what batteries have to expect, learnt from the past
 * @param parameters values of rule parameters that differ from their package's default, by {@code
 *     package/parameter}
 */
public record Snapshot(
    Zone zone,
    Instant time,
    ZoneId timeZone,
    double sunElevationDeg,
    List<Device> devices,
    Map<PointId, Reading> readings,
    Map<PointId, Double> setpoints,
    List<DemandResponse> events,
    List<Price> prices,
    List<HeldCondition> held,
    List<Expected> expected,
    Map<String, Double> parameters) {
  public Snapshot {
    devices = List.copyOf(devices);
    readings = Map.copyOf(readings);
    setpoints = Map.copyOf(setpoints);
    events = List.copyOf(events);
    prices = List.copyOf(prices);
    held = List.copyOf(held);
    expected = List.copyOf(expected);
    parameters = Map.copyOf(parameters);
  }

  /** A snapshot that expects nothing. */
  public Snapshot(
      Zone zone,
      Instant time,
      ZoneId timeZone,
      double sunElevationDeg,
      List<Device> devices,
      Map<PointId, Reading> readings,
      Map<PointId, Double> setpoints,
      List<DemandResponse> events,
      List<Price> prices,
      List<HeldCondition> held,
      Map<String, Double> parameters) {
    this(
        zone,
        time,
        timeZone,
        sunElevationDeg,
        devices,
        readings,
        setpoints,
        events,
        prices,
        held,
        List.of(),
        parameters);
  }

  /**
   * What a battery has to expect.
   *
   * @param battery its id
   * @param needW power that what it serves takes without it until the next decision
   * @param spareW mean surplus beyond what fills it, over the coming hours of surplus
   * @param fillLevelW surplus to leave alone, so that the rest fills it
   * @param drainLevelW need to leave alone, so that what is stored lasts
   * @param dear whether electricity is dear now
   * @param basis the readings that it rests on
   */
  public record Expected(
      String battery,
      double needW,
      double spareW,
      double fillLevelW,
      double drainLevelW,
      boolean dear,
      Set<PointId> basis) {
    public Expected {
      basis = Set.copyOf(basis);
    }
  }

  /**
   * A demand-response event.
   *
   * @param id the grid operator's id
   * @param level OpenADR SIMPLE level: 0 normal, 1 moderate, 2 high, 3 emergency
   * @param start when it begins
   * @param end when it ends, after {@code start}
   * @param limitW most import power of the zone while it is active; infinite for none
   * @param text what the operator says about it
   */
  public record DemandResponse(
      String id, int level, Instant start, Instant end, double limitW, String text) {}

  /**
   * A price.
   *
   * @param start from when
   * @param end until when
   * @param eurPerKwh import price; may be negative
   */
  public record Price(Instant start, Instant end, double eurPerKwh) {}

  /**
   * A condition that a rule has stated without a break.
   *
   * @param condition its name
   * @param subject what it is about, a device or zone id
   * @param seconds for how long, at least 0
   */
  public record HeldCondition(String condition, String subject, double seconds) {}
}
