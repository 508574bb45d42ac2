/**
 * What a link is, whatever its protocol: callers enter at {@link org.wattward.protocols.link.Link}.
 *
 * <p>Nothing here runs by itself; each link of the protocol packages owns one virtual thread.
 */
@NullMarked
package org.wattward.protocols.link;

import org.jspecify.annotations.NullMarked;
