package org.wattward.controller.zone;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import net.e175.klaus.solarpositioning.DeltaT;
import net.e175.klaus.solarpositioning.SPA;
import org.wattward.devices.site.Site;

/** Where the sun stands over a site, by NREL's solar position algorithm. */
final class Sun {
  private static final double SEA_LEVEL_M = 0;

  /** Refraction is computed for the standard atmosphere; near the horizon it is 0.6 degrees. */
  private static final double PRESSURE_HPA = 1013.25;

  private static final double AIR_TEMP_C = 10;

  private final double latitudeDeg;
  private final double longitudeDeg;

  Sun(Site site) {
    this.latitudeDeg = site.latitudeDeg();
    this.longitudeDeg = site.longitudeDeg();
  }

  /** Elevation of the sun's centre over the horizon, with refraction. */
  double elevationDeg(Instant instant) {
    ZonedDateTime utc = instant.atZone(ZoneOffset.UTC);
    return 90
        - SPA.calculateSolarPosition(
                utc,
                latitudeDeg,
                longitudeDeg,
                SEA_LEVEL_M,
                DeltaT.estimate(utc.toLocalDate()),
                PRESSURE_HPA,
                AIR_TEMP_C)
            .zenithAngle();
  }
}
