/**
 * OPC UA over Eclipse Milo: callers enter at {@link org.wattward.protocols.opcua.OpcUaLink}.
 *
 * <p>One virtual thread per link owns the session. Milo calls back on threads of its own; those
 * calls only put what they bring into a bounded inbox. Writes run on the caller's thread, which
 * Milo allows. No type of Milo leaves this package.
 */
@NullMarked
package org.wattward.protocols.opcua;

import org.jspecify.annotations.NullMarked;
