/**
 * The one way in which parts of a district run by themselves: {@link
 * org.wattward.controller.loop.Loops} makes loops that sleep until their work is due or somebody
 * wakes them, each on a virtual thread, or all step by step on the caller's.
 */
@NullMarked
package org.wattward.controller.loop;

import org.jspecify.annotations.NullMarked;
