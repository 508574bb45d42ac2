/**
 * Orders of programs by MQTT, beside those by REST: the same JSON, the same keys, levels, quotas
 * and receipts.
 */
@NullMarked
package org.wattward.controller.order;

import org.jspecify.annotations.NullMarked;
