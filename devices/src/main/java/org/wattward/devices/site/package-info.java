/**
 * A site: links, devices, zones, the network, schedules, as one YAML file gives them.
 *
 * <p>Callers enter at {@link org.wattward.devices.site.SiteReader}. Read once at start, immutable
 * afterwards, safe on any thread.
 */
@NullMarked
package org.wattward.devices.site;

import org.jspecify.annotations.NullMarked;
