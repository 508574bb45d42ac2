package org.wattward.controller.zone;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.wattward.controller.keep.Keep;
import org.wattward.controller.loop.Loops;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.Zone;
import org.wattward.devices.time.Time;
import org.wattward.rules.decide.Snapshot.DemandResponse;
import org.wattward.rules.decide.Snapshot.Switching;

/**
 * Where a zone's snapshots come from. All of it may be asked on any thread and never blocks.
 *
 * @param site the site
 * @param time the clock
 * @param loops makes the zones' loops
 * @param readings the last readings of some devices
 * @param setpoints the setpoints in force of some devices
 * @param events the demand-response events that are announced or active
 * @param prices what electricity costs
 * @param switching what one branch exchange would do to the network's loss, where that is known
 * @param parameters the values of rule parameters that differ from their package's default
 * @param wanted whether a zone is to decide when something of it changed or its tick has come
 * @param conditions keeps how long conditions have held
 */
public record ZoneSources(
    Site site,
    Time time,
    Loops loops,
    Function<List<Device>, Map<PointId, Reading>> readings,
    Function<List<Device>, Map<PointId, Double>> setpoints,
    Supplier<List<DemandResponse>> events,
    PriceBook prices,
    Supplier<Optional<Switching>> switching,
    Supplier<Map<String, Double>> parameters,
    Predicate<Zone> wanted,
    Keep conditions) {}
