package org.wattward.sim.physics;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import net.e175.klaus.solarpositioning.DeltaT;
import net.e175.klaus.solarpositioning.SPA;
import net.e175.klaus.solarpositioning.SunriseResult;

/**
 * Where the sun stands, geometrically (without refraction): the Solar Position Algorithm of NREL,
 * Reda and Andreas 2004, good to 0.0003°.
 *
 * @param elevationDeg above the horizon
 * @param azimuthDeg clockwise from north
 */
public record SunPosition(double elevationDeg, double azimuthDeg) {

  /** Upper limb on the horizon, refraction of 34' and a radius of 16' included. */
  public static final double SUNRISE_DEG = -0.8333;

  /** End of civil twilight. */
  public static final double CIVIL_DEG = -6;

  /** End of nautical twilight. */
  public static final double NAUTICAL_DEG = -12;

  /**
   * When the sun rises above and sinks below an elevation.
   *
   * @param rise the crossing upwards
   * @param transit its highest point
   * @param set the crossing downwards
   */
  public record Times(Instant rise, Instant transit, Instant set) {}

  /**
   * The sun at a place and time.
   *
   * @param time when
   * @param latitudeDeg north positive
   * @param longitudeDeg east positive
   */
  public static SunPosition at(Instant time, double latitudeDeg, double longitudeDeg) {
    ZonedDateTime utc = time.atZone(ZoneOffset.UTC);
    double deltaT = DeltaT.estimate(utc.toLocalDate());
    var position = SPA.calculateSolarPosition(utc, latitudeDeg, longitudeDeg, 0, deltaT);
    return new SunPosition(90 - position.zenithAngle(), position.azimuth());
  }

  /**
   * The crossings of an elevation on a UTC day.
   *
   * @param utcDay the day
   * @param elevationDeg for example {@link #CIVIL_DEG}
   * @return empty when the sun stays above or below all day
   */
  public static Optional<Times> times(
      LocalDate utcDay, double latitudeDeg, double longitudeDeg, double elevationDeg) {
    SunriseResult result =
        SPA.calculateSunriseTransitSet(
            utcDay.atStartOfDay(ZoneOffset.UTC),
            latitudeDeg,
            longitudeDeg,
            DeltaT.estimate(utcDay),
            elevationDeg);
    return switch (result) {
      case SunriseResult.RegularDay day ->
          Optional.of(
              new Times(
                  day.sunrise().toInstant(), day.transit().toInstant(), day.sunset().toInstant()));
      case SunriseResult.AllDay _, SunriseResult.AllNight _ -> Optional.empty();
    };
  }

  /** The cosine of the angle at which the sun shines onto a plane; negative from behind. */
  public double cosineOnto(double slopeDeg, double planeAzimuthDeg) {
    double elevation = Math.toRadians(elevationDeg);
    double slope = Math.toRadians(slopeDeg);
    double turn = Math.toRadians(azimuthDeg - planeAzimuthDeg);
    return Math.sin(elevation) * Math.cos(slope)
        + Math.cos(elevation) * Math.sin(slope) * Math.cos(turn);
  }
}
