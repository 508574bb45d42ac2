package org.wattward.devices.network;

/**
 * A switch between two buses with no impedance of its own: closed, the two are one node.
 *
 * @param id its id
 * @param from a bus
 * @param to another bus of the same nominal voltage
 * @param closed whether it is closed
 */
public record Coupler(String id, String from, String to, boolean closed) {}
