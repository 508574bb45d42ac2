package org.wattward.devices.network;

/**
 * Nothing to switch.
 *
 * @param reason a sentence: the grid is at its best, or cannot be judged
 */
public record NoExchange(String reason) implements ExchangeAdvice {}
