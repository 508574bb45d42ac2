package org.wattward.devices.network;

/** Which switching, if any, lowers the loss of a grid. */
public sealed interface ExchangeAdvice permits Exchange, NoExchange {}
