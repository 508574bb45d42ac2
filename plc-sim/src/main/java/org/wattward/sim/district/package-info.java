/**
 * The simulated district: a site whose devices are moved by physics.
 *
 * <p>{@link org.wattward.sim.district.DistrictModel} is the district in process: pure, stepped by
 * its caller, no thread and no socket. {@link org.wattward.sim.district.SimulatedDistrict} runs one
 * in (accelerated) real time and shows it through real Modbus, OPC UA and MQTT on loopback.
 */
@NullMarked
package org.wattward.sim.district;

import org.jspecify.annotations.NullMarked;
