package org.wattward.rules.decide;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param switching what one branch exchange would do to the network's loss, where that is known
 * @param quarter the running quarter of an hour at the zone's connection, where that is metered
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
    Optional<Switching> switching,
    Optional<RunningQuarter> quarter,
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

  /** A snapshot that knows nothing but the present. */
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
        Optional.empty(),
        Optional.empty(),
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
   * What one branch exchange would do.
   *
   * @param converged whether the network as it stands could be solved
   * @param close the line to close first; empty when no exchange lowers the loss
   * @param open the line to open then; empty when no exchange lowers the loss
   * @param lossW the network's loss as it stands; 0 when that could not be solved
   * @param savedW what the exchange saves; 0 for none
   * @param needsAnother whether another exchange has to follow before anything is saved
   * @param operationsToday how often the more used of the two lines was switched since midnight
   */
  public record Switching(
      boolean converged,
      String close,
      String open,
      double lossW,
      double savedW,
      boolean needsAnother,
      int operationsToday) {
    /** Nothing is known: the network could not be solved. */
    public static final Switching UNKNOWN = new Switching(false, "", "", 0, 0, false, 0);

    /** Whether there is an exchange that lowers the loss. */
    public boolean isFound() {
      return !close.isEmpty();
    }
  }

  /**
   * The running quarter of an hour.
   *
   * @param soFarW what has been imported in it, as mean power of the whole quarter
   * @param leftShare which share of it is left, above 0, at most 1
   * @param powerW power now
   * @param basis the readings that it rests on
   */
  public record RunningQuarter(double soFarW, double leftShare, double powerW, Set<PointId> basis) {
    public RunningQuarter {
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
