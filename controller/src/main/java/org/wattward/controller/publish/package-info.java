/**
 * What the controller tells an MQTT broker: live values and decisions. Callers enter at {@link
 * org.wattward.controller.publish.Publishing}, which watches a district; a loop of its own hands
 * the values to the publisher, whose outbox waits on disk while the broker is away.
 */
@NullMarked
package org.wattward.controller.publish;

import org.jspecify.annotations.NullMarked;
