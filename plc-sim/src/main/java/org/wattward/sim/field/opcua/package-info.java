/**
 * OPC UA servers for simulated devices.
 *
 * <p>{@link org.wattward.sim.field.opcua.OpcUaFieldServer} is one endpoint with the nodes of all
 * devices of a link, laid out from their templates. Values are put on the model's thread after each
 * step; reads, samples and writes run on Milo's threads.
 */
@NullMarked
package org.wattward.sim.field.opcua;

import org.jspecify.annotations.NullMarked;
