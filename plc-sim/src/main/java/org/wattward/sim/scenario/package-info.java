/**
 * What happens in a simulated district, as a file says it: weather, prices, demand response, quirks
 * of devices and a script of faults.
 *
 * <p>{@link org.wattward.sim.scenario.ScenarioReader} reads a file and says everything that is
 * wrong with it; {@link org.wattward.sim.scenario.ScriptedDistrict} is a district in which it
 * happens, in process or behind sockets alike. The same scenario, seed and start give the same
 * faults at the same devices.
 */
@NullMarked
package org.wattward.sim.scenario;

import org.jspecify.annotations.NullMarked;
