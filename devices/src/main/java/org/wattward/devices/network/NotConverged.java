package org.wattward.devices.network;

/**
 * No state of the network was found that carries these loads. It says nothing about losses, and
 * must never be ranked against a state that does.
 *
 * @param reason a sentence
 * @param iterations how many were tried
 */
public record NotConverged(String reason, int iterations) implements PowerFlowResult {}
