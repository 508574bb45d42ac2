package org.wattward.devices.site;

import java.time.Duration;

/**
 * How many devices of a zone may change at a time: at most a tenth of the lamps in a minute.
 *
 * @param point the name of their writable point
 * @param share which part of those that have the point may change, above 0 and at most 1; one may
 *     in any case
 * @param window within which time
 */
public record ChangeLimit(String point, double share, Duration window) {}
