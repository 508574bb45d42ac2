package org.wattward.controller.receipt;

import org.wattward.rules.request.Request.Source;

/**
 * Who gives orders.
 *
 * @param source the program or person
 * @param highestLevel the highest priority level of its orders: 1 to 16
 * @param quota how much it may ask for
 */
public record Asker(Source source, int highestLevel, Quota quota) {}
